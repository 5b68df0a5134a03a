/** The committed model is the one that the training report is about, and as good as it says. */
import assert from "#assert";
import { DetectionScore } from "../../core/evaluation/perception/detection.ts";
import { Inference } from "../../nodes/detection/inference.ts";
import { modelOf, OWN_CLASSES } from "../../nodes/detection/model.ts";
import { detectionParams } from "../../nodes/detection/params.ts";

const ROOT = new URL("../../", import.meta.url);
const REPORT = JSON.parse(Deno.readTextFileSync(new URL("training/report.json", ROOT)));
const SIDE = 224, WORLDS = 4, VIEWS = 6;

Deno.test("the training report names the digest of the model that comes with Dryrun", async () => {
  const bytes = Deno.readFileSync(new URL("nodes/detection/warehouse.onnx", ROOT));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  assert.equal(digest.toHex(), REPORT.sha256);
  assert.equal(bytes.length, REPORT.training.bytes);
});

/** Pictures of worlds that neither training, validation nor test saw, and their true boxes. */
async function unseen() {
  const folder = await Deno.makeTempDir();
  try {
    const asked = [folder, "40000", `${WORLDS}`, `${VIEWS}`];
    const { success, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--no-check", "-A", "training/images.ts", ...asked],
      cwd: ROOT,
    }).output();
    assert.ok(success, new TextDecoder().decode(stderr));
    const pixels = await Deno.readFile(`${folder}/images.bin`);
    const boxes = JSON.parse(await Deno.readTextFile(`${folder}/boxes.json`)) as number[][][];
    assert.equal(pixels.length, boxes.length * 3 * SIDE * SIDE);
    return { pixels, boxes };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** An rgb8 image of the planes at an offset. */
function imageAt(pixels: Uint8Array, offset: number) {
  const plane = SIDE * SIDE;
  const data = Uint8Array.from(
    { length: 3 * plane },
    (_, i) => pixels[offset + (i % 3) * plane + Math.floor(i / 3)]!,
  );
  return { width: SIDE, height: SIDE, encoding: "rgb8", step: 3 * SIDE, is_bigendian: 0, data };
}

Deno.test("on worlds that it never saw the model finds what the report says it does", async () => {
  const params = detectionParams.parse({ provider: "cpu", confidence: 0.05 });
  const say = () => {}, log = { debug: say, info: say, warn: say, error: say };
  const model = await modelOf(params, { file: () => Promise.reject(new Error("none")), log });
  const inference = new Inference(model, params), score = new DetectionScore();
  const { pixels, boxes } = await unseen();
  for (const [i, rows] of boxes.entries()) {
    const found = await inference.run(imageAt(pixels, i * 3 * SIDE * SIDE));
    const named = found.map((box) => ({ ...box, label: model.classes[box.label]! }));
    const truth = rows.map(([label, x1, y1, x2, y2, visibility]) => ({
      ...{ label: OWN_CLASSES[label!]!, judged: visibility! >= REPORT.truth.min_visibility },
      ...{ x1: x1! * SIDE, y1: y1! * SIDE, x2: x2! * SIDE, y2: y2! * SIDE },
      area: (x2! - x1!) * (y2! - y1!),
    }));
    const { min_area } = REPORT.truth;
    const judged = truth.filter((box) => box.judged && box.area >= min_area);
    score.add(named, judged, truth.filter((box) => !judged.includes(box)));
  }
  await model.onnx.close();
  assert.ok(score.total > 60, `${score.total} true boxes`);
  // So few pictures scatter by a few hundredths around the report's 720.
  const { ap50, precision, recall } = REPORT.test.all,
    sure = score.at(REPORT.calibration.threshold);
  const map = score.meanAveragePrecision();
  assert.ok(map > ap50 - 0.1, `mean average precision ${map}; reported ${ap50}`);
  assert.ok(sure.precision > precision - 0.1, `${sure.precision}; reported ${precision}`);
  assert.ok(sure.recall > recall - 0.15, `${sure.recall}; reported ${recall}`);
});
