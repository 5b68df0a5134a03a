/** The real logs through the fusion node with default parameters, against what is known of them. */
import { broadTrial, TRIALS } from "./logs/broad.ts";
import { dataFile } from "./logs/folder.ts";
import { JACKAL_END, jackalLog } from "./logs/jackal.ts";
import { type Replayed, replayLog } from "./logs/replay.ts";
import { xioLog } from "./logs/xio.ts";
import type { Report } from "./row.ts";

/** Reports accuracy, then speed. */
export async function run(report: Report): Promise<void> {
  if (dataFile("") === undefined) return console.error("  skipped: no ../shared/data here");
  await jackal(report);
  await mustang(report);
  await broad(report);
  await xio(report);
}

function speed({ wallSeconds, fed }: Replayed): string {
  return `${wallSeconds.toFixed(2)} s, ${(wallSeconds / fed * 1e6).toFixed(1)} µs a message`;
}

async function jackal(report: Report): Promise<void> {
  const found = await jackalLog();
  if (!found) return;
  report({
    name: "jackal_gazebo: distance of the end from the known one",
    value: found.distance,
    unit: "m",
    target: `<= ${JACKAL_END.tolerance}`,
    note: speed(found.replayed),
  });
}

async function mustang(report: Report): Promise<void> {
  const path = dataFile("mustang_vehicle_xsens/mustang_vehicle_xsens.mcap");
  if (path === undefined) return;
  const replayed = await replayLog(path);
  report({
    name: "mustang_vehicle_xsens: numbers that are not finite",
    value: replayed.notFinite,
    unit: "",
    target: "<= 0",
    note: `${replayed.stamps.length} odometry messages, ${speed(replayed)}`,
  });
  for (const [status, { message, values }] of replayed.diagnostics) {
    const counts = [...values].map(([key, value]) => `${key} ${value}`).join(", ");
    console.error(`    ${status}: ${message} (${counts})`);
  }
}

async function broad(report: Report): Promise<void> {
  for (const trial of TRIALS) {
    const found = await broadTrial(trial);
    if (!found) continue;
    const { score, baseline: { madgwick, vqf }, replayed } = found;
    const aim = (vqf[0] + 0.5).toFixed(2);
    report({
      name: `broad ${trial}: orientation RMSE`,
      value: score.total,
      unit: "deg",
      peer: "VQF",
      peerValue: vqf[0],
      target: `<= ${madgwick[0].toFixed(2)} (Madgwick), aim ${aim}`,
      note: `heading ${score.heading.toFixed(2)} (mean ${score.headingMean.toFixed(2)}), ` +
        `inclination ${score.inclination.toFixed(2)}; VQF ${vqf[1].toFixed(2)}, ` +
        `${vqf[2].toFixed(2)}; ${score.rows}/${score.wanted} rows; ${speed(replayed)}`,
    });
  }
}

async function xio(report: Report): Promise<void> {
  const found = await xioLog();
  if (!found) return;
  const { clear, whole, yawSpanAtMagnet, replayed } = found;
  report({
    name: "xio_ngimu: difference to imufusion 1.3.3, no magnet near",
    value: clear.total,
    unit: "deg",
    target: "<= 5",
    note: `heading ${clear.heading.toFixed(2)}, ${clear.rows}/${clear.wanted} rows; ${
      speed(replayed)
    }`,
  });
  report({
    name: "xio_ngimu: inclination difference throughout",
    value: whole.inclination,
    unit: "deg",
    target: "<= 1.5",
    note: `max ${whole.inclinationMax.toFixed(2)}`,
  });
  report({
    name: "xio_ngimu: yaw's span at rest beside a magnet (imufusion: 150)",
    value: yawSpanAtMagnet,
    unit: "deg",
    target: "<= 3",
  });
}
