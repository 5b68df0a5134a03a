/** The modules under test, by name: one line a node. */
import type { NodeDef } from "../runtime/node.ts";
import { fusion } from "./fusion/fusion.ts";

export { fusion };

/** Every node. */
export const NODES: Readonly<Record<string, NodeDef>> = { fusion };
