/**
 * Draws README's picture from a run of `warehouse_loop`: the way driven and estimated, and the error
 * of position and heading inside what the filter claims.
 *
 *     deno run --allow-read --allow-write docs/picture.ts
 */
import { z } from "zod";
import { CATALOGUE } from "../harness/catalogue.ts";
import type { Check } from "../harness/contract.ts";
import { findScenario, readText } from "../harness/host/files.ts";
import { runScenario } from "../harness/run/run.ts";
import { parseScenario } from "../harness/schema/scenario.ts";
import { quaternion } from "../core/mod.ts";
import { toNanos } from "../msgs/time.ts";
import type { Odometry } from "../msgs/types.ts";

/** x y z, yaw and their deviations at a time, s. */
interface Sample {
  at: number;
  x: number;
  y: number;
  yaw: number;
  sd: number;
  yawSd: number;
}

function sampleOf({ header, pose }: Odometry): Sample {
  const { position: { x, y }, orientation: q } = pose.pose, c = pose.covariance;
  const yaw = quaternion.yawOf(new Float64Array([q.w, q.x, q.y, q.z]));
  const at = toNanos(header.stamp, { sec: 1, nanosec: 0 }) / 1e9;
  return { at, x, y, yaw, sd: Math.sqrt(c[0]!), yawSd: Math.sqrt(c[35]!) };
}

const samples: Record<string, Sample[]> = { "/odom": [], "/ground_truth/odom": [] };
const draw: Check<unknown, null> = {
  config: z.object({}),
  topics: () => Object.keys(samples),
  init: () => null,
  see: (_, { topic, message }) => void samples[topic]!.push(sampleOf(message as Odometry)),
  verdict: () => ({ verdict: "pass", value: 0, unit: "", limit: "" }),
};
const text = await readText(findScenario("warehouse_loop").path);
const scenario = await parseScenario(`${text}\n  draw: { type: draw }\n`, {
  file: "warehouse_loop.yaml",
  catalogue: { ...CATALOGUE, checks: { ...CATALOGUE.checks, draw } },
});
await runScenario(scenario, {});

const truth = samples["/ground_truth/odom"]!;
const estimate = new Map(samples["/odom"]!.map((sample) => [sample.at.toFixed(4), sample]));
const pairs = truth.flatMap((t) => {
  const e = estimate.get(t.at.toFixed(4));
  return e ? [{ t, e }] : [];
}).filter((_, i) => i % 5 === 0);

/** A line through points, each to a tenth of a pixel. */
const path = (points: readonly (readonly [number, number])[]) =>
  points.map(([x, y], i) => `${i === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");

// The plan: 20 px a metre, north up.
const px = (x: number) => 30 + 20 * (x + 1), py = (y: number) => 285 - 20 * (y + 1);
const plan = (which: "t" | "e") =>
  path(pairs.map((pair) => [px(pair[which].x), py(pair[which].y)]));

/** An error over time with three deviations on either side, in a box. */
function strip(top: number, label: string, scale: number, of: (i: number) => [number, number]) {
  const x = (i: number) => 440 + pairs[i]!.t.at * 420 / 62, middle = top + 60;
  const y = (value: number) => middle - Math.max(-55, Math.min(55, value * scale));
  const at = pairs.map((_, i) => i).filter((i) => pairs[i]!.t.at > 1);
  const up = at.map((i) => [x(i), y(3 * of(i)[1])] as const);
  const down = at.map((i) => [x(i), y(-3 * of(i)[1])] as const).reverse();
  return `<path class="band" d="${path([...up, ...down])}Z"/>
<path class="axis" d="M440 ${middle}H860"/>
<path class="odom" d="${path(at.map((i) => [x(i), y(of(i)[0])]))}"/>
<text x="440" y="${top - 4}">${label}</text>`;
}

const turn = (a: number) => a - 2 * Math.PI * Math.round(a / (2 * Math.PI));
const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 890 320" role="img"
 aria-label="A robot's way round a warehouse, true and estimated, and the errors of the estimate">
<style>
 text { font: 12px system-ui, sans-serif; fill: #57606a }
 .truth { fill: none; stroke: #8c959f; stroke-width: 5; stroke-linejoin: round; opacity: .55 }
 .odom { fill: none; stroke: #0969da; stroke-width: 1.6 }
 .band { fill: #0969da; opacity: .14 }
 .axis { stroke: #8c959f; stroke-width: .6 }
 .ramp { fill: #8c959f; opacity: .18 }
 @media (prefers-color-scheme: dark) {
  text { fill: #9da7b1 } .odom { stroke: #58a6ff } .band { fill: #58a6ff; opacity: .22 } }
</style>
<rect class="ramp" x="${px(3)}" y="${py(1.5)}" width="${20 * 7}" height="60"/>
<text x="${px(3) + 4}" y="${py(1.5) + 13}">ramp</text>
<path class="truth" d="${plan("t")}"/>
<path class="odom" d="${plan("e")}"/>
<text x="30" y="18">warehouse_loop: driven (grey) and estimated (blue)</text>
${
  strip(
    40,
    "error along east and its 3 σ, box 2.4 m high",
    46,
    (i) => [pairs[i]!.e.x - pairs[i]!.t.x, pairs[i]!.e.sd],
  )
}
${
  strip(
    185,
    "error of heading and its 3 σ, box 20° high",
    5.5 * 180 / Math.PI,
    (i) => [turn(pairs[i]!.e.yaw - pairs[i]!.t.yaw), pairs[i]!.e.yawSd],
  )
}
<text x="30" y="312">62 s, seed 1: the same bytes on every machine</text>
</svg>
`;
await Deno.writeTextFile(new URL("warehouse_loop.svg", import.meta.url), svg);
