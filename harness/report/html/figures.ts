/** What cameras and lidars saw at a moment, as pictures within a page. */
import { encodeJpeg, encodePng } from "../../../core/vision/picture.ts";
import type { Canvas } from "../canvas.ts";
import type { Capture } from "../capture/capture.ts";
import { numberText } from "./axes.ts";
import type { Moment } from "./moment.ts";
import { escape } from "./page.ts";

/** Bytes of all pictures of a page as base64: the rest of it needs less than half a megabyte. */
const BYTES_MAX = 1.4e6;
/** Wider pictures are made smaller. */
const WIDTH_MAX = 640;
const QUALITY = 80;

/** Figures of the moment that is nearest to one; empty where nothing was seen. */
export function figures(capture: Pick<Capture, "near">, { at_s }: Pick<Moment, "at_s">): string {
  const snapshot = capture.near(at_s);
  if (snapshot === undefined) return "";
  const left: string[] = [];
  let bytes = 0;
  const drawn = snapshot.pictures.drawn();
  const shown = drawn.flatMap(({ name, canvas }) => {
    const url = dataUrl(reduced(canvas));
    if (bytes + url.length > BYTES_MAX) {
      left.push(name);
      return [];
    }
    bytes += url.length;
    return [
      `<figure><img alt="${escape(name)}" src="${url}"><figcaption>${
        escape(name)
      }</figcaption></figure>`,
    ];
  });
  if (shown.length + left.length === 0) return "";
  const missing = left.length === 0
    ? ""
    : ` Left out, the page would grow too large: ${escape(left.join(", "))}.`;
  const truth = drawn.some(({ isTruth }) => isTruth)
    ? " Depth and labels of an image are the simulator's truth of its capture, unpublished."
    : "";
  return `<p class="dim">As of ${numberText(snapshot.at_s)} s, the pictures nearest to ${
    numberText(at_s)
  } s. Boxes: green true, yellow found.${truth}${missing}</p>\n${shown.join("\n")}`;
}

/** Every n-th pixel of every n-th row, so that it is no wider than a page shows. */
export function reduced(canvas: Canvas): Canvas {
  const step = Math.ceil(canvas.width / WIDTH_MAX);
  if (step <= 1) return canvas;
  const width = Math.floor(canvas.width / step), height = Math.floor(canvas.height / step);
  const data = new Uint8Array(3 * width * height);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const from = 3 * (row * step * canvas.width + column * step);
      data.set(canvas.data.subarray(from, from + 3), 3 * (row * width + column));
    }
  }
  return { width, height, data };
}

/** Whichever is smaller: PNG for plain colours, JPEG for what a camera sees. */
function dataUrl({ width, height, data }: Canvas): string {
  const picture = { width, height, channels: 3, data } as const;
  const png = encodePng(picture), jpeg = encodeJpeg(picture, QUALITY);
  const [kind, bytes] = png.length <= jpeg.length ? ["png", png] as const : ["jpeg", jpeg] as const;
  return `data:image/${kind};base64,${bytes.toBase64()}`;
}
