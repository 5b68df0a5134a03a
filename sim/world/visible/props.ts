/**
 * Things of a warehouse and a yard, by their usual sizes: EUR pallet (EN 13698-1), traffic cone of
 * 0.75 m (EN 13422), 208-litre drum, person after the 50th percentile of ISO 7250.
 */
import { cos, sin } from "../../../core/math/scalar.ts";
import { frustum, type Part, standing } from "./part.ts";

const TURN: readonly (readonly [number, number])[] = Array.from({ length: 20 }, (_, i) => {
  const angle = Math.PI * i / 10;
  return [cos(angle), sin(angle)] as const;
});

const WOOD = {
  color: "#b08850",
  texture: { pattern: "noise", color: "#8a6538", scale_m: 0.07 },
} as const;
const RUBBER = { color: "#202020" };
const ORANGE = {
  color: "#f05010",
  texture: { pattern: "stripes", color: "#f4f4f4", scale_m: 0.19 },
  reflectivity: 1.5,
} as const;
const STEEL = { color: "#3060a0" };
const CARTON = {
  color: "#a5825a",
  texture: { pattern: "noise", color: "#94724a", scale_m: 0.2 },
} as const;

/** Boards, blocks and skids of a pallet of 1.2 × 0.8 × 0.144 m. */
export function pallet(): Part[] {
  const parts: Part[] = [];
  for (const y of [-0.35, 0, 0.35]) {
    const width = y === 0 ? 0.145 : 0.1;
    parts.push(standing([0, y, 0], [1.2, width, 0.022], WOOD));
    for (const x of [-0.5275, 0, 0.5275]) {
      parts.push(standing([x, y, 0.022], [0.145, width, 0.078], WOOD));
    }
  }
  for (const x of [-0.5275, 0, 0.5275]) {
    parts.push(standing([x, 0, 0.1], [0.145, 0.8, 0.022], WOOD));
  }
  for (const y of [-0.3275, -0.17, 0, 0.17, 0.3275]) {
    const width = Math.abs(y) === 0.17 ? 0.1 : 0.145;
    parts.push(standing([0, y, 0.122], [1.2, width, 0.022], WOOD));
  }
  return parts;
}

/** A traffic cone on its square foot, with bright bands. */
export function cone(height: number): Part[] {
  const foot = 0.03, wide = 0.19 * height, narrow = 0.035;
  return [
    standing([0, 0, 0], [0.54 * height, 0.54 * height, foot], RUBBER),
    {
      kind: "mesh",
      triangles: frustum(foot, height - foot, [wide, narrow], TURN),
      material: { ...ORANGE, texture: { ...ORANGE.texture, scale_m: height / 4 } },
    },
  ];
}

/** A steel drum with two hoops. */
export function barrel(radius: number, height: number): Part[] {
  const body: Part = {
    kind: "cylinder",
    at: [0, 0, height / 2],
    radius,
    height,
    material: STEEL,
  };
  const hoops = [0.01, height / 3, 2 * height / 3, height - 0.01].map((z): Part => ({
    kind: "cylinder",
    at: [0, 0, z],
    radius: radius + 0.012,
    height: 0.02,
    material: { color: "#284f84" },
  }));
  return [body, ...hoops];
}

/** Someone who stands with the arms at the sides, facing x; metres of height. */
export function person(height: number, clothes: { top: string; legs: string }): Part[] {
  const h = height / 1.75, top = { color: clothes.top }, legs = { color: clothes.legs };
  const skin = { color: "#c89878" };
  const limb = (
    at: readonly [number, number, number],
    radius: number,
    length: number,
    material: { color: string },
  ): Part => ({
    kind: "cylinder",
    at: [at[0] * h, at[1] * h, at[2] * h],
    radius: radius * h,
    height: length * h,
    material,
  });
  return [
    limb([0.02, 0.1, 0.42], 0.075, 0.84, legs),
    limb([-0.02, -0.1, 0.42], 0.075, 0.84, legs),
    standing([0.05 * h, 0.1 * h, 0], [0.26 * h, 0.1 * h, 0.08 * h], { color: "#303030" }),
    standing([0.01 * h, -0.1 * h, 0], [0.26 * h, 0.1 * h, 0.08 * h], { color: "#303030" }),
    standing([0, 0, 0.82 * h], [0.22 * h, 0.38 * h, 0.6 * h], top),
    limb([0, 0.24, 1.12], 0.05, 0.6, top),
    limb([0, -0.24, 1.12], 0.05, 0.6, top),
    { kind: "sphere", at: [0, 0.24 * h, 0.79 * h], radius: 0.05 * h, material: skin },
    { kind: "sphere", at: [0, -0.24 * h, 0.79 * h], radius: 0.05 * h, material: skin },
    limb([0, 0, 1.46], 0.06, 0.12, skin),
    { kind: "sphere", at: [0.01 * h, 0, 1.62 * h], radius: 0.12 * h, material: skin },
  ];
}

/** A number in [0, 1) that is always the same at a place of a shelf. */
function fixed(i: number, j: number): number {
  let h = Math.imul(i + 1, 0x27d4eb2d) + Math.imul(j + 1, 0x165667b1);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  return ((h ^ (h >>> 12)) >>> 0) / 0x100000000;
}

/** Racking: posts, beams and boards at each level, with cartons that leave gaps. */
export function shelf(
  size: readonly [number, number, number],
  levels: number,
  filled: number,
): Part[] {
  const [length, depth, height] = size, parts: Part[] = [];
  for (const x of [-length / 2 + 0.05, length / 2 - 0.05]) {
    for (const y of [-depth / 2 + 0.05, depth / 2 - 0.05]) {
      parts.push(standing([x, y, 0], [0.1, 0.1, height], STEEL));
    }
  }
  const gap = height / levels;
  for (let level = 0; level < levels; level++) {
    const z = 0.1 + level * gap;
    parts.push(standing([0, 0, z], [length, depth, 0.05], { color: "#c06020" }));
    const count = Math.max(1, Math.floor(length / 0.6)), pitch = length / count;
    for (let i = 0; i < count; i++) {
      if (fixed(level, i) >= filled) continue;
      const width = pitch * (0.6 + 0.3 * fixed(level + 31, i));
      const tall = (gap - 0.15) * (0.4 + 0.5 * fixed(level + 57, i));
      const x = -length / 2 + (i + 0.5) * pitch;
      parts.push(standing([x, 0, z + 0.05], [width, depth * 0.8, tall], CARTON));
    }
  }
  return parts;
}
