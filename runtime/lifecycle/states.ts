/**
 * The states of a managed node and what leads from one to another, with the numbers and names of
 * `lifecycle_msgs` and of rcl_lifecycle's default state machine (design.ros2.org, "Managed nodes").
 */

/** Every state; the number is that of `lifecycle_msgs/msg/State`. */
export const STATES = {
  unknown: 0,
  unconfigured: 1,
  inactive: 2,
  active: 3,
  finalized: 4,
  configuring: 10,
  cleaningup: 11,
  shuttingdown: 12,
  activating: 13,
  deactivating: 14,
  errorprocessing: 15,
} as const;

/** A state by name. The first five are where a node rests. */
export type LifecycleState = keyof typeof STATES;

/** What a node can be asked for. */
export type LifecycleStep = "configure" | "cleanup" | "activate" | "deactivate" | "shutdown";

/** How a step ended. */
export type LifecycleOutcome = "success" | "failure" | "error";

/** What leads from one state to another; the number is that of `lifecycle_msgs/msg/Transition`. */
export interface Transition {
  /** Its number. */
  readonly id: number;
  /** What is asked for, or how what is under way ended. */
  readonly label: LifecycleStep | `transition_${LifecycleOutcome}`;
  /** Where it begins. */
  readonly start: LifecycleState;
  /** Where it leads. */
  readonly goal: LifecycleState;
}

/** A step begins in `start`, is under way in `during`, and ends in one of three ways. */
function step(
  label: LifecycleStep,
  { id, start, during, ends: [first, success, failure] }: {
    id: number;
    start: LifecycleState;
    during: LifecycleState;
    ends: readonly [id: number, success: LifecycleState, failure: LifecycleState];
  },
): Transition[] {
  return [
    { id, label, start, goal: during },
    ...endsOf(during, first, [success, failure, "errorprocessing"]),
  ];
}

function endsOf(
  start: LifecycleState,
  id: number,
  [success, failure, error]: readonly [LifecycleState, LifecycleState, LifecycleState],
): Transition[] {
  return [
    { id, label: "transition_success", start, goal: success },
    { id: id + 1, label: "transition_failure", start, goal: failure },
    { id: id + 2, label: "transition_error", start, goal: error },
  ];
}

/** All transitions, in rcl_lifecycle's order. */
export const TRANSITIONS: readonly Transition[] = [
  ...step("configure", {
    ...{ id: 1, start: "unconfigured", during: "configuring" },
    ends: [10, "inactive", "unconfigured"],
  }),
  ...step("cleanup", {
    ...{ id: 2, start: "inactive", during: "cleaningup" },
    ends: [20, "unconfigured", "inactive"],
  }),
  ...step("activate", {
    ...{ id: 3, start: "inactive", during: "activating" },
    ends: [30, "active", "inactive"],
  }),
  ...step("deactivate", {
    ...{ id: 4, start: "active", during: "deactivating" },
    ends: [40, "inactive", "active"],
  }),
  { id: 5, label: "shutdown", start: "unconfigured", goal: "shuttingdown" },
  { id: 6, label: "shutdown", start: "inactive", goal: "shuttingdown" },
  { id: 7, label: "shutdown", start: "active", goal: "shuttingdown" },
  ...endsOf("shuttingdown", 50, ["finalized", "finalized", "errorprocessing"]),
  ...endsOf("errorprocessing", 60, ["unconfigured", "finalized", "finalized"]),
];

/** What may begin in a state; in one that is under way, how it may end. */
export function transitionsFrom(state: LifecycleState): Transition[] {
  return TRANSITIONS.filter(({ start }) => start === state);
}
