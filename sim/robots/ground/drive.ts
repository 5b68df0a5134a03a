/**
 * What moves a ground robot: a drive follows a demand within its limits. Over one step the speed's
 * derivative goes linearly, likewise the yaw rate's (differential) or the steering angle's
 * (Ackermann), so that acceleration is continuous and jerk is bounded.
 */
import { atan, cos, sin, tan } from "../../../core/math/scalar.ts";
import type { Terrain } from "../../world/terrain.ts";
import { levelPart, type PlanarState } from "./lift.ts";
import { type ServoLimits, servoRate } from "./servo.ts";

/** What a driver asks of the drive. */
export interface Demand {
  /** m/s, negative backwards. */
  speed: number;
  /** rad/s; what a differential drive follows. */
  yawRate: number;
  /** 1/m; what an Ackermann drive follows. NaN: leave the wheels as they are. */
  curvature: number;
}

/** Limits of a drive, SI. */
export interface DriveLimits {
  readonly speed: ServoLimits;
  readonly maxSpeed: number;
  /** Differential: of the yaw rate. Ackermann: of the steering angle. */
  readonly turn: ServoLimits;
  /** Differential: rad/s. Ackermann: largest steering angle, rad. */
  readonly maxTurn: number;
}

/** A value that goes by a cubic over a step: value, rate, rate's change. */
class Servo {
  value = 0;
  rate = 0;
  change = 0;
  #next = 0;

  /** Plans the next step of `h` seconds. */
  plan(target: number, limits: ServoLimits, h: number): void {
    this.#next = servoRate(target - this.value, this.rate, limits, h);
    this.change = (this.#next - this.rate) / h;
  }

  at(t: number): number {
    return this.value + t * (this.rate + t * this.change / 2);
  }

  finish(target: number, h: number): void {
    const next = this.at(h);
    this.rate = this.#next;
    // Rounding alone is left when the servo has stopped: a robot at rest is exactly at rest.
    this.value = this.rate === 0 && Math.abs(next - target) < 1e-11 ? target : next;
  }
}

/** The planar dynamics of a differential or an Ackermann drive, step by step. */
export class Drive {
  readonly state: PlanarState;
  readonly #speed = new Servo();
  readonly #turn = new Servo();
  readonly #limits: DriveLimits;
  readonly #wheelbase: number;
  readonly #terrain: Terrain;

  /** @param wheelbase m; 0 for a differential drive */
  constructor(limits: DriveLimits, wheelbase: number, start: PlanarState, terrain: Terrain) {
    this.#limits = limits;
    this.#wheelbase = wheelbase;
    this.state = { ...start };
    this.#terrain = terrain;
  }

  /** One step of `h` seconds towards the demand. */
  step(demand: Demand, h: number): void {
    const limits = this.#limits, speed = this.#speed, turn = this.#turn;
    const wantedSpeed = clamp(demand.speed, limits.maxSpeed);
    const wantedTurn = clamp(this.#turnOf(demand), limits.maxTurn);
    speed.plan(wantedSpeed, limits.speed, h);
    turn.plan(wantedTurn, limits.turn, h);
    this.#integrate(h);
    speed.finish(wantedSpeed, h);
    turn.finish(wantedTurn, h);
    const state = this.state;
    state.speed = speed.value;
    state.acceleration = speed.rate;
    if (this.#wheelbase === 0) {
      state.yawRate = turn.value;
      state.yawAcceleration = turn.rate;
    } else {
      const slope = tan(turn.value);
      state.yawRate = speed.value * slope / this.#wheelbase;
      state.yawAcceleration = (speed.rate * slope + speed.value * (1 + slope * slope) * turn.rate) /
        this.#wheelbase;
    }
  }

  #turnOf(demand: Demand): number {
    if (this.#wheelbase === 0) return demand.yawRate;
    return Number.isNaN(demand.curvature)
      ? this.#turn.value
      : atan(demand.curvature * this.#wheelbase);
  }

  #yawRate(t: number): number {
    if (this.#wheelbase === 0) return this.#turn.at(t);
    return this.#speed.at(t) * tan(this.#turn.at(t)) / this.#wheelbase;
  }

  /** Place and yaw at the step's end: Simpson for the yaw, fourth-order Runge–Kutta for the place. */
  #integrate(h: number): void {
    const state = this.state, { x, y, yaw } = state;
    if (
      this.#speed.at(h) === 0 && this.#speed.value === 0 && this.#turn.value === 0 &&
      this.#turn.at(h) === 0
    ) return;
    const w0 = this.#yawRate(0), w1 = this.#yawRate(h / 4), w2 = this.#yawRate(h / 2);
    const w3 = this.#yawRate(3 * h / 4), w4 = this.#yawRate(h);
    const half = yaw + h / 12 * (w0 + 4 * w1 + w2);
    const full = half + h / 12 * (w2 + 4 * w3 + w4);
    this.#slope(x, y, yaw, 0);
    const ax = slope[0]!, ay = slope[1]!;
    this.#slope(x + h / 2 * ax, y + h / 2 * ay, half, h / 2);
    const bx = slope[0]!, by = slope[1]!;
    this.#slope(x + h / 2 * bx, y + h / 2 * by, half, h / 2);
    const cx = slope[0]!, cy = slope[1]!;
    this.#slope(x + h * cx, y + h * cy, full, h);
    state.x = x + h / 6 * (ax + 2 * bx + 2 * cx + slope[0]!);
    state.y = y + h / 6 * (ay + 2 * by + 2 * cy + slope[1]!);
    state.yaw = full;
  }

  /** dx/dt and dy/dt at a place, yaw and time within the step. */
  #slope(x: number, y: number, yaw: number, t: number): void {
    const c = cos(yaw), s = sin(yaw);
    const speed = this.#speed.at(t);
    const level = this.#terrain.flat ? speed : speed * levelPart(this.#terrain, x, y, c, s);
    slope[0] = level * c;
    slope[1] = level * s;
  }
}

const slope = new Float64Array(2);

function clamp(value: number, limit: number): number {
  return Math.max(-limit, Math.min(limit, value));
}
