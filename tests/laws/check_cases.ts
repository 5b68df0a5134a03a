/** For every check: a configuration, lies that it must catch, and what it can't see, with reason. */
import { SECOND } from "../../msgs/time.ts";
import type { Lie } from "./check_witness.ts";

/** One check in the law suite. */
export interface Case {
  readonly config: Record<string, unknown>;
  /** Lies that must fail. */
  readonly catches: readonly Lie[];
  /** It compares with truth, so that a run without truth skips it. */
  readonly needsTruth: boolean;
  /** Laws that don't hold for it, and why. */
  readonly exempt?: Readonly<Partial<Record<"nan" | "empty" | "type", string>>>;
  /** Over seeds: lies that `across` must fail. */
  readonly catchesAcross?: readonly Lie[];
}

const CONTENT = "it judges times and numbers of messages, not what is in them";

/** The table; the suite fails where a check of CHECKS is not in it. */
export const CASES: Readonly<Record<string, readonly Case[]>> = {
  ate: [
    {
      config: { max_m: 0.2 },
      catches: [{ drift: 0.1 }, { turned: 3, drift: 1 }],
      needsTruth: true,
    },
    { config: { max_deg: 1 }, catches: [{ turned: 0.05 }], needsTruth: true },
    { config: { max_m: 0.1, align: "se3" }, catches: [{ drift: 0.2 }], needsTruth: true },
    {
      config: { max_m: 0.2, reference: "/ground_truth/odom" },
      catches: [{ drift: 0.1 }],
      needsTruth: false,
    },
  ],
  clusters: [
    {
      config: { min: 0.95 },
      catches: [{ drift: 0.2 }, { jump: 0.5 }, { silentAfter: 5 * SECOND }],
      needsTruth: false,
    },
    {
      config: { min: 0.95, measure: "precision" },
      catches: [{ drift: 0.2 }, { silentAfter: 0 }],
      needsTruth: false,
    },
  ],
  deadline: [
    {
      config: { deadline_ms: 25 },
      catches: [{ silentAfter: 9 * SECOND }, { silentAfter: 0 }],
      needsTruth: false,
      exempt: { nan: CONTENT, type: "it times messages of any type" },
    },
  ],
  detections: [
    {
      config: { min: 0.9 },
      catches: [{ drift: 0.2 }, { jump: 1 }, { silentAfter: 5 * SECOND }],
      needsTruth: false,
    },
    {
      config: { min: 0.95, measure: "precision" },
      catches: [{ drift: 0.2 }, { silentAfter: 0 }],
      needsTruth: false,
    },
    {
      config: { min: 0.95, measure: "recall" },
      catches: [{ drift: 0.2 }, { silentAfter: 5 * SECOND }],
      needsTruth: false,
    },
  ],
  diagnostics: [
    {
      config: { status: "mag", key: "rejected", min: 1 },
      catches: [{ hidesRejections: true }, { silentAfter: 0 }],
      needsTruth: false,
    },
    {
      config: { status: "mag", key: "mode", equals: "aided" },
      catches: [{ silentAfter: 0 }],
      needsTruth: false,
      exempt: { nan: "it compares a text" },
    },
  ],
  final_pose: [
    { config: { max_m: 0.2 }, catches: [{ drift: 0.1 }, { jump: 1 }], needsTruth: true },
    { config: { max_deg: 1 }, catches: [{ turned: 0.05 }], needsTruth: true },
    {
      config: { position: [2.98622, 3.28717, 0.5], max_m: 0.2 },
      catches: [{ drift: 0.1 }],
      needsTruth: false,
    },
  ],
  finite: [{
    config: {},
    catches: [{ notFinite: true }],
    needsTruth: false,
    exempt: { type: "it reads the numbers of any type" },
  }],
  heading_error: [{ config: { max_deg: 2 }, catches: [{ turned: 0.05 }], needsTruth: true }],
  inside_sigma: [
    { config: { max_sigma: 5 }, catches: [{ drift: 0.5 }], needsTruth: true },
    { config: { part: "heading" }, catches: [{ turned: 0.05 }], needsTruth: true },
  ],
  latency: [
    {
      config: { max_ms: 50 },
      catches: [{ delayMs: 100 }],
      needsTruth: false,
      exempt: { nan: CONTENT },
    },
  ],
  message_count: [
    {
      config: { topic: "/odom", min: 490 },
      catches: [{ silentAfter: 5 * SECOND }],
      needsTruth: false,
      exempt: { nan: CONTENT, type: "it counts messages of any type" },
    },
  ],
  mode: [
    {
      config: { becomes: "degraded", fault: "gap", within_s: 0.2, holds_s: 2 },
      catches: [{ mode: "stuck" }, { mode: "late" }, { mode: "flaps" }, { silentAfter: 0 }],
      needsTruth: false,
      exempt: { nan: "it compares a text" },
    },
    {
      config: {
        ...{ becomes: "nominal", fault: "gap", at: "end", not_before_s: 1.5, within_s: 2.5 },
        holds_s: 4,
      },
      catches: [{ mode: "stuck" }, { mode: "flaps" }, { silentAfter: 4 * SECOND }],
      needsTruth: false,
      exempt: { nan: "it compares a text" },
    },
  ],
  nees: [
    {
      config: {},
      catches: [{ claims: 1e-3 }, { claims: 1e3 }, { drift: 0.1 }],
      needsTruth: true,
      catchesAcross: [{ claims: 0.5 }, { claims: 2 }, { turned: 0.006 }],
    },
  ],
  nis: [
    {
      config: { sensor: "mag", whiteness: true },
      catches: [{ claimsInnovation: 0.5 }, { claimsInnovation: 2 }],
      needsTruth: false,
      catchesAcross: [{ claimsInnovation: 1.1 }, { claimsInnovation: 0.9 }, { coloured: true }],
    },
    {
      config: { sensor: "mag", side: "above" },
      catches: [{ claimsInnovation: 0.5 }, { silentAfter: 0 }],
      needsTruth: false,
      catchesAcross: [{ claimsInnovation: 0.9 }],
    },
    {
      config: { sensor: "wheel" },
      catches: [{ claimsInnovation: 0.5 }, { silentAfter: 0 }],
      needsTruth: false,
    },
  ],
  no_jump: [{ config: {}, catches: [{ jump: 0.3 }], needsTruth: false }],
  order: [
    { config: {}, catches: [{ stutter: true }], needsTruth: false, exempt: { nan: CONTENT } },
  ],
  orientation_error: [
    { config: { max_deg: 1 }, catches: [{ turned: 0.05 }], needsTruth: true },
    {
      config: { max_deg: 1, part: "heading", statistic: "max" },
      catches: [{ turned: 0.05 }],
      needsTruth: true,
    },
  ],
  rate: [
    {
      config: { min_hz: 49, max_hz: 51 },
      catches: [{ silentAfter: 5 * SECOND }],
      needsTruth: false,
      exempt: { nan: CONTENT, type: "it counts messages of any type" },
    },
    {
      config: { max_gap_s: 0.5 },
      catches: [{ silentAfter: 9 * SECOND }],
      needsTruth: false,
      exempt: { nan: CONTENT, type: "it times messages of any type" },
    },
  ],
  recovery: [
    {
      config: { within_s: 1, max_deg: 2 },
      catches: [{ turned: 0.05 }, { silentAfter: 2.5 * SECOND }],
      needsTruth: true,
    },
    { config: { within_s: 2, max_m: 0.5 }, catches: [{ drift: 0.2 }], needsTruth: true },
    {
      config: { within_s: 2, max_m_s: 1 },
      catches: [{ silentAfter: 3 * SECOND }],
      needsTruth: true,
    },
  ],
  rpe: [
    { config: { max_m: 0.05 }, catches: [{ drift: 0.3 }, { jump: 1 }], needsTruth: true },
    {
      config: { max_m: 0.05, delta: 1, delta_unit: "s", statistic: "max" },
      catches: [{ drift: 0.1 }],
      needsTruth: true,
    },
  ],
  speed: [
    {
      config: { max: 0.4, min: 0.3, modes: ["degraded"] },
      catches: [{ speed: 1 }, { speed: 0 }, { mode: "stuck" }],
      needsTruth: false,
    },
    {
      config: { part: "angular", max: 0.5 },
      catches: [{ speed: 1 }],
      needsTruth: false,
    },
  ],
  standstill_drift: [
    { config: { max_m: 0.05 }, catches: [{ driftAtRest: 0.05 }], needsTruth: true },
    {
      config: { max_m: 0.05, from_s: 6 },
      catches: [{ driftAtRest: 0.05 }],
      needsTruth: false,
    },
  ],
};
