/** What a host on ROS 2 says of itself on `/diagnostics`. */
import { statusOf } from "../../../msgs/diagnostics.ts";
import type { DiagnosticStatus } from "../../../msgs/types.ts";
import type { LifecycleState } from "../../lifecycle/states.ts";
import type { InputLink } from "./input_link.ts";

/** What it is made of. */
export interface HostFacts {
  readonly inputs: readonly InputLink[];
  /** What does not fit around the node, each once. */
  readonly findings: readonly string[];
  /** Times that `/clock` jumped. */
  readonly jumps: number;
  /** Where a node with a lifecycle is. */
  readonly lifecycle?: LifecycleState | undefined;
}

/** Counters of the way from ROS 2 to the node: what was lost on it is a warning. */
export function hostStatus(node: string, facts: HostFacts): DiagnosticStatus {
  const { inputs, findings, jumps, lifecycle } = facts;
  const lost = inputs.some(({ inbox, undecodable }) => inbox.dropped + undecodable > 0);
  const values: [string, number | string][] = inputs.flatMap((input) => [
    [`${input.key}.type`, input.type ?? "unknown"],
    [`${input.key}.received`, input.inbox.received],
    [`${input.key}.dropped`, input.inbox.dropped],
    [`${input.key}.undecodable`, input.undecodable],
    [`${input.key}.missed_deadlines`, input.missedDeadlines],
  ]);
  const message = findings[0] ?? (lost ? "messages were lost or unreadable" : "all arrived");
  const level = findings.length > 0 || lost ? 1 : 0;
  return statusOf({ level, name: `${node}: ros2`, message }, [
    ...values,
    ["clock_jumps", jumps],
    ...(lifecycle === undefined ? [] : [["lifecycle", lifecycle] as const]),
    ...findings.map((text, index) => [`finding_${index}`, text] as const),
  ]);
}
