/** Parameters of the node `mixed`, each with its range and default. */
import { z } from "zod";

/** Parameters of the node `mixed`. */
export const mixedParams = z.object({
  cutoff_hz: z.number().gt(0).max(1000).default(20).describe(
    "Faster changes of sensor_data are damped, Hz",
  ),
  task_rate_hz: z.number().gt(0).max(100_000).default(200).describe(
    "Samples a second of a background_task, Hz",
  ),
  task_points_per_octave: z.int().min(1).max(64).default(1).describe(
    "Averaging times for which a background_task is answered, an octave",
  ),
  task_samples_max: z.int().min(4).max(10_000_000).default(1_000_000).describe(
    "A background_task of more samples is refused",
  ),
});

/** As the node gets them. */
export type MixedParams = z.output<typeof mixedParams>;
