/** Where the sensors' frames are on the robot, each once: what `/tf_static` says. */
import type { Mount } from "./contract.ts";
import type { SensorConfig } from "./sensors/mod.ts";
import { mountOf } from "./sensors/timing.ts";

/** The robot's own frame. */
export const BASE_FRAME = "base_link";

/** A frame and where it is on base_link. */
export interface FrameMount {
  readonly frame: string;
  readonly mount: Mount;
}

/** The frame of a sensor: its own unless it is told. */
export function frameOf(name: string, settings: SensorConfig): string {
  return settings.frame_id ?? `${name}_link`;
}

/**
 * The frames of all sensors but wheels, which speak of base_link itself, in the order of the
 * sensors' names. Sensors that share a frame, as those in one housing do, must share its place.
 *
 * @throws {RangeError} they don't, or a sensor in base_link isn't at its origin
 */
export function mountsOf(sensors: Readonly<Record<string, SensorConfig>>): FrameMount[] {
  const owner = new Map<string, string>(), mounts: FrameMount[] = [];
  for (const name of Object.keys(sensors).sort()) {
    const settings = sensors[name]!, frame = frameOf(name, settings);
    if (settings.type === "wheel") continue;
    if (frame === BASE_FRAME) {
      if ([...settings.position_m, ...settings.rotation_deg].every((value) => value === 0)) {
        continue;
      }
      throw new RangeError(
        `sensors.${name}.frame_id: ${BASE_FRAME} is the robot itself, but the sensor sits elsewhere`,
      );
    }
    const other = owner.get(frame);
    if (other === undefined) {
      owner.set(frame, name);
      mounts.push({ frame, mount: mountOf(settings) });
    } else if (!isSamePlace(settings, sensors[other]!)) {
      throw new RangeError(
        `sensors.${name}.frame_id: ${frame} is sensors.${other}'s too, which sits elsewhere`,
      );
    }
  }
  return mounts;
}

function isSamePlace(a: SensorConfig, b: SensorConfig): boolean {
  return (["position_m", "rotation_deg"] as const).every((key) =>
    a[key].every((value, i) => value === b[key][i])
  );
}
