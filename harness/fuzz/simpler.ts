/**
 * Scenarios that are simpler than one in one way each, the boldest first: what shrinking tries.
 * All keep the checks and nodes that are judged.
 */
import type { ScenarioData } from "./draw_scenario.ts";

type Section = Record<string, ScenarioData>;

/** Every next simpler scenario, best first. */
export function* simpler(data: ScenarioData): Generator<ScenarioData> {
  yield* withoutFaults(data);
  yield* emptierWorld(data);
  yield* shorter(data);
  yield* calmerRobot(data);
  yield* plainerSensors(data);
  yield* plainerFaults(data);
}

/** Half of the faults, then each by itself. */
function* withoutFaults(data: ScenarioData): Generator<ScenarioData> {
  const faults = Object.entries(sectionOf(data, "faults"));
  const keep = (kept: typeof faults) => ({ ...data, faults: Object.fromEntries(kept) });
  if (faults.length > 3) {
    const half = Math.ceil(faults.length / 2);
    yield keep(faults.slice(0, half));
    yield keep(faults.slice(half));
  }
  for (const [name] of faults) yield keep(faults.filter(([other]) => other !== name));
}

function* emptierWorld(data: ScenarioData): Generator<ScenarioData> {
  const world = data.world as ScenarioData | undefined;
  if (world === undefined) return;
  if (Object.keys(world).length === 0) {
    const { world: _, ...rest } = data;
    yield rest;
    return;
  }
  yield { ...data, world: {} };
  for (const key of Object.keys(world)) {
    const { [key]: _, ...rest } = world;
    yield { ...data, world: rest };
  }
}

/** Less time; faults that would begin later go with it. */
function* shorter(data: ScenarioData): Generator<ScenarioData> {
  const duration = data.duration_s as number;
  for (const share of [0.25, 0.5, 0.75, 0.9]) {
    const duration_s = Math.max(1, Math.round(duration * share));
    if (duration_s >= duration) continue;
    const faults = Object.entries(sectionOf(data, "faults")).filter(([, { at_s }]) =>
      (at_s as number) < duration_s
    );
    yield { ...data, duration_s, faults: Object.fromEntries(faults) };
  }
}

function* calmerRobot(data: ScenarioData): Generator<ScenarioData> {
  const robot = data.robot as ScenarioData;
  const waypoints = robot.waypoints as unknown[] | undefined;
  const wheels = Object.values(sectionOf(data, "sensors")).some(({ type }) => type === "wheel");
  if (!wheels && robot.type !== "free") yield { ...data, robot: { type: "free" } };
  if (robot.type === "ackermann") yield { ...data, robot: { ...robot, type: "differential" } };
  if (waypoints === undefined) return;
  for (let i = waypoints.length - 1; i > 0 && waypoints.length > 2; i--) {
    yield { ...data, robot: { ...robot, waypoints: waypoints.toSpliced(i, 1) } };
  }
  const places = waypoints.map((point) => (point as { position_m?: unknown }).position_m ?? point);
  if (JSON.stringify(places) !== JSON.stringify(waypoints)) {
    yield { ...data, robot: { ...robot, waypoints: places } };
  }
}

/** Parts without a name, and sensors that nobody misses. */
function* plainerSensors(data: ScenarioData): Generator<ScenarioData> {
  const sensors = sectionOf(data, "sensors");
  for (const [name, { preset, ...rest }] of Object.entries(sensors)) {
    if (preset !== undefined) yield { ...data, sensors: { ...sensors, [name]: rest } };
  }
  const faulty = Object.values(sectionOf(data, "faults")).map(({ stream }) => stream);
  for (const name of Object.keys(sensors)) {
    if (faulty.includes(name)) continue;
    const { [name]: _, ...rest } = sensors;
    yield { ...data, sensors: rest };
  }
}

/** Spans that are shorter and begin at a round time; settings left to their defaults. */
function* plainerFaults(data: ScenarioData): Generator<ScenarioData> {
  const faults = sectionOf(data, "faults");
  for (const [name, fault] of Object.entries(faults)) {
    const put = (other: ScenarioData) => ({ ...data, faults: { ...faults, [name]: other } });
    const { for_s, at_s } = fault as { for_s?: number; at_s: number };
    if (for_s !== undefined && for_s > 0.2) {
      yield put({ ...fault, for_s: Number((for_s / 4).toPrecision(2)) });
      yield put({ ...fault, for_s: Number((for_s / 2).toPrecision(2)) });
    }
    if (at_s > 1) yield put({ ...fault, at_s: Math.max(1, Math.floor(at_s / 2)) });
    if (!Number.isInteger(at_s)) yield put({ ...fault, at_s: Math.ceil(at_s) });
    for (const key of Object.keys(fault)) {
      if (["type", "stream", "at_s", "for_s", "quantity"].includes(key)) continue;
      const { [key]: _, ...rest } = fault;
      yield put(rest);
    }
  }
}

function sectionOf(data: ScenarioData, key: string): Section {
  return (data[key] ?? {}) as Section;
}
