import assert from "#assert";
import { Rate } from "../../../../harness/report/capture/rates.ts";
import { Squares } from "../../../../harness/report/capture/squares.ts";
import { Track } from "../../../../harness/report/capture/track.ts";
import {
  consistencyOf,
  errorsOf,
  innovationsOf,
  ratesOf,
} from "../../../../harness/report/html/estimate.ts";
import { odometry, seen, setupOf } from "../setup.ts";

const frame = { span: { from: 0, to: 10 }, faults: [{ from: 2, to: 4 }], moment: 3 };
const titles = (html: string) =>
  [...html.matchAll(/<svg[^>]*aria-label="([^"]*)"/g)].map(([, title]) => title);
const dots = (html: string, kind: string) =>
  [...html.matchAll(new RegExp(`class="${kind}" d="([^"]*)"`, "g"))].map(([, d]) =>
    [...d!.matchAll(/M/g)].length
  );

function squaresOf(list: readonly [at_s: number, label: string, data: number[]][]): Squares {
  const squares = new Squares(setupOf());
  for (const [at_s, label, data] of list) {
    const message = {
      layout: { dim: [{ label, size: 0, stride: 0 }], data_offset: 0 },
      data: Float64Array.from(data),
    };
    squares.innovation(seen(message, at_s * 1e9));
  }
  return squares;
}

Deno.test("innovationsOf(): a chart a component, the gate's decisions in two colours", () => {
  const squares = squaresOf([
    [1, "gravity", [2, 1, 0.1, -0.2, 1, 0, 0, 4]],
    [2, "gravity", [2, 0, 9, 9, 1, 0, 0, 4]],
    [3, "gravity", [2, 1, 0.3, 0.1, 1, 0, 0, 4]],
    [4, "mag", [1, 1, 0.5, 0.25]],
  ]);
  const html = innovationsOf({ squares }, frame);
  assert.deepEqual(titles(html), [
    "innovation of gravity, component 1 of 2, and the 3 σ expected",
    "innovation of gravity, component 2 of 2, and the 3 σ expected",
    "innovation of mag, and the 3 σ expected",
  ]);
  assert.deepEqual(dots(html, "dot"), [2, 2, 1]);
  assert.deepEqual(dots(html, "bad"), [1, 1]);
  assert.equal([...html.matchAll(/class="band"/g)].length, 3);
  assert.equal(innovationsOf({ squares: new Squares(setupOf()) }, frame), "");
  assert.equal(innovationsOf({ squares: undefined }, frame), "");
});

Deno.test("innovationsOf(): the band is three times the root of that component's variance", () => {
  // One innovation at exactly 3 σ lies on the edge of its band, and only on it.
  const html = innovationsOf({ squares: squaresOf([[5, "mag", [1, 1, 6, 4]]]) }, frame);
  const [, at] = /class="dot" d="M[\d.]+ ([\d.]+)h0/.exec(html)!;
  const band = /class="band" d="M[\d.]+ ([\d.]+)L[\d.]+ ([\d.]+)Z"/.exec(html)!;
  assert.equal(band[1], at);
  assert.notEqual(band[2], at);
});

Deno.test("consistencyOf(): NIS of each sensor with its own bounds", () => {
  const squares = squaresOf([[1, "mag", [1, 1, 2, 4]], [2, "mag", [1, 0, 20, 4]]]);
  const html = consistencyOf({ squares }, frame);
  assert.deepEqual(titles(html), ["NIS of mag, dimension 1: 2 innovations, 1 rejected (red)"]);
  assert.equal([...html.matchAll(/class="bound"/g)].length, 2);
  assert.match(html, /99\.9 % of values/);
});

Deno.test("errorsOf(): four parts and the largest; none without truth", () => {
  const track = new Track(setupOf());
  for (const [at, x] of [[1e9, 0], [2e9, 3], [3e9, 1]] as const) {
    track.see(seen(odometry(at, { x }), at));
  }
  const html = errorsOf(track.samples(), frame);
  assert.deepEqual(titles(html).map((title) => title!.split(",")[0]), [
    ...["error east", "error north", "error up", "error of heading"],
  ]);
  assert.match(html, /Largest error of position: 3 m at 2 s/);
  assert.equal(errorsOf([], frame), "");
});

Deno.test("ratesOf(): streams that kept their rate are left out, those that did not are drawn", () => {
  const rates = new Map([["/a", new Rate(setupOf())], ["/b", new Rate(setupOf())]]);
  for (let at = 0; at < 10e9; at += 0.01e9) {
    rates.get("/a")!.see(seen(odometry(at), at));
    if (at < 3e9 || at > 5e9) rates.get("/b")!.see(seen(odometry(at), at));
  }
  const html = ratesOf({ rates }, frame);
  assert.deepEqual(titles(html), ["rate of /b, Hz"]);
  assert.deepEqual(titles(ratesOf({ rates }, { ...frame, span: { from: 0, to: 2 } })), []);
});

Deno.test("ratesOf(): of very many, those that do not fit are named", () => {
  const rates = new Map(Array.from({ length: 20 }, (_, i) => {
    const rate = new Rate(setupOf());
    for (let at = 0; at < 1e9; at += 0.01e9) rate.see(seen(odometry(at), at));
    return [`/s${String(i).padStart(2, "0")}`, rate];
  }));
  const html = ratesOf({ rates }, frame);
  assert.equal(titles(html).length, 16);
  assert.match(html, /Also: \/s16, \/s17, \/s18, \/s19\./);
});
