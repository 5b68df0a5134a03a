/** Everything that a scenario can name: the tables of the rooms, joined. */
import { NODES } from "../nodes/mod.ts";
import { checkSim, FAULTS, robotSchema, SENSORS, type SimConfig, worldSchema } from "../sim/mod.ts";
import { CHECKS } from "./checks/mod.ts";
import type { Catalogue } from "./schema/catalogue.ts";

/** Dryrun's own tables. Users' nodes and checks go beside them: `{ ...CATALOGUE, nodes: … }`. */
export const CATALOGUE: Catalogue = {
  world: worldSchema,
  robot: robotSchema,
  sensors: SENSORS,
  nodes: NODES,
  checks: CHECKS,
  faults: FAULTS,
  fit: (outline, context) => checkSim(outline as unknown as SimConfig, context),
};
