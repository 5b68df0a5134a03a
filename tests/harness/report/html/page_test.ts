import assert from "#assert";
import fc from "fast-check";
import { badge, escape, link, page, section, table } from "../../../../harness/report/html/page.ts";

const UNESCAPED: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"' };

Deno.test("escape(): any text comes out as itself, and none as markup", () => {
  fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => {
    const html = escape(text);
    assert.doesNotMatch(html, /[<>"]/);
    const plain = html.replace(/&(\w+);/g, (_, name) => UNESCAPED[name]!);
    // deno-lint-ignore no-control-regex
    assert.equal(plain, text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, "\ufffd"));
  }));
});

Deno.test("page(): nothing of it is fetched: no address, and a policy that refuses all", () => {
  const html = page("a <title>", ["<p>b</p>", ""], { script: "1;", style: ".x { top: 0 }" });
  assert.match(html, /default-src 'none'/);
  assert.match(html, /<title>a &lt;title&gt;<\/title>/);
  assert.doesNotMatch(html, /https?:|\bsrc=|@import|url\(/);
  assert.match(html, /prefers-color-scheme: dark/);
  assert.doesNotMatch(page("t", []), /<script>/);
});

Deno.test("table(): text is text, columns of numbers are told by their head", () => {
  const html = table(["a", ">b"], [["<x>", { html: "<b>1</b>" }]]);
  assert.match(html, /<th>a<\/th><th class="number">b<\/th>/);
  assert.match(html, /<td>&lt;x&gt;<\/td><td class="number"><b>1<\/b><\/td>/);
});

Deno.test("badge(), link(), section(): what stands in them is text", () => {
  assert.deepEqual(badge("fail"), { html: '<b class="fail">fail</b>' });
  assert.deepEqual(badge("<"), { html: '<b class="skipped">&lt;</b>' });
  assert.equal(link('a"b c.html', "<"), '<a href="a%22b%20c.html">&lt;</a>');
  assert.equal(section("t", ""), "");
});
