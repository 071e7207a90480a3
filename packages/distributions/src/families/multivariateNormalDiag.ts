import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { diagonalMatrix, formatShape, type NumericInput } from "@variate/math";
import { normalDraws } from "@variate/random";
import { arrayOf, positive, realVector } from "../constraints.js";
import type { HasCovariance, HasEntropy, HasMean, HasMode, HasVariance, Reparameterized } from "../distribution.js";
import { makeFamily } from "../family.js";
import { lastSize } from "./scaleTril.js";

export interface MultivariateNormalDiagParameters {
  readonly loc: NumericInput;
  readonly scaleDiag: NumericInput;
}

export interface MultivariateNormalDiag
  extends Reparameterized<Tensor, readonly [number]>, HasMean, HasVariance, HasCovariance, HasMode, HasEntropy {
  readonly family: "multivariateNormalDiag";
  /** Shape [...batch, n]. */
  readonly loc: Tensor;
  /** Shape [...batch, n]. */
  readonly scaleDiag: Tensor;
}

const constraints = { loc: realVector, scaleDiag: /* @__PURE__ */ arrayOf(positive, 1) };
const LOG_TWO_PI = Math.log(2 * Math.PI);

/**
 * Multivariate normal distribution over vectors of length n whose components are independent.
 *
 *   log p(x) = −½ Σ ((xᵢ − locᵢ) / scaleᵢ)² − Σ log scaleᵢ − (n/2) log 2π
 *   mean = mode = loc,   variance = scaleDiag²,   entropy = Σ log scaleᵢ + (n/2)(1 + log 2π), in nats
 *
 * `rsample(key, s)` is `loc + scaleDiag * normalDraws(key, [...s, ...batchShape, n])`.
 *
 * @param parameters.loc - Mean, shape [...batch, n].
 * @param parameters.scaleDiag - Standard deviations, in the units of `x`, shape [...batch, n]; positive. Batches
 *   broadcast.
 * @throws If the two are of different sizes, or the batches do not broadcast.
 *
 * Reference: Kotz, Balakrishnan and Johnson (2000), "Continuous Multivariate Distributions", ch. 45.
 */
export function multivariateNormalDiag(parameters: MultivariateNormalDiagParameters): MultivariateNormalDiag {
  const specification = {
    family: "multivariateNormalDiag" as const, constraints, parameters, support: realVector,
    eventShape: ({ loc }: { readonly loc: Tensor }): readonly [number] => [lastSize(loc)],
    check: ({ loc, scaleDiag }: { readonly loc: Tensor; readonly scaleDiag: Tensor }): void => {
      if (lastSize(loc) === lastSize(scaleDiag)) return;
      throw new Error(
        `multivariateNormalDiag: expected loc and scaleDiag [..., n]; got loc ${formatShape(loc.shape)}, scaleDiag ${formatShape(scaleDiag.shape)}.`,
      );
    },
  };
  return makeFamily(specification, ({ loc, scaleDiag }, { eventShape: [n] }) => {
    const logDeterminant = (): Tensor => tf.sum(tf.log(scaleDiag), -1);
    return {
      logProb: (x) => {
        const squared = tf.sum(tf.square(tf.div(tf.sub(x, loc), scaleDiag)), -1);
        return tf.sub(tf.mul(-0.5, squared), tf.add(logDeterminant(), (n / 2) * LOG_TWO_PI));
      },
      rsample: (key, shape) => tf.add(loc, tf.mul(scaleDiag, normalDraws(key, shape))),
      mean: () => loc,
      mode: () => loc,
      variance: () => tf.square(scaleDiag),
      covariance: () => diagonalMatrix(tf.square(scaleDiag)),
      entropy: () => tf.add(logDeterminant(), (n / 2) * (1 + LOG_TWO_PI)),
    };
  });
}
