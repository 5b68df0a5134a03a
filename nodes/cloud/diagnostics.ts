/** What the cloud node says of itself. */
import type { FilteredCloud } from "../../core/cloud/filter.ts";
import { statusOf } from "../../msgs/diagnostics.ts";
import type { DiagnosticStatus } from "../../msgs/types.ts";

/** Counters of the node. */
export class CloudCounts {
  /** Clouds that came. */
  received = 0;
  /** Clouds that were published. */
  published = 0;
  /** Clouds that could not be read. */
  bad = 0;
  /** Clouds in a frame that is not known (yet). */
  unknownFrame = 0;
  /** Points that were kept. */
  kept = 0;
  /** Points that were left out, by reason. */
  readonly dropped = { notFinite: 0, far: 0, dim: 0 };
  #said = 0;

  /** Adds up what became of a cloud's points. */
  add({ count, dropped }: FilteredCloud): void {
    this.published++;
    this.kept += count;
    this.dropped.notFinite += dropped.notFinite;
    this.dropped.far += dropped.far;
    this.dropped.dim += dropped.dim;
  }

  /** A status for `/diagnostics`: a warning while clouds are lost. */
  status(replaced: number): DiagnosticStatus {
    const lost = this.bad + this.unknownFrame;
    const worse = lost > this.#said;
    this.#said = lost;
    const { notFinite, far, dim } = this.dropped;
    const values: [string, number][] = [
      ["clouds received", this.received],
      ["clouds published", this.published],
      ["clouds that can't be read", this.bad],
      ["clouds of unknown frame", this.unknownFrame],
      ["clouds replaced by newer ones", replaced],
      ["points kept", this.kept],
      ["points not finite", notFinite],
      ["points too far", far],
      ["points too dim", dim],
    ];
    const message = lost === 0 ? "ok" : `${lost} clouds left out`;
    return statusOf({ level: worse ? 1 : 0, name: "cloud: points", message }, values);
  }
}
