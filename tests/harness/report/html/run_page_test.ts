import assert from "#assert";
import { CATALOGUE } from "../../../../harness/catalogue.ts";
import { Capture } from "../../../../harness/report/capture/capture.ts";
import { runPage } from "../../../../harness/report/html/run_page.ts";
import { runScenario } from "../../../../harness/run/run.ts";
import { parseScenario } from "../../../../harness/schema/scenario.ts";

const TEXT = `
name: paged
duration_s: 4
robot: { type: differential, waypoints: [[0, 0], [2, 0], [2, 2]] }
sensors:
  imu: { type: imu, preset: bmi088, rate_hz: 100 }
  wheel: { type: wheel, preset: indoor_robot }
nodes: { fusion: { node: fusion, initial: truth } }
faults:
  silent: { type: dropout, stream: wheel, at_s: 1, for_s: 2 }
checks:
  position: { type: ate, max_m: 1e-6 }
  inside: { type: inside_sigma, max_sigma: 1e-3 }
  nees: { type: nees }
`;

async function pageOf(text: string): Promise<string> {
  const scenario = await parseScenario(text, { file: "paged.yaml", catalogue: CATALOGUE });
  const capture = new Capture();
  const result = await runScenario(scenario, { observe: capture.observe });
  const hostile = { ...result, warnings: ["<script>alert(1)</script>"] };
  const repeat = "deno task sim 'a<b.yaml'", recording = "paged_seed_1.mcap";
  return runPage({ result: hostile, capture, repeat, recording });
}

Deno.test("runPage(): all that a failed run has, in sections; text stays text", async () => {
  const html = await pageOf(TEXT);
  const sections = [...html.matchAll(/<h2>([^<]*)<\/h2>/g)].map(([, title]) => title);
  assert.deepEqual(sections, [
    ...[
      "What happened, in order",
      "Verdicts",
      "Faults",
      "The way",
      "Errors of the estimate",
      "Consistency",
      "Innovations",
    ],
    ...["Rates that changed", "Streams"],
    ...["What nodes said, when it changed", "Warnings", "Nodes at the end"],
  ]);
  assert.match(html, /<pre>deno task sim 'a&lt;b\.yaml'<\/pre>/);
  assert.match(html, /href="paged_seed_1\.mcap"/);
  assert.match(html, /silent \(dropout on [^)]*wheel[^)]*\) 1 … 3 s/);
  assert.match(html, /Red lines stand at [\d.]+ s: inside names that moment/);
  for (const part of ["error east", "error of heading", "NEES of the 12 states", "NIS of wheel"]) {
    assert.ok(html.includes(part), part);
  }
  const body = html.slice(html.indexOf("<body>"), html.lastIndexOf("<script>"));
  assert.doesNotMatch(body, /<script|NaN|undefined/);
  assert.ok(html.length < 4e5, `${html.length}`);
});

Deno.test("runPage(): a run that passes shows what was seen at its end", async () => {
  const camera = "{ type: camera, width: 16, height: 12, outputs: [image] }";
  const html = await pageOf(`
name: seen
duration_s: 1
robot: { type: free }
sensors: { camera: ${camera} }
checks: { pace: { type: rate, topic: /camera/image, min_hz: 5 } }
`);
  assert.match(html, /<b class="pass">pass<\/b> seen/);
  assert.match(html, /As of 0\.9\d* s, the pictures nearest to 1 s\./);
  const shown = [...html.matchAll(/<img alt="([^"]*)"/g)].map(([, alt]) => alt);
  assert.deepEqual(shown, ["camera_image", "camera_image_depth", "camera_image_labels"]);
  assert.doesNotMatch(html, /Red lines/);
});

Deno.test("runPage(): a run without nodes, faults or checks has a page too", async () => {
  const html = await pageOf(`
name: bare
duration_s: 1
robot: { type: free }
sensors: { imu: { type: imu } }
`);
  const sections = [...html.matchAll(/<h2>([^<]*)<\/h2>/g)].map(([, title]) => title);
  assert.deepEqual(sections, ["Streams", "Warnings"]);
  assert.match(html, /<b class="skipped">skipped<\/b> bare seed 1/);
});
