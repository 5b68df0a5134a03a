/** Where a cloud's frame lies in the target frame, as rotation matrix and translation. */
import type { Io, StaticTransform } from "../../runtime/node.ts";

/** How long a frame may be unknown, ns. */
const PATIENCE = 1e9;

/** Target from sensor. */
export interface Mount {
  /** 3 × 3 row-major. */
  readonly rotation: readonly number[];
  /** Metres. */
  readonly translation: readonly number[];
}

const IDENTITY: Mount = { rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1], translation: [0, 0, 0] };

/** Resolves frames, each once. */
export class Mounts {
  readonly #io: Pick<Io, "now" | "tf" | "log">;
  readonly #target: string;
  readonly #required: boolean;
  readonly #known = new Map<string, Mount | "refused">();
  readonly #since = new Map<string, number>();

  constructor(
    io: Pick<Io, "now" | "tf" | "log">,
    { target, required }: { readonly target: string; readonly required: boolean },
  ) {
    this.#io = io;
    this.#target = target;
    this.#required = required;
    this.#known.set(target, IDENTITY);
    this.#known.set(`/${target}`, IDENTITY);
  }

  /** The mount of a frame; a reason, in words, where there is none (yet). */
  of(frame: string): Mount | string {
    if (this.#target === "") return IDENTITY;
    const known = this.#known.get(frame);
    if (known === "refused") return `its frame "${frame}" is refused`;
    if (known !== undefined) return known;
    const transform = this.#io.tf.static(this.#target, frame);
    if (transform !== undefined) {
      const mount = mountOf(transform);
      this.#known.set(frame, mount);
      return mount;
    }
    const now = this.#io.now(), since = this.#since.get(frame) ?? now;
    this.#since.set(frame, since);
    const lacking = `no static transform relates frame "${frame}" to "${this.#target}"`;
    if (now - since < PATIENCE) return `${lacking} yet`;
    if (this.#required) {
      this.#io.log.error(`${lacking}; its clouds are refused (require_tf)`, `frame ${frame}`);
      this.#known.set(frame, "refused");
      return `its frame "${frame}" is refused`;
    }
    this.#io.log.warn(`${lacking} within 1 s; it is taken as ${this.#target}`, `frame ${frame}`);
    this.#known.set(frame, IDENTITY);
    return IDENTITY;
  }
}

/** A static transform as matrix and translation. */
function mountOf({ rotation: [w, x, y, z], translation }: StaticTransform): Mount {
  return {
    rotation: [
      ...[1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
      ...[2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
      ...[2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
    ],
    translation,
  };
}
