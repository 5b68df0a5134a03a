/**
 * A random warehouse or yard, and random views of it: what the detector is trained on. All is drawn
 * from streams below `training/`, which no scenario has.
 */
import type { RandomStream, RandomTree } from "../core/math/random.ts";

/** Draws with names. */
export class Dice {
  readonly #stream: RandomStream;

  /** Of a path below a tree. */
  constructor(tree: RandomTree, path: string) {
    this.#stream = tree.at(path);
  }

  /** Uniform on [low, high). */
  between(low: number, high: number): number {
    return low + (high - low) * this.#stream.uniform();
  }

  /** An integer, both ends included. */
  whole(low: number, high: number): number {
    return Math.floor(this.between(low, high + 1));
  }

  /** One of a list. */
  of<T>(list: readonly T[]): T {
    return list[this.whole(0, list.length - 1)]!;
  }

  /** True with a probability. */
  chance(probability: number): boolean {
    return this.#stream.uniform() < probability;
  }

  /** A colour, any. */
  color(): string {
    return `#${this.whole(0, 0xffffff).toString(16).padStart(6, "0")}`;
  }

  /** A colour near another one. */
  near(hex: string, spread: number): string {
    const channel = (at: number) => {
      const value = parseInt(hex.slice(at, at + 2), 16) + this.whole(-spread, spread);
      return Math.min(255, Math.max(0, value)).toString(16).padStart(2, "0");
    };
    return `#${channel(1)}${channel(3)}${channel(5)}`;
  }
}

/** Something of a scenario's `world.objects`. */
export type Thing = Record<string, unknown> & { type: string; position_m: number[] };

