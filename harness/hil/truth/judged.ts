/** What a check may know of the truth beside hardware, by where truth comes from. */
import type { Truth } from "../../../sim/contract.ts";
import type { CheckEntry } from "../../schema/scenario.ts";
import type { TruthSource } from "./source.ts";

/**
 * The truth for a check, or nothing: then it is not applicable, and never passes. Commanded truth is
 * known to a tolerance: only limits that are no narrower can be judged by it.
 */
export function truthFor(
  source: TruthSource,
  { config }: Pick<CheckEntry, "config">,
  truth: Truth,
): Truth | undefined {
  switch (source.from) {
    case "simulation":
    case "topic":
      return truth;
    case "none":
      return undefined;
    case "commanded": {
      const { max_m, max_deg } = config as { max_m?: number; max_deg?: number };
      const metres = max_m !== undefined && source.tolerance_m !== undefined &&
        max_m >= source.tolerance_m;
      const degrees = max_deg !== undefined && source.tolerance_deg !== undefined &&
        max_deg >= source.tolerance_deg;
      return metres || degrees ? truth : undefined;
    }
  }
}
