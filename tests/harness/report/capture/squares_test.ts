import assert from "#assert";
import { Squares } from "../../../../harness/report/capture/squares.ts";
import { odometry, seen, setupOf } from "../setup.ts";

const innovation = (label: string, data: number[]) => ({
  layout: { dim: [{ label, size: 0, stride: 0 }], data_offset: 0 },
  data: Float64Array.from(data),
});

Deno.test("Squares: NIS is νᵀ S⁻¹ ν; of a span the first that was taken, the largest refused", () => {
  const squares = new Squares(setupOf());
  const see = (at: number, label: string, data: number[]) =>
    squares.innovation(seen(innovation(label, data), at));
  see(1e9, "mag", [1, 1, 2, 0.25]); // 4 / 0.25
  see(1.001e9, "mag", [1, 1, 9, 1]); // the same span
  see(1.002e9, "mag", [1, 0, 10, 1]);
  see(1.003e9, "mag", [1, 0, 20, 1]);
  see(1.004e9, "mag", [1, 0, 5, 1]);
  see(5e9, "gravity", [2, 1, 1, 2, 4, 0, 0, 16]); // 1 / 4 + 4 / 16
  see(6e9, "gravity", [2, 1, 1]); // not whole
  assert.deepEqual(squares.innovations(), [
    ["gravity", {
      ...{ dimension: 2, count: 1, rejected: 0, refused: [] },
      taken: [{ at_s: 5, value: 0.5, innovation: [1, 2], sd: [2, 4] }],
    }],
    ["mag", {
      ...{ dimension: 1, count: 5, rejected: 3 },
      taken: [{ at_s: 1, value: 16, innovation: [2], sd: [0.5] }],
      refused: [{ at_s: 1.003, value: 400, innovation: [20], sd: [1] }],
    }],
  ]);
});

Deno.test("Squares: NEES is that of the state against truth, paired by delivery", () => {
  const squares = new Squares(setupOf());
  const state = new Float64Array(12 + 144);
  state[1] = 3; // north, m
  state[11] = -0.5; // yaw rate, rad/s
  for (let i = 0; i < 12; i++) state[12 + 13 * i] = 0.25;
  for (const at of [1e9, 2e9]) {
    squares.odometry(seen(odometry(at), at + 5));
    squares.state(seen({ data: state }, at + 5, "/fusion/state"));
  }
  // The first has no interval before it, and so no true mean rate.
  assert.deepEqual(squares.nees(), [{ at_s: 2, value: (9 + 0.25) / 0.25 }]);
});

Deno.test("Squares: none without truth or without a state", () => {
  const squares = new Squares(setupOf({ truth: undefined }));
  for (const at of [1e9, 2e9]) {
    squares.odometry(seen(odometry(at), at));
    squares.state(seen({ data: new Float64Array(156) }, at));
  }
  assert.deepEqual(squares.nees(), []);
  assert.deepEqual(squares.innovations(), []);
});
