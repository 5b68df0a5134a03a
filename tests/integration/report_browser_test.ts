/** Reports in a real browser: opened from a folder, with no network, and nothing to complain of. */
import assert from "#assert";
import { dryrun, refusal } from "./cli/command.ts";

const CHROMIUM = "/usr/bin/chromium";

async function hasChromium(): Promise<boolean> {
  return await Deno.stat(CHROMIUM).then(() => true, () => false);
}

/** A run that fails, with a camera, a fault and a filter that shows its state. */
const SCENARIO = `name: seen
duration_s: 4
world: { objects: [{ type: cone, position_m: [3, 0] }] }
robot: { type: differential, waypoints: [[0, 0], [2, 0], [2, 2]] }
sensors:
  imu: { type: imu, preset: bmi088, rate_hz: 100 }
  wheel: { type: wheel, preset: indoor_robot }
  camera: { type: camera, rate_hz: 5, width: 320, height: 240, outputs: [image] }
nodes: { fusion: { node: fusion, initial: truth } }
faults:
  silent: { type: dropout, stream: wheel, at_s: 1, for_s: 2 }
checks:
  position: { type: ate, max_m: 0.000001 }
  nees: { type: nees }
`;

interface Opened {
  /** The page after its script ran. */
  readonly dom: string;
  /** What it said on the console, refused requests among it. */
  readonly console: readonly string[];
}

async function open(path: string): Promise<Opened> {
  const profile = await Deno.makeTempDir();
  try {
    const { stdout, stderr } = await new Deno.Command(CHROMIUM, {
      args: [
        ...["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"],
        ...[`--user-data-dir=${profile}`, "--enable-logging=stderr", "--dump-dom"],
        `file://${path}`,
      ],
      ...{ stdin: "null", stdout: "piped", stderr: "piped" },
    }).output();
    const text = new TextDecoder(), said = text.decode(stderr).split("\n");
    return { dom: text.decode(stdout), console: said.filter((line) => line.includes("CONSOLE")) };
  } finally {
    await Deno.remove(profile, { recursive: true });
  }
}

Deno.test({
  name: "sim --report: pages open in Chromium, whole, with nothing on its console",
  ignore: !await hasChromium(),
  async fn() {
    const folder = await Deno.makeTempDir();
    try {
      await Deno.writeTextFile(`${folder}/seen.yaml`, SCENARIO);
      const ran = await dryrun("sim", ["seen.yaml", "--seed", "3", "--report", "out"], { folder });
      assert.equal(ran.code, 1, ran.stderr);
      const names = [...Deno.readDirSync(`${folder}/out`)].map(({ name }) => name).sort();
      assert.deepEqual(names, [
        ...["camera_image.png", "index.html", "seen_seed_3.html", "seen_seed_3.mcap"],
      ]);
      const path = `${folder}/out/seen_seed_3.html`;
      assert.ok((await Deno.stat(path)).size < 2e6);
      const run = await open(path);
      assert.deepEqual(run.console, []);
      assert.match(run.dom, /class="cursor"/, "its script ran");
      assert.match(run.dom, /deno task sim seen\.yaml --seed 3/);
      for (const title of ["Verdicts", "Faults", "What was seen", "The way", "Consistency"]) {
        assert.ok(run.dom.includes(`<h2>${title}</h2>`), title);
      }
      const index = await open(`${folder}/out/index.html`);
      assert.deepEqual(index.console, []);
      assert.match(index.dom, /href="seen_seed_3\.html"/);

      const html = await Deno.readTextFile(path);
      await Deno.writeTextFile(path, html.replace("</body>", "<script>nothing()</script></body>"));
      const broken = await open(path);
      assert.match(broken.console.join("\n"), /nothing is not defined/, "an error would be heard");
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

Deno.test("sim --report: where it would write nothing it says so, and makes no folder", async () => {
  const folder = await Deno.makeTempDir();
  try {
    for (const mode of [["--until-fail"], ["--break-at", "1"]]) {
      const ran = await dryrun("sim", ["standstill", ...mode, "--report", "out"], { folder });
      assert.equal(refusal(ran), `--report: not together with ${mode[0]}`);
    }
    assert.deepEqual([...Deno.readDirSync(folder)], []);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
