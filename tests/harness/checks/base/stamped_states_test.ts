import assert from "#assert";
import {
  type StampedState,
  StampedStates,
} from "../../../../harness/checks/base/stamped_states.ts";

const message = (value: number) => ({
  layout: { dim: [], data_offset: 0 },
  data: Float64Array.of(value),
});

Deno.test("StampedStates pairs by delivery time, in order, whichever came first", () => {
  const states = new StampedStates();
  const found: [number, number | undefined, number][] = [];
  const paired = ({ stamp, previous, data }: StampedState) =>
    found.push([stamp, previous, data[0]!]);
  states.odometry(10, 8, paired);
  states.state(10, message(1), paired);
  states.state(20, message(2), paired);
  states.odometry(20, 18, paired);
  states.odometry(30, 27, paired);
  states.odometry(30, 28, paired);
  states.state(30, message(3), paired);
  states.state(30, message(4), paired);
  assert.deepEqual(found, [[8, undefined, 1], [18, 8, 2], [27, 18, 3], [28, 27, 4]]);
});

Deno.test("StampedStates drops what has no partner", () => {
  const states = new StampedStates();
  const found: number[] = [];
  const paired = ({ stamp }: StampedState) => found.push(stamp);
  states.odometry(10, 1, paired);
  states.state(11, message(0), paired);
  states.odometry(12, 2, paired);
  states.state(12, message(0), paired);
  assert.deepEqual(found, [2]);
});
