/** `--without`: a scenario with sensors taken out, and with them what can't be judged any more. */
import { InputError } from "../errors.ts";
import { suggestion } from "../../runtime/params/nearest.ts";
import type { CheckEntry, Scenario } from "../schema/scenario.ts";

/**
 * The scenario without some sensors. Checks and faults go that name one of them in their
 * configuration or need a topic of one.
 *
 * @throws {InputError} the scenario has no such sensor
 */
export function withoutSensors(scenario: Scenario, names: readonly string[]): Scenario {
  if (names.length === 0) return scenario;
  const known = Object.keys(scenario.sensors);
  for (const name of names) {
    if (known.includes(name)) continue;
    const hint = suggestion(name, known);
    throw new InputError(`--without: ${scenario.name} has no sensor "${name}"; ${hint}`);
  }
  const gone = new Set<string>(names);
  for (const name of names) {
    const { sensor, config } = scenario.sensors[name]!;
    for (const { topic } of Object.values(sensor.outputs(config, name))) {
      gone.add(topic);
    }
  }
  return {
    ...scenario,
    sensors: keep(scenario.sensors, (_entry, name) => !gone.has(name)),
    faults: keep(scenario.faults, ({ config }) => !mentions(config, gone)),
    checks: keep(scenario.checks, (entry) => !concerns(entry, gone)),
  };
}

/** Does a check name something that is gone, or need its topic? */
function concerns({ check, config }: CheckEntry, gone: ReadonlySet<string>): boolean {
  return check.topics(config).some((topic) => gone.has(topic)) || mentions(config, gone);
}

function mentions(value: unknown, gone: ReadonlySet<string>): boolean {
  if (typeof value === "string") return gone.has(value);
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).some((inner) => mentions(inner, gone));
}

function keep<T>(
  entries: Readonly<Record<string, T>>,
  wanted: (entry: T, name: string) => boolean,
): Record<string, T> {
  return Object.fromEntries(Object.entries(entries).filter(([name, entry]) => wanted(entry, name)));
}