/** A place that is taken. */
interface Taken {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

const HALF = 11;

/** A scenario's `world`, and where the things are that a view can look at. */
export interface RandomWorld {
  readonly world: Record<string, unknown>;
  readonly targets: readonly Taken[];
  readonly taken: readonly Taken[];
}

/** Draws a world. */
export function randomWorld(tree: RandomTree): RandomWorld {
  const dice = new Dice(tree, "layout"), looks = new Dice(tree, "looks");
  const taken: Taken[] = [], targets: Taken[] = [], objects: Thing[] = [];
  const indoor = dice.chance(0.6);
  const place = (radius: number): Taken | undefined => {
    for (let attempt = 0; attempt < 30; attempt++) {
      const x = dice.between(-HALF + 1, HALF - 1), y = dice.between(-HALF + 1, HALF - 1);
      if (taken.some((o) => distance(o, { x, y }) < o.radius + radius)) continue;
      const spot = { x, y, radius };
      taken.push(spot);
      return spot;
    }
    return undefined;
  };
  if (indoor) objects.push(...walls(looks));
  furnish({ dice, looks, place, objects });
  const kinds: [number, number, (spot: Taken) => Thing[]][] = [
    [dice.whole(2, 7), 0.75, (spot) => pallets(spot, dice, looks)],
    [dice.whole(2, 8), 0.35, (spot) => [cone(spot, dice, looks)]],
    [dice.whole(2, 7), 0.4, (spot) => [barrel(spot, dice, looks)]],
    [dice.whole(1, 6), 0.4, (spot) => [person(spot, dice, looks)]],
  ];
  for (const [count, radius, make] of kinds) {
    for (let i = 0; i < count; i++) {
      const spot = place(radius);
      if (spot === undefined) continue;
      objects.push(...make(spot));
      targets.push(spot);
    }
  }
  const world = { ground: ground(looks), light: light(looks, indoor), objects };
  return { world, targets, taken };
}

/** Metres between two places. */
export function distance(a: { x: number; y: number }, b: { x: number; y: number }): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

function texture(looks: Dice, scale: number): Record<string, unknown> {
  const pattern = looks.of(["plain", "noise", "noise", "checker", "stripes", "brick"]);
  const scale_m = scale * looks.between(0.5, 2);
  return { pattern, color: looks.color(), scale_m };
}

function ground(looks: Dice): Record<string, unknown> {
  const color = looks.near(looks.of(["#808078", "#606468", "#a09888", "#586050"]), 30);
  const pattern = looks.of(["noise", "noise", "plain", "checker", "brick"]);
  const second = looks.near(color, 25);
  return { color, texture: { pattern, color: second, scale_m: looks.between(0.15, 1.5) } };
}

function light(looks: Dice, indoor: boolean): Record<string, unknown> {
  const shining = !indoor || looks.chance(0.5);
  return {
    sun: {
      azimuth_deg: looks.between(0, 360),
      elevation_deg: shining ? looks.between(12, 80) : -10,
      intensity: looks.between(0.5, 1.1),
      color: looks.near("#fff0e0", 15),
    },
    sky: {
      intensity: shining ? looks.between(0.2, 0.5) : looks.between(0.5, 0.9),
      zenith: looks.near("#6090d0", 45),
      horizon: looks.near("#c8d4e0", 30),
    },
    ground: { intensity: looks.between(0.08, 0.25) },
  };
}

function walls(looks: Dice): Thing[] {
  const color = looks.near(looks.of(["#b0b0a8", "#8890a0", "#c8c0b0", "#707478"]), 25);
  const height_m = looks.between(3, 7), pattern = looks.of(["plain", "brick", "noise", "stripes"]);
  const skin = { color, texture: { pattern, color: looks.near(color, 30), scale_m: 0.8 } };
  const corners = [[-HALF, -HALF], [HALF, -HALF], [HALF, HALF], [-HALF, HALF]];
  return corners.map((corner, i) => ({
    ...{ type: "wall", position_m: corner, to_m: corners[(i + 1) % 4]!, height_m },
    ...skin,
  }));
}

interface Site {
  readonly dice: Dice;
  readonly looks: Dice;
  readonly place: (radius: number) => Taken | undefined;
  readonly objects: Thing[];
}

/** Shelves, and things that look a little like what is sought. */
function furnish({ dice, looks, place, objects }: Site): void {
  for (let i = dice.whole(0, 4); i > 0; i--) {
    const length = dice.between(2, 5), spot = place(length / 2);
    if (spot === undefined) continue;
    objects.push({
      ...{ type: "shelf", position_m: [spot.x, spot.y], yaw_deg: 90 * dice.whole(0, 3) },
      size_m: [length, dice.between(0.7, 1.2), dice.between(1.8, 4.5)],
      ...{ levels: dice.whole(2, 4), filled: dice.between(0.2, 1) },
      ...(looks.chance(0.5) ? { color: looks.near("#3060a0", 60) } : {}),
    });
  }
  for (let i = dice.whole(2, 9); i > 0; i--) {
    const spot = place(0.6);
    if (spot === undefined) continue;
    const common = {
      position_m: [spot.x, spot.y],
      yaw_deg: dice.between(0, 360),
      color: looks.chance(0.5) ? looks.color() : looks.near("#a5825a", 40),
      ...(looks.chance(0.5) ? { texture: texture(looks, 0.3) } : {}),
    };
    const kind = dice.whole(0, 3);
    if (kind <= 1) {
      const size_m = [dice.between(0.2, 1), dice.between(0.2, 1), dice.between(0.15, 1.8)];
      objects.push({ type: "box", size_m, ...common });
    } else if (kind === 2) {
      const radius_m = dice.between(0.04, 0.2), height_m = dice.of([0.15, 0.4, 2.5, 4, 5]);
      objects.push({ type: "cylinder", radius_m, height_m, ...common });
    } else objects.push({ type: "sphere", radius_m: dice.between(0.1, 0.45), ...common });
  }
}

/** One pallet, a stack, or one with cartons on it. */
function pallets({ x, y }: Taken, dice: Dice, looks: Dice): Thing[] {
  const yaw_deg = dice.between(0, 360), things: Thing[] = [];
  const color = looks.chance(0.3) ? { color: looks.near("#b08850", 35) } : {};
  things.push({ type: "pallet", position_m: [x, y], yaw_deg, ...color });
  if (!dice.chance(0.35)) return things;
  things.push({
    ...{ type: "box", position_m: [x, y, 0.144], yaw_deg, class: "box" },
    size_m: [dice.between(0.5, 1.15), dice.between(0.4, 0.78), dice.between(0.2, 1.2)],
    color: looks.near("#a5825a", 45),
    ...(looks.chance(0.7) ? { texture: texture(looks, 0.2) } : {}),
  });
  return things;
}

function cone({ x, y }: Taken, dice: Dice, looks: Dice): Thing {
  return {
    ...{ type: "cone", position_m: [x, y], yaw_deg: dice.between(0, 360) },
    height_m: dice.chance(0.6) ? 0.75 : dice.between(0.45, 1),
    ...(looks.chance(0.15) ? { color: looks.near("#f05010", 30) } : {}),
  };
}

function barrel({ x, y }: Taken, dice: Dice, looks: Dice): Thing {
  const usual = dice.chance(0.6);
  return {
    ...{ type: "barrel", position_m: [x, y], yaw_deg: dice.between(0, 360) },
    radius_m: usual ? 0.29 : dice.between(0.24, 0.33),
    height_m: usual ? 0.88 : dice.between(0.7, 1),
    ...(looks.chance(0.3) ? { color: looks.color() } : {}),
  };
}

function person({ x, y }: Taken, dice: Dice, looks: Dice): Thing {
  return {
    ...{ type: "person", position_m: [x, y], yaw_deg: dice.between(0, 360) },
    height_m: dice.between(1.5, 1.95),
    ...(looks.chance(0.3) ? {} : { top: looks.color(), legs: looks.color() }),
  };
}
