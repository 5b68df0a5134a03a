/**
 * What a report shows of a camera, as its user has it: depth and labels are those that the camera
 * would have published, and a run publishes no more for them.
 */
import assert from "#assert";
import { decode } from "fast-png";
import { dryrun } from "./cli/command.ts";

const SCENARIO = `name: looked
duration_s: 2
world:
  ground: { color: "#707070" }
  objects:
    - { type: cone, position_m: [3, 0.3] }
    - { type: person, path: { points_m: [[4, -2], [4, 2]], speed_m_s: 1 } }
robot: { type: differential, waypoints: [[0, 0], [2, 0]] }
sensors:
  wheel: { type: wheel }
  front: { type: camera, preset: vga, rate_hz: 10, width: 96, height: 72, position_m: [0, 0, 0.8], outputs: [image] }
  rear:
    type: camera
    rate_hz: 5
    width: 64
    height: 48
    line_time_us: 200
    rotation_deg: [0, 0, 30]
    position_m: [0, 0, 1]
    outputs: [image]
faults:
  late: { type: delay, stream: front, at_s: 1, for_s: 0.5, by_ms: 30 }
  sun: { type: glare, at_s: 1.2 }
checks:
  numbers: { type: finite, topics: [/wheel/odom] }
`;

/** With this it fails, and says when. */
const BREAKS = "faults:\n  broken: { type: nan, stream: /wheel/odom, at_s: 1.45 }";

const PORTS = "[image, depth, labels]";

async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/looked.yaml`, SCENARIO);
    const published = SCENARIO.replaceAll("[image]", PORTS);
    await Deno.writeTextFile(`${folder}/published.yaml`, published);
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const listed = (folder: string) => [...Deno.readDirSync(folder)].map(({ name }) => name).sort();

const pictures = (html: string) => [...html.matchAll(/<img alt="([^"]*)"/g)].map(([, alt]) => alt!);

Deno.test("sim --report: depth and labels of every camera, as it would have published them", () =>
  inFolder(async (folder) => {
    const sim = async (...args: string[]) => {
      const { code, stdout, stderr } = await dryrun("sim", [...args, "--json"], { folder });
      assert.equal(code, 0, stderr);
      return JSON.parse(stdout);
    };
    const plain = await sim("looked.yaml");
    const shown = await sim("looked.yaml", "--report", "out");
    const full = await sim("published.yaml", "--report", "full");
    assert.equal(shown.digest, plain.digest);
    assert.deepEqual(shown.topics, plain.topics);
    for (const camera of ["front", "rear"]) {
      assert.equal(full.topics[`/${camera}/image`].digest, plain.topics[`/${camera}/image`].digest);
      for (const port of ["depth", "labels"]) {
        const made = decode(await Deno.readFile(`${folder}/out/${camera}_image_${port}.png`));
        const wanted = decode(await Deno.readFile(`${folder}/full/${camera}_${port}.png`));
        assert.deepEqual(made, wanted, `${camera} ${port}`);
        assert.ok(new Set(made.data).size > 3, "there is something in it");
        assert.ok(!listed(`${folder}/full`).includes(`${camera}_image_${port}.png`));
      }
    }
  }));

Deno.test("scenarios --report: the page of a seed that fails shows them, at the moment of failure", () =>
  inFolder(async (folder) => {
    for (const file of ["looked", "published"]) {
      const text = await Deno.readTextFile(`${folder}/${file}.yaml`);
      await Deno.writeTextFile(`${folder}/${file}.yaml`, text.replace("faults:", BREAKS));
      const { code } = await dryrun("scenarios", [
        ...[`${folder}/${file}.yaml`, "--seeds", "1..2", "--jobs", "1", "--report", file],
      ], { folder });
      assert.equal(code, 1);
    }
    const read = (path: string) => Deno.readTextFile(`${folder}/${path}`);
    const html = await read("looked/looked_seed_2.html");
    const shown = pictures(html);
    const ports = ["image", "image_depth", "image_labels"];
    assert.deepEqual(shown, ["front", "rear"].flatMap((name) => ports.map((p) => `${name}_${p}`)));
    assert.match(html, /Red lines stand at 1\.\d+ s: numbers names that moment/);
    assert.match(html, /the simulator's truth of its capture/);
    const full = await read("published/looked_seed_2.html");
    const source = (page: string, alt: string) =>
      new RegExp(`alt="${alt}" src="([^"]*)"`).exec(page)?.[1];
    for (const camera of ["front", "rear"]) {
      for (const port of ["depth", "labels"]) {
        const made = source(html, `${camera}_image_${port}`);
        assert.ok(made !== undefined && made.length > 200);
        assert.equal(made, source(full, `${camera}_${port}`));
      }
    }
    assert.doesNotMatch(full, /the simulator's truth/);
  }));
