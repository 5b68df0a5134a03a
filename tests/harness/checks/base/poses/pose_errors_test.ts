import assert from "#assert";
import { absolutePoseError } from "../../../../../core/evaluation/pose_error.ts";
import { type Measure, PoseErrors } from "../../../../../harness/checks/base/poses/pose_errors.ts";
import { PosePairs, type PoseSource } from "../../../../../harness/checks/base/poses/pose_pairs.ts";
import type { Seen } from "../../../../../harness/contract.ts";
import { odometry, setupOf, times } from "../../streams.ts";

const distance: Measure = ({ estimate, reference }) => absolutePoseError(reference, estimate);

/** 4000 poses within 10 s, off by an amount that no two share. */
function* poses(topic = "/odom"): Generator<Seen> {
  for (const [i, at] of times(0.0025, 10).entries()) {
    yield odometry(at, { topic, position: [at / 1e9 + Math.sin(i), 1 / (i + 1), 0.1] });
  }
}

function both(source: PoseSource, seen: Iterable<Seen>): { errors: PoseErrors; all: PosePairs } {
  const setup = setupOf({ topics: new Set(["/odom", "/other"]) });
  const errors = new PoseErrors(source, setup, distance), all = new PosePairs(source, setup);
  for (const one of seen) {
    errors.see(one);
    all.see(one);
  }
  return { errors, all };
}

Deno.test("PoseErrors measures as if all poses had been kept, and keeps few of them", () => {
  const { errors, all } = both({ topic: "/odom", settle_s: 0.5 }, poses());
  assert.equal(all.length, 3801);
  assert.ok(errors.poses.length < 1024);
  assert.deepEqual(errors.errors(), distance(all.pairs()));
  assert.equal(errors.poses.length, 0);
  assert.deepEqual(errors.errors(), distance(all.pairs()), "asked again");
});

Deno.test("PoseErrors waits for the end where the reference is a topic", () => {
  const source = { topic: "/odom", reference: "/other", settle_s: 0 };
  const { errors, all } = both(source, [...poses(), ...poses("/other")]);
  assert.equal(errors.poses.length, 4000);
  assert.deepEqual(errors.errors(), distance(all.pairs()));
  assert.equal(errors.errors().length, 4000);
});
