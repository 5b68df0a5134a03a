/** Where a sensor sits: its frame's static transform to base_link, or base_link after 1 s. */
import { multiply, rotate } from "../../core/math/quaternion.ts";
import type { Io, StaticTransform } from "../../runtime/node.ts";
import type { FusionParams } from "./params.ts";

/** How long a frame may be unknown, ns. */
const PATIENCE = 1e9;

const IDENTITY: StaticTransform = { rotation: [1, 0, 0, 0], translation: [0, 0, 0] };

/** A mount; "wait": not known yet; "refused": it never was and `require_tf` is on. */
export type Mount = StaticTransform | "wait" | "refused";

/** Resolves frames, each once. */
export class Frames {
  readonly #io: Io;
  readonly #base: string;
  /** Refuse a frame that nothing relates. */
  requireTf: boolean;
  readonly #known = new Map<string, Mount>();
  readonly #since = new Map<string, number>();

  constructor(io: Io, params: FusionParams) {
    this.#io = io;
    this.#base = params.base_frame;
    this.requireTf = params.require_tf;
    this.#known.set("", IDENTITY);
    this.#known.set(this.#base, IDENTITY);
    this.#known.set(`/${this.#base}`, IDENTITY);
  }

  /** The mount of `frame`, in which `topic` speaks. */
  of(frame: string, topic: string): Mount {
    const known = this.#known.get(frame);
    if (known !== undefined) return known;
    const io = this.#io;
    let mount: Mount | undefined = io.tf.static(this.#base, frame);
    if (mount === undefined) {
      const since = this.#since.get(frame) ?? io.now();
      this.#since.set(frame, since);
      if (io.now() - since < PATIENCE) return "wait";
      mount = this.#unrelated(frame, topic);
      // It may still come: a robot's description can be late.
      if (mount === "refused") return mount;
    }
    this.#known.set(frame, mount);
    return mount;
  }

  #unrelated(frame: string, topic: string): StaticTransform | "refused" {
    const lacking = `${topic}: no static transform relates frame "${frame}" to "${this.#base}"`;
    if (this.requireTf) {
      this.#io.log.error(`${lacking}; its messages are refused (require_tf)`, `refused ${frame}`);
      return "refused";
    }
    this.#io.log.warn(`${lacking} within 1 s; it is taken as ${this.#base}`, `frame ${frame}`);
    return IDENTITY;
  }
}

const q = new Float64Array(4);

/** out (3 from `at`) = the vector (x, y, z) of the sensor's frame in base_link. */
export function toBase(
  out: Float64Array,
  at: number,
  mount: StaticTransform,
  v: { x: number; y: number; z: number },
): void {
  out[at] = v.x;
  out[at + 1] = v.y;
  out[at + 2] = v.z;
  if (mount === IDENTITY) return;
  const part = out.subarray(at, at + 3);
  rotate(part, mount.rotation, part);
}

/** out (4 from `at`, w x y z) = world from base, given world from sensor. */
export function orientationToBase(out: Float64Array, at: number, mount: StaticTransform): void {
  if (mount === IDENTITY) return;
  const [w, x, y, z] = mount.rotation;
  q[0] = w;
  q[1] = -x;
  q[2] = -y;
  q[3] = -z;
  const part = out.subarray(at, at + 4);
  multiply(part, part, q);
}
