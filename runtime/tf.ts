/** Static transforms: a tree of frames fed from `/tf_static`, asked for any two of them. */
import { compose, inverse, type Rigid, rigid } from "../core/math/se3.ts";
import type { TFMessage, TransformStamped } from "../msgs/types.ts";
import type { StaticTransform } from "./node.ts";

interface Link {
  readonly parent: string;
  readonly parentFromChild: Rigid;
}

/** Norms further from 1 than this are no rotation, as in tf2. */
const NORM_TOLERANCE = 0.01;

/** A buffer of static transforms. A frame has one parent; what was said last counts. */
export class StaticTransforms {
  readonly #links = new Map<string, Link>();
  readonly #answers = new Map<string, StaticTransform | undefined>();

  /** Takes a message of `/tf_static`; returns what is wrong with those that it refused. */
  add(message: TFMessage): string[] {
    return message.transforms.flatMap((transform) => this.#set(transform) ?? []);
  }

  /**
   * What takes coordinates in the frame `from` to the frame `to`, over any chain of transforms in
   * either direction; undefined while no chain joins them.
   *
   * @example
   * ```ts
   * import { StaticTransforms } from "./tf.ts";
   * const tf = new StaticTransforms();
   * tf.add({
   *   transforms: [{
   *     header: { stamp: { sec: 0, nanosec: 0 }, frame_id: "base_link" },
   *     child_frame_id: "imu_link",
   *     transform: { translation: { x: 0.1, y: 0, z: 0.2 }, rotation: { x: 0, y: 0, z: 0, w: 1 } },
   *   }],
   * });
   * tf.static("base_link", "imu_link")?.translation; // [0.1, 0, 0.2]
   * ```
   */
  static(to: string, from: string): StaticTransform | undefined {
    const key = `${plain(to)}\n${plain(from)}`;
    if (!this.#answers.has(key)) this.#answers.set(key, this.#find(plain(to), plain(from)));
    return this.#answers.get(key);
  }

  #set({ header, child_frame_id, transform }: TransformStamped): string | undefined {
    const { translation: t, rotation: q } = transform;
    const child = plain(child_frame_id);
    const parent = plain(header.frame_id);
    const norm = Math.sqrt(q.x * q.x + q.y * q.y + q.z * q.z + q.w * q.w);
    const name = `static transform "${parent}" → "${child}"`;
    if (child === "" || parent === "" || child === parent) return `${name}: not two frames`;
    if (!(Math.abs(norm - 1) <= NORM_TOLERANCE)) return `${name}: its quaternion has norm ${norm}`;
    if (!Number.isFinite(t.x + t.y + t.z)) return `${name}: its translation is not finite`;
    for (let up = this.#links.get(parent); up !== undefined; up = this.#links.get(up.parent)) {
      if (up.parent === child) return `${name}: closes a loop of frames`;
    }
    this.#links.set(child, {
      parent,
      parentFromChild: rigid([q.w, q.x, q.y, q.z], [t.x, t.y, t.z]),
    });
    this.#answers.clear();
    return undefined;
  }

  #find(to: string, from: string): StaticTransform | undefined {
    if (to === from) return { rotation: [1, 0, 0, 0], translation: [0, 0, 0] };
    const aboveTo = this.#ancestors(to);
    const aboveFrom = this.#ancestors(from);
    for (const [frame, commonFromFrom] of aboveFrom) {
      const commonFromTo = aboveTo.get(frame);
      if (commonFromTo === undefined) continue;
      const toFromFrom = rigid();
      inverse(toFromFrom, commonFromTo);
      compose(toFromFrom, toFromFrom, commonFromFrom);
      return frozen(toFromFrom);
    }
    return undefined;
  }

  /** A frame and all above it, each with what takes coordinates in the frame to it. */
  #ancestors(frame: string): Map<string, Rigid> {
    const above = new Map([[frame, rigid()]]);
    const passed = rigid();
    for (let link = this.#links.get(frame); link; link = this.#links.get(link.parent)) {
      compose(passed, link.parentFromChild, passed);
      above.set(link.parent, rigid(passed.rotation, passed.translation));
    }
    return above;
  }
}

/** tf2 knows no leading slash; old logs have one. */
function plain(frame: string): string {
  return frame.startsWith("/") ? frame.slice(1) : frame;
}

function frozen({ rotation: q, translation: t }: Rigid): StaticTransform {
  return { rotation: [q[0]!, q[1]!, q[2]!, q[3]!], translation: [t[0]!, t[1]!, t[2]!] };
}
