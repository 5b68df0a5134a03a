/**
 * Images beside OpenCV with numpy, inference beside Python's onnxruntime, and all that the detection
 * node does with an image.
 *
 *     deno task bench vision
 */
import { loadModel } from "../core/vision/onnx.ts";
import { Preprocessor } from "../core/vision/preprocess.ts";
import { Inference } from "../nodes/detection/inference.ts";
import { modelOf } from "../nodes/detection/model.ts";
import { detectionParams } from "../nodes/detection/params.ts";
import { best, type Body, MISSING, pythonPeer, timed, timedAsync } from "./peers/peer.ts";
import type { Report } from "./row.ts";

const MODEL = new URL("../nodes/detection/warehouse.onnx", import.meta.url);
const ROUNDS = 120;

/** A picture that compresses badly: what it shows does not matter here. */
function image() {
  const data = Uint8Array.from(
    { length: 640 * 480 * 3 },
    (_, i) => Math.imul(i, 2654435761) >>> 13,
  );
  return { width: 640, height: 480, encoding: "rgb8", step: 1920, data };
}

async function inference(bodies: Record<string, Body>): Promise<() => Promise<void>> {
  const bytes = await Deno.readFile(MODEL), tensor = new Float32Array(3 * 224 * 224);
  const models = await Promise.all([1, 2].map((threads) => {
    return loadModel(bytes, { provider: "cpu", threads, input: [1, 3, 224, 224] });
  }));
  models.forEach((model, i) => bodies[`onnx ${i + 1}`] = () => timedAsync(() => model.run(tensor)));
  const silent = () => {};
  const log = { debug: silent, info: silent, warn: silent, error: silent };
  const file = () => Promise.reject(new Error("no files"));
  const params = detectionParams.parse({ provider: "cpu" });
  const model = await modelOf(params, { file, log });
  const node = new Inference(model, params), picture = image();
  bodies["node"] = () => timedAsync(() => node.run(picture));
  return async () => {
    for (const one of [...models, model.onnx]) await one.close();
  };
}

/** Reports each row as it is measured: the best of interleaved rounds. */
export async function run(report: Report): Promise<void> {
  const path = await Deno.makeTempFile(), picture = image();
  await Deno.writeFile(path, picture.data);
  const python = await pythonPeer("vision.py", [path, MODEL.pathname]);
  const makers = {
    fixed: new Preprocessor(),
    float: new Preprocessor({ resize: "float" }),
    twin: new Preprocessor({ twinOnly: true }),
  };
  const bodies: Record<string, Body> = {};
  for (const [name, maker] of Object.entries(makers)) {
    bodies[name] = () => timed(() => maker.run(picture), name === "twin" ? 1 : 3);
  }
  const close = await inference(bodies);
  const works = ["cv2", "cv2_tuned", "onnx_1", "onnx_2"];
  for (const work of works) if (python?.works.has(work)) bodies[work] = python.round(work);
  const found = await best(bodies, ROUNDS);
  const row = (name: string, ours: string, work: string, peer: string, target?: string) => {
    const value = found[ours]! / 1e6, theirs = found[work];
    if (theirs === undefined) return report({ name, value, unit: "ms", note: MISSING });
    report({ name, value, unit: "ms", peer, peerValue: theirs / 1e6 });
    if (target === undefined) return;
    const ratio = { value: found[ours]! / theirs, unit: "×", target };
    report({ name: `  … of ${peer}'s time`, ...ratio });
  };
  const title = "640 × 480 to 224 × 224, normalised, channels first";
  row(`${title}, OpenCV's bytes`, "fixed", "cv2", "OpenCV + numpy", "< 1");
  row(`${title}, OpenCV's bytes`, "fixed", "cv2_tuned", "the same, tuned", "< 1");
  row(`${title}, float32`, "float", "cv2", "OpenCV + numpy", "< 1");
  row(`${title}, TypeScript`, "twin", "cv2", "OpenCV + numpy");
  row("inference, 1 thread", "onnx 1", "onnx_1", "Python's onnxruntime", "<= 1.1");
  row("inference, 2 threads", "onnx 2", "onnx_2", "Python's onnxruntime", "<= 1.1");
  report({ name: "an image through the detection node", value: found["node"]! / 1e6, unit: "ms" });
  await python?.close();
  await close();
  await Deno.remove(path);
}
