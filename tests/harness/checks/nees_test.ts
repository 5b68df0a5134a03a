import assert from "#assert";
import { nees } from "../../../harness/checks/nees.ts";
import type { Json, Seen } from "../../../harness/contract.ts";
import { judge, numbers, odometry, times } from "./streams.ts";

/** Position variance 4, velocity 1, attitude 0.01, rate 1e-4; errors of so many sigma each. */
const SD = [2, 2, 2, 1, 1, 1, 0.1, 0.1, 0.1, 0.01, 0.01, 0.01];

function states(sigmas: readonly number[], { step = 0.1, offset = 0 } = {}): Seen[] {
  return times(step, 10).flatMap((at) => {
    const data = new Float64Array(156);
    const truth = [at / 1e9, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0];
    truth.forEach((value, i) => data[i] = value + (sigmas[i] ?? 0) * SD[i]!);
    SD.forEach((sd, i) => data[12 + 13 * i] = sd * sd);
    return [
      numbers("/fusion/state", { at: at + offset, data }),
      odometry(at + offset, { stamp: at }),
    ];
  });
}

const epochsOf = (summary: Json) =>
  (summary as { epochs: Record<string, (number | null)[]> }).epochs;

Deno.test("nees weighs each block by its own covariance", () => {
  const { summary } = judge(nees, {}, { seen: states([1, 0, 0, 2, 0, 0, 0, 0, 3, 0, 1, 1]) });
  const epochs = epochsOf(summary);
  const at = (block: string) => epochs[block]![7]!;
  assert.ok(Math.abs(at("p") - 1) < 1e-9);
  assert.ok(Math.abs(at("v") - 4) < 1e-9);
  assert.ok(Math.abs(at("theta") - 9) < 1e-9);
  assert.ok(Math.abs(at("omega") - 2) < 1e-9);
  assert.ok(Math.abs(at("all") - 16) < 1e-9);
});

Deno.test("nees keeps the first state of each epoch, and a hole where there was none", () => {
  const seen = states([1], { offset: 5e6 });
  const gap = seen.filter(({ at }) => at < 3e9 || at > 4.2e9);
  const { summary } = judge(nees, { epoch_s: 0.5, settle_s: 1 }, { seen: gap });
  const { p } = epochsOf(summary);
  assert.equal(p!.length, 19);
  assert.deepEqual(p!.map((value) => value === null), p!.map((_, i) => i === 4 || i === 5));
});

Deno.test("one run convicts gross lies only", () => {
  const verdict = (scale: number) => judge(nees, {}, { seen: states(SD.map(() => scale)) });
  assert.equal(verdict(1).verdict, "pass");
  assert.match(verdict(30).reason!, /far less error than there is/);
  assert.match(verdict(1e-3).reason!, /far more error than there is/);
});

Deno.test("nees of states that fit no odometry, of wrong length or no covariance", () => {
  const seen = states([1]);
  const alone = judge(nees, {}, { seen: seen.filter(({ topic }) => topic !== "/odom") });
  assert.match(alone.reason!, /no state on \/fusion\/state paired with \/odom/);
  const short = seen.map((message) =>
    message.topic === "/odom" ? message : numbers(message.topic, { at: message.at, data: [1, 2] })
  );
  assert.match(judge(nees, {}, { seen: short }).reason!, /holds 2 numbers, not 12 \+ 144/);
  const flat = seen.map((message) =>
    message.topic === "/odom"
      ? message
      : numbers(message.topic, { at: message.at, data: new Float64Array(156) })
  );
  assert.match(judge(nees, {}, { seen: flat }).reason!, /not positive definite/);
});
