/**
 * Drives along waypoints by pure pursuit (Coulter 1992): it aims at a point `lookahead` ahead on
 * the polyline, κ = 2 sin η / lookahead. Corners over 60° are braked for and, by a robot that can,
 * turned on the spot; gentler ones are cut. It stops where a waypoint says so, and at the last.
 */
import { atan2, cos, hypot, sin } from "../../../core/math/scalar.ts";
import type { Demand, DriveLimits } from "./drive.ts";
import type { PlanarState } from "./lift.ts";
import { brake } from "./servo.ts";

/** A place to drive to; `stop` is how long to stand there, s, 0: drive on. */
export interface Waypoint {
  readonly x: number;
  readonly y: number;
  readonly speed: number;
  readonly stop: number;
}

/** How a robot drives along its waypoints. */
export interface DrivingStyle {
  readonly limits: DriveLimits;
  /** Largest yaw rate and curvature to ask for. */
  readonly maxYawRate: number;
  readonly maxCurvature: number;
  readonly maxLateralAcceleration: number;
  readonly lookahead: number;
  /** Can turn on the spot. */
  readonly turnsInPlace: boolean;
  /** After the last waypoint comes the first again, for ever. */
  readonly loop: boolean;
}

/** Corners sharper than this are not cut. */
const SHARP = 0.5; // cosine of 60°
/** A stop is reached when this near, m. */
const REACHED = 0.005;

/** A leg of the polyline: from `x, y` along `c, s` for `length`. */
interface Leg {
  x: number;
  y: number;
  c: number;
  s: number;
  length: number;
  speed: number;
  stop: number;
  /** The corner at its end is sharp. */
  sharp: boolean;
  /** The last leg of a path that doesn't loop. */
  last: boolean;
}

/** Follows waypoints from where the robot stands. */
export class WaypointDriver {
  readonly #style: DrivingStyle;
  readonly #legs: Leg[];
  readonly #again: number;
  #at = 0;
  /** Seconds still to stand; NaN while driving. */
  #dwell = NaN;

  constructor(
    start: { x: number; y: number },
    waypoints: readonly Waypoint[],
    style: DrivingStyle,
  ) {
    this.#style = style;
    const { legs, again } = legsOf(start, waypoints, style.loop);
    this.#legs = legs;
    this.#again = again;
  }

