import assert from "#assert";
import fc from "fast-check";
import { HOST, permitted, shown } from "../../../nodes/fetcher/permit.ts";

const hosts = ["example.org", "10.0.0.7:8080", "[::1]:99"];

Deno.test("permitted(): http and https, on hosts of the list, with the port that it says", () => {
  const good = ["http://example.org/a?b=1", "https://example.org", "http://example.org:80/"];
  for (
    const address of [...good, "HTTP://EXAMPLE.org", "http://10.0.0.7:8080", "http://[::1]:99/"]
  ) {
    assert.ok(permitted(address, { hosts }) instanceof URL, address);
  }
});

Deno.test("permitted(): what only looks like one of them is not", () => {
  const refused: readonly [string, RegExp][] = [
    ["http://example.org.evil.net/", /^example\.org\.evil\.net is not on the list .* has example/],
    ["http://evil.net/example.org", /^evil\.net is not/],
    ["http://example.org@evil.net/", /no user/],
    ["http://user:secret@example.org/", /no user/],
    ["http://example.org:8080/", /^example\.org:8080 is not/],
    ["http://10.0.0.7/", /^10\.0\.0\.7 is not/],
    ["http://0x0a000008:8080/", /^10\.0\.0\.8:8080 is not/],
    ["file:///etc/passwd", /only http and https are asked, not file:/],
    ["data:text/plain,x", /not data:/],
    ["javascript:1", /not javascript:/],
    ["/relative", /is no address/],
    ["http://", /is no address/],
    ["", /is no address/],
  ];
  for (const [address, reason] of refused) {
    const found = permitted(address, { hosts });
    assert.match(typeof found === "string" ? found : `allowed ${found}`, reason);
  }
  assert.match(permitted("http://example.org", { hosts: [] }) as string, /the list is empty/);
});

Deno.test("permitted(): a redirect may be relative, is held to the list, and stays on https", () => {
  const from = new URL("https://example.org/a/b?c");
  const next = (address: string) => permitted(address, { hosts, from });
  assert.equal(String(next("../d")), "https://example.org/d");
  assert.equal(String(next("//10.0.0.7:8080/x")), "https://10.0.0.7:8080/x");
  assert.match(String(next("//evil.net/x")), /evil\.net is not on the list/);
  assert.match(String(next("http://example.org/")), /https pointed to http/);
  const plain = { hosts, from: new URL("http://example.org/") };
  assert.equal(String(permitted("https://example.org/", plain)), "https://example.org/");
});

Deno.test("permitted(): whatever text it gets, what it allows is on the list", () => {
  const part = fc.constantFrom(
    "http:",
    "https:",
    "//",
    "/",
    "example.org",
    "@",
    ":",
    "\\",
    "#",
    "?",
  );
  const text = fc.array(fc.oneof(part, fc.string({ unit: "binary", maxLength: 4 })), {
    maxLength: 8,
  });
  fc.assert(
    fc.property(text.map((parts) => parts.join("")), (address) => {
      const found = permitted(address, { hosts });
      if (typeof found === "string") return;
      assert.ok(hosts.includes(found.host) && /^https?:$/.test(found.protocol), address);
      assert.equal(found.username + found.password, "");
    }),
    { numRuns: 2000 },
  );
});

Deno.test("HOST: as an address has them", () => {
  for (const good of [...hosts, "localhost", "a-b.c_d", "127.0.0.1:1"]) assert.match(good, HOST);
  const bad = ["", "Example.org", "a b", "http://a", "a/", "a:", "a:123456", "::1", "a..b", "*"];
  for (const text of bad) assert.doesNotMatch(text, HOST);
});

Deno.test("shown(): without what may be a secret", () => {
  assert.equal(shown(new URL("http://u:p@a.b:1/c/d?key=secret#x")), "http://a.b:1/c/d");
});
