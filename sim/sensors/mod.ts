/**
 * The sensors that a scenario can name. A new one is a file (or folder) and a line in
 * {@linkcode SENSORS}; the schema, the lists and the law tests iterate the table.
 */
import { z } from "zod";
import type { Sensor } from "../contract.ts";
import { camera } from "./camera/camera.ts";
import { imu } from "./imu/imu.ts";
import { lidar } from "./lidar/lidar.ts";
import { mag } from "./mag/mag.ts";
import type { SensorBase } from "./timing.ts";
import { wheel } from "./wheel/wheel.ts";

/** A sensor with its inner types erased, as a table holds it. */
export type AnySensor = Sensor<SensorBase, unknown>;

/** A sensor's settings after presets and defaults were applied. */
export type SensorConfig = SensorBase & { readonly type: string };

// A state comes only from the `init` of its own sensor, so the erasure is sound.
const erase = (sensor: unknown) => sensor as AnySensor;

/** Every kind of sensor, by the `type` that a scenario names. */
export const SENSORS: Readonly<Record<string, AnySensor>> = {
  camera: erase(camera),
  imu: erase(imu),
  lidar: erase(lidar),
  mag: erase(mag),
  wheel: erase(wheel),
};

/** One sensor's entry, for the JSON Schema of editors; {@linkcode sensorsSchema} parses. */
export const sensorSchema: z.ZodType = z.union(
  Object.values(SENSORS).map((sensor) => sensor.config),
);

/**
 * The `sensors` of a scenario: a name to `{ type, preset?, … }`. Values come from the entry, then
 * the preset, then the defaults.
 */
export const sensorsSchema: z.ZodType<Record<string, SensorConfig>> = z
  .record(z.string().regex(/^[a-z][a-z0-9_]*$/, "a name: a–z, 0–9 and _"), z.unknown())
  .transform((entries, context) => {
    const parsed: Record<string, SensorConfig> = {};
    for (const [name, entry] of Object.entries(entries)) {
      const config = parseSensor(entry, (path, message, extra) => {
        context.issues.push({
          code: "custom",
          input: entry,
          message,
          ...extra,
          path: [name, ...path],
        } as z.core.$ZodRawIssue);
      });
      if (config !== undefined) parsed[name] = config;
    }
    return parsed;
  });

type Complain = (path: PropertyKey[], message: string, extra?: object) => void;

function parseSensor(entry: unknown, complain: Complain): SensorConfig | undefined {
  if (typeof entry !== "object" || entry === null || Array.isArray(entry)) {
    complain([], "expected a sensor { type, … }");
    return undefined;
  }
  const { type, preset } = entry as { type?: unknown; preset?: unknown };
  if (typeof type !== "string" || !Object.hasOwn(SENSORS, type)) {
    const names = Object.keys(SENSORS).join(", ");
    complain(["type"], `expected one of ${names}${type === undefined ? "" : `, not "${type}"`}`);
    return undefined;
  }
  const sensor = SENSORS[type]!;
  let values: Readonly<Record<string, unknown>> = {};
  if (preset !== undefined) {
    if (typeof preset !== "string" || !Object.hasOwn(sensor.presets, preset)) {
      const names = Object.keys(sensor.presets).join(", ");
      complain(["preset"], `unknown preset "${preset}" of ${type}; there are ${names}`);
      return undefined;
    }
    values = sensor.presets[preset]!.values;
  }
  const result = sensor.config.safeParse({ ...values, ...entry });
  if (result.success) return result.data as SensorConfig;
  for (const { path, message, ...extra } of result.error.issues) complain(path, message, extra);
  return undefined;
}