  /** Fills the demand for the step of `h` seconds that begins in `state`. */
  demand(state: PlanarState, h: number, out: Demand): void {
    out.speed = 0;
    out.yawRate = 0;
    out.curvature = NaN;
    if (this.#at >= this.#legs.length) return;
    if (!Number.isNaN(this.#dwell)) {
      this.#dwell -= h;
      if (this.#dwell > h / 2) return;
      this.#dwell = NaN;
      this.#next();
      if (this.#at >= this.#legs.length) return;
    }
    this.#passCorners(state);
    const leg = this.#legs[this.#at]!;
    const along = (state.x - leg.x) * leg.c + (state.y - leg.y) * leg.s;
    const remaining = leg.length - along;
    if (this.#stopsAtEnd(leg) && remaining < REACHED) {
      if (state.speed === 0 && state.acceleration === 0) {
        this.#dwell = leg.last ? Infinity : leg.stop;
      }
      return;
    }
    this.#aim(state, leg, along, out);
    const stop = this.#stopsAtEnd(leg) ? remaining : remaining + this.#toStopAfter();
    const { speed } = this.#style.limits;
    // Three quarters of the limit are planned for: the servo needs the rest to follow the curve.
    const braking = brake(stop, { rate: 0.75 * speed.rate, rateChange: 0.75 * speed.rateChange });
    out.speed = Math.min(out.speed, leg.speed, braking);
  }

  #next(): void {
    this.#at++;
    if (this.#at === this.#legs.length && this.#style.loop) this.#at = this.#again;
  }

  #stopsAtEnd(leg: Leg): boolean {
    return leg.stop > 0 || leg.last || (leg.sharp && this.#style.turnsInPlace);
  }

  /** Leaves legs whose end lies behind: behind the corner's bisector where it may be cut. */
  #passCorners(state: PlanarState): void {
    for (let n = 0; n < this.#legs.length; n++) {
      const leg = this.#legs[this.#at];
      if (leg === undefined || this.#stopsAtEnd(leg)) return;
      const next = this.#after(this.#at);
      const ex = state.x - leg.x - leg.length * leg.c, ey = state.y - leg.y - leg.length * leg.s;
      const bx = leg.sharp ? leg.c : leg.c + next!.c, by = leg.sharp ? leg.s : leg.s + next!.s;
      if (ex * bx + ey * by < 0) return;
      this.#next();
    }
  }

  #after(index: number): Leg | undefined {
    if (index + 1 < this.#legs.length) return this.#legs[index + 1];
    return this.#style.loop ? this.#legs[this.#again] : undefined;
  }

  /** From the end of this leg to the next stop, m, as far as braking could matter. */
  #toStopAfter(): number {
    let distance = 0;
    for (let n = this.#at + 1; n < this.#at + 16; n++) {
      const index = n < this.#legs.length ? n : this.#again + n - this.#legs.length;
      const leg = this.#legs[index];
      if (leg === undefined) return distance;
      distance += leg.length;
      if (this.#stopsAtEnd(leg)) return distance;
    }
    return Infinity;
  }

  /** Speed, yaw rate and curvature towards the point ahead. */
  #aim(state: PlanarState, leg: Leg, along: number, out: Demand): void {
    const { lookahead, limits } = this.#style;
    const reach = lookahead + 0.3 * Math.abs(state.speed);
    let ahead = Math.max(0, along) + reach, on = leg, index = this.#at;
    for (let n = 0; n < 16; n++) {
      const next = this.#after(index);
      if (ahead <= on.length || on.sharp || next === undefined || this.#stopsAtEnd(on)) break;
      ahead -= on.length;
      index = index + 1 < this.#legs.length ? index + 1 : this.#again;
      on = next;
    }
    const dx = on.x + ahead * on.c - state.x, dy = on.y + ahead * on.s - state.y;
    const c = cos(state.yaw), s = sin(state.yaw);
    const forward = dx * c + dy * s, left = dy * c - dx * s;
    const distance = hypot(dx, dy);
    const sine = left / distance, cosine = forward / distance;
    const curvature = cosine > 0 ? 2 * sine / distance : 2 * Math.sign(left) / distance;
    if (this.#style.turnsInPlace) {
      const willing = Math.max(0, Math.min(1, 2 * cosine - 1));
      const turning = brake(Math.abs(atan2(left, forward)), {
        rate: 0.5 * limits.turn.rate,
        rateChange: 0.5 * limits.turn.rateChange,
      });
      const yawRate = Math.max(
        Math.abs(curvature * state.speed),
        (1 - willing) * Math.min(turning, this.#style.maxYawRate),
      );
      out.yawRate = sine < 0 ? -yawRate : yawRate;
      out.speed = limits.maxSpeed * willing;
    } else {
      out.curvature = Math.max(
        -this.#style.maxCurvature,
        Math.min(this.#style.maxCurvature, curvature),
      );
      out.speed = limits.maxSpeed;
    }
    const bend = Math.min(Math.abs(curvature), this.#style.maxCurvature);
    out.speed = Math.min(
      out.speed,
      this.#style.maxYawRate / bend,
      Math.sqrt(this.#style.maxLateralAcceleration / bend),
    );
  }
}

/** Legs from the start through all waypoints; `again` is the leg to go on with in a loop. */
function legsOf(
  start: { x: number; y: number },
  waypoints: readonly Waypoint[],
  loop: boolean,
): { legs: Leg[]; again: number } {
  const legs: Leg[] = [];
  let { x, y } = start;
  const add = (to: Waypoint) => {
    const length = hypot(to.x - x, to.y - y);
    const previous = legs[legs.length - 1];
    if (length < 1e-6 && to.stop === 0) return;
    const c = length < 1e-6 ? previous?.c ?? 1 : (to.x - x) / length;
    const s = length < 1e-6 ? previous?.s ?? 0 : (to.y - y) / length;
    legs.push({ x, y, c, s, length, speed: to.speed, stop: to.stop, sharp: false, last: false });
    ({ x, y } = to);
  };
  waypoints.forEach(add);
  const again = legs.length;
  if (loop) waypoints.forEach(add);
  if (!loop && legs.length > 0) legs[legs.length - 1]!.last = true;
  legs.forEach((leg, n) => {
    const next = legs[n + 1] ?? (loop ? legs[again] : undefined);
    if (next !== undefined) leg.sharp = leg.c * next.c + leg.s * next.s < SHARP;
  });
  // A loop whose legs all vanish (one waypoint, reached) stands still.
  return again === legs.length && loop ? { legs: legs.slice(0, again), again } : { legs, again };
}
