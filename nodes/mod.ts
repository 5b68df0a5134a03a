/** The modules under test, by name: one line a node. */
import type { NodeDef } from "../runtime/node.ts";
import { cloud } from "./cloud/cloud.ts";
import { detection } from "./detection/detection.ts";
import { fetcher } from "./fetcher/fetcher.ts";
import { fusion } from "./fusion/fusion.ts";
import { mixed } from "./mixed/mixed.ts";
import { defineSupervisor, supervisor } from "./supervisor/supervisor.ts";

export { cloud, defineSupervisor, detection, fetcher, fusion, mixed, supervisor };

/** Every node. */
export const NODES: Readonly<Record<string, NodeDef>> = {
  cloud,
  detection,
  fetcher,
  fusion,
  mixed,
  supervisor,
};
