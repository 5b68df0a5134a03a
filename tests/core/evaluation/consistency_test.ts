import assert from "#assert";
import {
  autocorrelation,
  chi2MeanBand,
  normalisedSquare,
} from "../../../core/evaluation/consistency.ts";
import { RandomTree } from "../../../core/math/random.ts";
import { close, readOracle } from "../../oracles/evo_oracle.ts";

const oracle = readOracle().consistency;

Deno.test("normalisedSquare() equals numpy's", () => {
  for (const { error, covariance, value } of oracle.squares) {
    close(normalisedSquare(error, covariance), value, `${error.length} states`);
  }
});

Deno.test("normalisedSquare() of a block is that of the marginal", () => {
  const covariance = [4, 9, 1, 9, 90, 3, 1, 3, 2];
  assert.equal(normalisedSquare([2, 7, 1], covariance, [0]), 1);
  const marginal = normalisedSquare([2, 1], [4, 1, 1, 2]);
  assert.equal(normalisedSquare([2, 7, 1], covariance, [0, 2]), marginal);
});

Deno.test("normalisedSquare() is NaN where a covariance is none", () => {
  assert.ok(Number.isNaN(normalisedSquare([1, 1], [1, 2, 2, 1])));
  assert.ok(Number.isNaN(normalisedSquare([1], [0])));
  assert.ok(Number.isNaN(normalisedSquare([NaN], [1])));
  assert.ok(Number.isNaN(normalisedSquare([1], [NaN])));
  assert.ok(Number.isNaN(normalisedSquare([1], [Infinity])));
});

Deno.test("chi2MeanBand() equals scipy's", () => {
  for (const { dof, count, probability, low, high } of oracle.bands) {
    const band = chi2MeanBand(dof, count, probability);
    close(band.low, low, `low of ${dof} × ${count}`);
    close(band.high, high, `high of ${dof} × ${count}`);
  }
  assert.throws(() => chi2MeanBand(3, 0, 0.95), RangeError);
  assert.throws(() => chi2MeanBand(3, 10, 1), RangeError);
});

Deno.test("the mean NEES of drawn errors lies in its band, of a doubled covariance below it", () => {
  const noise = RandomTree.root(1).at("nees");
  const runs = 200;
  const variance = [2, 0, 0, 0, 0.5, 0, 0, 0, 9];
  let honest = 0;
  let doubled = 0;
  for (let run = 0; run < runs; run++) {
    const error = [0, 4, 8].map((i) => Math.sqrt(variance[i]!) * noise.gaussian());
    honest += normalisedSquare(error, variance) / runs;
    doubled += normalisedSquare(error, variance.map((value) => 2 * value)) / runs;
  }
  const { low, high } = chi2MeanBand(3, runs, 0.999);
  assert.ok(honest > low && honest < high, `${honest} in [${low}, ${high}]`);
  assert.ok(doubled < low);
});

Deno.test("autocorrelation() equals numpy's; a constant's is 1", () => {
  close(autocorrelation(oracle.sequence, 2, 1), oracle.lags[0], "lag 1");
  close(autocorrelation(oracle.sequence, 2, 4), oracle.lags[1], "lag 4");
  assert.equal(autocorrelation([2, 2, 2, 2], 1), 1);
  assert.ok(Number.isNaN(autocorrelation([1], 1)));
  assert.ok(Number.isNaN(autocorrelation([0, 0, 0], 1)));
});
