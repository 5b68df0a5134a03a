import assert from "#assert";
import { addressAt, fetcherParams } from "../../../nodes/fetcher/params.ts";
import { ParameterError, parseParams } from "../../../runtime/params.ts";

const parse = (raw: Record<string, unknown>) => parseParams(fetcherParams, raw, "fetcher");

Deno.test("fetcherParams: once a minute, three retries; nothing is asked until a url is set", () => {
  const { url, hosts, period_s, retries } = parse({});
  assert.deepEqual({ url, hosts, period_s, retries }, {
    ...{ url: "", hosts: [], period_s: 60, retries: 3 },
  });
});

Deno.test("fetcherParams: a url on a host that is not listed is refused, with the reason", () => {
  const hosts = ["example.org"];
  assert.equal(parse({ hosts, url: "https://example.org/{stamp}" }).url.length, 27);
  for (
    const [raw, reason] of [
      [{ url: "http://example.org" }, /parameter url: example\.org is not on the list.*empty/],
      [{ hosts, url: "ftp://example.org" }, /parameter url: only http and https/],
      [{ hosts, url: "http://{stamp}.org" }, /parameter url: /],
      [{ hosts: ["EXAMPLE.org"] }, /parameter hosts\.0: expected a host such as/],
      [{ period_s: 0 }, /parameter period_s: /],
      [{ retries: 11 }, /parameter retries: /],
      [{ hostes: hosts }, /parameter hostes: unknown name; did you mean "hosts"/],
    ] as const
  ) {
    assert.throws(() => parse(raw), (error: Error) => {
      assert.ok(error instanceof ParameterError);
      assert.match(error.message, reason);
      return true;
    });
  }
});

Deno.test("addressAt(): {stamp} is seconds with nine decimals, wherever it stands", () => {
  const stamp = { sec: 12, nanosec: 5_000 };
  assert.equal(
    addressAt("http://a/{stamp}?t={stamp}", stamp),
    "http://a/12.000005000?t=12.000005000",
  );
  assert.equal(addressAt("http://a/", stamp), "http://a/");
});
