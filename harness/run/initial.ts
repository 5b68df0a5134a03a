/**
 * Where a node's filter starts: at the truth, or at a draw around it from the standard deviations
 * that the node itself assumes, so that its first error fits its first covariance.
 */
import { fromRotationVector, multiply } from "../../core/math/quaternion.ts";
import type { RandomTree } from "../../core/math/random.ts";
import type { RawParams } from "../../runtime/params.ts";
import type { Truth } from "../../sim/contract.ts";
import { InputError } from "../errors.ts";

/** How a node starts. */
export type Initial = "none" | "truth" | "drawn";

/** The parameters with the start filled in. */
export interface InitialOptions {
  readonly truth: Truth;
  /** For the deviations: the parameters with defaults. */
  readonly parsed: Readonly<Record<string, unknown>>;
  /** Streams of the node. */
  readonly random: RandomTree;
  /** Names the node in errors. */
  readonly name: string;
}

/**
 * Parameters `initial_position` (world, m), `initial_orientation` (x y z w, world from body) and
 * `initial_velocity` (world, m/s) at the start of the run, and `initial_time` (s since the run's
 * epoch) for a node that has it. Drawn ones differ from truth by deviations `initial_position_sd`,
 * `initial_orientation_sd` (body, rad) and `initial_velocity_sd`.
 *
 * @throws {InputError} a draw without one of these deviations
 */
export function initialParameters(
  initial: Initial,
  given: RawParams,
  { truth, parsed, random, name }: InitialOptions,
): RawParams {
  if (initial === "none") return given;
  const state = {
    position: new Float64Array(3),
    orientation: new Float64Array(4),
    velocity: new Float64Array(3),
    acceleration: new Float64Array(3),
    angularVelocity: new Float64Array(3),
    angularAcceleration: new Float64Array(3),
  };
  truth.at(0, state);
  const draw = (what: string) => {
    const sd = parsed[`initial_${what}_sd`];
    const three = typeof sd === "number" ? [sd, sd, sd] : sd;
    if (!Array.isArray(three) || three.length !== 3) {
      throw new InputError(`nodes.${name}: initial: drawn needs params.initial_${what}_sd`);
    }
    const stream = random.at(`initial/${what}`);
    return three.map((deviation: number) => deviation * stream.gaussian());
  };
  const { position, orientation, velocity } = state;
  if (initial === "drawn") {
    draw("position").forEach((error, i) => position[i]! += error);
    draw("velocity").forEach((error, i) => velocity[i]! += error);
    const turn = new Float64Array(4);
    fromRotationVector(turn, draw("orientation"));
    multiply(orientation, Float64Array.from(orientation), turn);
  }
  const [w, x, y, z] = orientation;
  return {
    ...given,
    ..."initial_time" in parsed && { initial_time: 0 },
    initial_position: [...position],
    initial_orientation: [x, y, z, w],
    initial_velocity: [...velocity],
  };
}
