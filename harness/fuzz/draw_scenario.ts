/**
 * A scenario at random around a base: its nodes, checks and sensors stay; robot, motion, world and
 * parts are drawn, and a swarm of faults. Swarm (Groce et al., "Swarm Testing", ISSTA 2012): how
 * many kinds are in play is drawn too, since some failures hide behind others.
 */
import { RandomTree } from "../../core/math/random.ts";
import { SENSORS } from "../../sim/mod.ts";
import { type Dice, diceOf, type DrawnSensor, FAULT_DRAWS } from "./draw_faults.ts";

/** A scenario as plain data, as it stands in YAML. */
export type ScenarioData = { [key: string]: unknown };

/** More faults than this in one run tell nothing. */
const FAULTS_MAX = 6;

/** The scenario of a seed. Everything is drawn from streams named `fuzz/…` of that seed. */
export function drawScenario(base: ScenarioData, seed: number): ScenarioData {
  const random = RandomTree.root(seed).under("fuzz");
  const dice = (path: string) => diceOf(random.at(path));
  const duration_s = Math.round(dice("duration").between(12, 40));
  const { description: _, seeds: __, sweep: ___, tags: ____, ...kept } = base;
  return {
    ...kept,
    seed,
    duration_s,
    world: { ...base.world as ScenarioData | undefined, ...drawWorld(dice("world")) },
    robot: drawRobot(dice("robot")),
    sensors: drawParts(base.sensors as ScenarioData, dice("sensors")),
    faults: drawFaults(sensorsOf(base), duration_s, random),
  };
}

/** Names and types of a scenario's sensors, sorted. */
function sensorsOf({ sensors }: ScenarioData): DrawnSensor[] {
  return Object.entries(sensors as Record<string, { type: string }>)
    .map(([name, { type }]) => ({ name, type })).sort((a, b) => a.name < b.name ? -1 : 1);
}

/** Level, or with a ramp or a magnet somewhere on the way. */
function drawWorld(dice: Dice): ScenarioData {
  const place = () => [dice.between(1, 8), dice.between(-4, 4)];
  const world: ScenarioData = {};
  if (dice.chance(0.3)) {
    const rise_m = dice.between(0.1, 0.4);
    world.ramps = [{ position_m: place(), length_m: 3, top_m: 2, rise_m, width_m: 3 }];
  }
  if (dice.chance(0.3)) {
    const moment_a_m2 = [dice.between(-80, 80), 0, dice.between(-80, 80)];
    world.magnets = [{ position_m: [...place(), 0.2], moment_a_m2, radius_m: 0.5 }];
  }
  return world;
}

/** Two wheels or four, some places to go to, some stands. */
function drawRobot(dice: Dice): ScenarioData {
  const car = dice.chance(0.25), reach = car ? 20 : 8;
  const waypoints: ScenarioData[] = [
    { position_m: [0, 0], stop_s: dice.pick([0, 1, 3, 5]) },
  ];
  let [x, y, heading] = [0, 0, 0];
  for (let n = dice.pick([1, 2, 3, 4, 5]); n > 0; n--) {
    // A car turns by less at once, so that a way exists.
    heading += (car ? 0.7 : 2.5) * dice.between(-1, 1);
    const far = reach * dice.between(0.4, 1);
    x = Math.max(-45, Math.min(45, x + far * (1 - heading * heading / 8)));
    y = Math.max(-45, Math.min(45, y + far * heading / 2));
    const stop = dice.chance(0.3) ? { stop_s: dice.pick([1, 2, 4]) } : {};
    waypoints.push({ position_m: [Number(x.toFixed(1)), Number(y.toFixed(1))], ...stop });
  }
  const type = car ? "ackermann" : "differential";
  return { type, max_speed_m_s: dice.between(0.4, 2), waypoints };
}

/** Sensors as they are, of a part that is drawn. */
function drawParts(sensors: ScenarioData, dice: Dice): ScenarioData {
  return Object.fromEntries(
    Object.entries(sensors).map(([name, entry]) => {
      const { preset, ...rest } = entry as { type: string; preset?: string };
      const parts = Object.keys(SENSORS[rest.type]?.presets ?? {});
      const drawn = dice.pick([preset, ...parts]);
      return [name, drawn === undefined ? rest : { ...rest, preset: drawn }];
    }),
  );
}

function drawFaults(
  sensors: readonly DrawnSensor[],
  duration: number,
  random: RandomTree,
): ScenarioData {
  const swarm = diceOf(random.at("swarm"));
  const share = swarm.pick([0.08, 0.2, 0.4]);
  const kinds = Object.keys(FAULT_DRAWS).sort().filter(() => swarm.chance(share));
  const faults: ScenarioData = {};
  for (const type of kinds.slice(0, FAULTS_MAX)) {
    const dice = diceOf(random.at(`fault/${type}`));
    const drawn = FAULT_DRAWS[type]!(dice, sensors);
    if (drawn === undefined) continue;
    const at_s = dice.between(1, duration * 0.6);
    const for_s = dice.between(0.1, duration * 0.4);
    faults[type] = { type, ...drawn, at_s, for_s };
  }
  return faults;
}
