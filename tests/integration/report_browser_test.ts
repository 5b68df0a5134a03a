/** Reports in a real browser: opened from a folder, with no network, and nothing to complain of. */
import assert from "#assert";
import { hasChromium, type Page, withBrowser } from "./browser.ts";
import { dryrun, refusal } from "./cli/command.ts";

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
`;

const PAGE = "seen_seed_3.html";

async function withReport(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/seen.yaml`, SCENARIO);
    const ran = await dryrun("sim", ["seen.yaml", "--seed", "3", "--report", "out"], { folder });
    assert.equal(ran.code, 1, ran.stderr);
    await use(`${folder}/out`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Charts become live as they are about to be seen. */
const FIRST_CHART = `document.querySelector("svg[data-plot]").scrollIntoView() ?? null`;

/** The middle of the n-th live chart's plotting area, scrolled into view, and its width. */
async function placeOf(page: Page, n: number): Promise<{ x: number; y: number; width: number }> {
  const over = `document.querySelectorAll(".plot .u-over")[${n}]`;
  await page.evaluate(`${over}.scrollIntoView({ block: "center" }) ?? null`);
  const [left, top, width, height] = await page.evaluate<[number, number, number, number]>(
    `(({ left, top, width, height }) => [left, top, width, height])(` +
      `${over}.getBoundingClientRect())`,
  );
  return { x: left + width / 2, y: top + height / 2, width };
}

const ranges = (page: Page) =>
  page.evaluate<[number, number][]>(
    `[...document.querySelectorAll(".plot")].map(({ dataset }) => ` +
      `[Number(dataset.from), Number(dataset.to)])`,
  );

Deno.test({
  name: "a report in Chromium: whole, charts that are live together, nothing on its console",
  ignore: !await hasChromium(),
  fn: () =>
    withReport((out) =>
      withBrowser(async (open) => {
        const names = [...Deno.readDirSync(out)].map(({ name }) => name).sort();
        assert.deepEqual(names, [
          ...["camera_image.png", "camera_image_depth.png", "camera_image_labels.png"],
          ...["index.html", PAGE, "seen_seed_3.mcap"],
        ]);
        assert.ok((await Deno.stat(`${out}/${PAGE}`)).size < 2e6);
        const page = await open(`${out}/${PAGE}`);
        const titles = await page.evaluate<string[]>(
          `[...document.querySelectorAll("h2")].map((title) => title.textContent)`,
        );
        const wanted = ["Verdicts", "Faults", "What was seen", "The way", "Errors of the estimate"];
        for (const title of [...wanted, "Consistency", "Innovations", "Rates that changed"]) {
          assert.ok(titles.includes(title), title);
        }
        const text = await page.evaluate<string>("document.body.innerText");
        assert.match(text, /deno task sim seen\.yaml --seed 3/);

        await page.evaluate(FIRST_CHART);
        await page.until(`document.querySelectorAll(".plot").length >= 2`);
        const middle = await placeOf(page, 0);
        const times = `[...document.querySelectorAll(".plot .u-legend tr:first-child td")]` +
          `.map((cell) => cell.textContent)`;
        const cursors = `[...document.querySelectorAll(".plot .u-cursor-x")]` +
          `.map(({ style }) => style.transform)`;
        // Charts may still become live meanwhile: the mouse goes on until all have heard of it.
        await page.until(
          `${times}.every((said) => / s$/.test(said)) && new Set(${cursors}).size === 1`,
          (turn) => page.mouse("Moved", middle.x + turn % 2, middle.y),
        );
        // A value that is nearest may be far, as where wheels were silent; the cursor is not.
        const [moment] = await page.evaluate<string[]>(times);
        assert.ok(Math.abs(parseFloat(moment!) - 2) < 0.1, moment);
        assert.notEqual(
          await page.evaluate(`document.querySelector("svg.time .cursor").getAttribute("d")`),
          "",
          "the faults' chart shows the same moment",
        );

        await page.mouse("Pressed", middle.x, middle.y);
        await page.mouse("Moved", middle.x + middle.width / 8, middle.y);
        await page.mouse("Moved", middle.x + middle.width / 4, middle.y);
        await page.mouse("Released", middle.x + middle.width / 4, middle.y);
        await page.until(`Number(document.querySelector(".plot").dataset.from) > 1.5`);
        for (const [from, to] of await ranges(page)) {
          assert.ok(Math.abs(from - 2) < 0.1 && Math.abs(to - 3) < 0.1, `${from} ${to}`);
        }
        const last = `[...document.querySelectorAll("svg[data-plot]")].at(-1)`;
        await page.evaluate(`${last}.scrollIntoView() ?? null`);
        await page.until(`${last}.style.display === "none"`);
        for (const [from, to] of await ranges(page)) {
          assert.ok(Math.abs(from - 2) < 0.1 && Math.abs(to - 3) < 0.1, "made later, zoomed alike");
        }
        const again = await placeOf(page, 0);
        for (const count of [1, 2]) {
          await page.mouse("Pressed", again.x, again.y, count);
          await page.mouse("Released", again.x, again.y, count);
        }
        await page.until(`Number(document.querySelector(".plot").dataset.from) === 0`);
        for (const range of await ranges(page)) assert.deepEqual(range, [0, 4]);
        assert.deepEqual(page.console, []);
      })
    ),
});

Deno.test({
  name: "a report in Chromium: the same without scripts, in the dark, and its index",
  ignore: !await hasChromium(),
  fn: () =>
    withReport((out) =>
      withBrowser(async (open) => {
        const plain = await open(`${out}/${PAGE}`, { scripts: false });
        const { root } = await plain.send("DOM.getDocument") as { root: { nodeId: number } };
        const all = async (selector: string) => {
          const found = await plain.send("DOM.querySelectorAll", { nodeId: root.nodeId, selector });
          return (found.nodeIds as number[]).length;
        };
        assert.equal(await all(".plot"), 0);
        const charts = await all("svg[data-plot]");
        assert.ok(charts > 8, `${charts}`);
        assert.equal(await all('svg[style*="display"]'), 0, "all charts are still there");
        assert.deepEqual(plain.console, []);

        const dark = await open(`${out}/${PAGE}`, { dark: true });
        const paper = await dark.evaluate<string>(
          "getComputedStyle(document.body).backgroundColor",
        );
        assert.equal(paper, "rgb(13, 17, 23)");
        await dark.evaluate(FIRST_CHART);
        await dark.until(`document.querySelectorAll(".plot").length > 0`);
        assert.deepEqual(dark.console, []);

        const index = await open(`${out}/index.html`);
        const links = `[...document.links].map((link) => link.getAttribute("href"))`;
        assert.deepEqual(await index.evaluate(links), [PAGE, "seen_seed_3.mcap"]);
        assert.deepEqual(index.console, []);

        const html = await Deno.readTextFile(`${out}/${PAGE}`);
        const bad = `<script>nothing()</script><img src="https://example.org/x"></body>`;
        await Deno.writeTextFile(`${out}/${PAGE}`, html.replace("</body>", bad));
        const broken = await open(`${out}/${PAGE}`);
        await broken.until("document.readyState === 'complete'");
        const said = broken.console.join("\n");
        assert.match(said, /nothing is not defined/, "an error would be heard");
        assert.match(said, /Content Security Policy/, "and what is refused");
      })
    ),
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

Deno.test("sim --report: a run that breaks has its page, and ends as without it", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const body = `await new Promise(() => setTimeout(() => {}, 60_000))`;
    await Deno.writeTextFile(
      `${folder}/own.ts`,
      `import { z } from "${import.meta.resolve("zod")}";
export default {
  name: "own", params: z.object({}), groups: { default: "exclusive" }, outputs: {},
  inputs: { imu: { topic: "imu/data", type: "sensor_msgs/msg/Imu",
    qos: { reliability: "best_effort", durability: "volatile", depth: 10 } } },
  create: (_params, io) => ({ async imu() { if (io.now() > 1e9) ${body}; } }),
};`,
    );
    const own = SCENARIO.replace("nodes: {", "nodes: { own: { node: ./own.ts },")
      .replace("name: seen", "name: stuck");
    await Deno.writeTextFile(`${folder}/stuck.yaml`, own);
    const ran = await dryrun("sim", ["stuck.yaml", "--seed", "3", "--report", "out"], { folder });
    assert.equal(ran.code, 3, ran.stdout);
    assert.match(ran.stderr, /own: input imu is stuck at 1\.0\d+ s/);
    const html = await Deno.readTextFile(`${folder}/out/stuck_seed_3.html`);
    assert.match(html, /<b class="error">error<\/b> stuck seed 3/);
    assert.match(html, /input imu is stuck at 1\.0/);
    assert.match(html, /<h2>The way<\/h2>/);
    const index = await Deno.readTextFile(`${folder}/out/index.html`);
    assert.match(index, /href="stuck_seed_3\.html"/);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
