import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import {
  formatShape,
  matmul,
  tidy,
  transposeMatrix,
  tril,
  triangularLogDeterminant,
  triangularSolve,
  withoutGradient,
  type NumericInput,
} from "@variate/math";
import { normalDraws } from "@variate/random";
import { lowerCholesky, realVector } from "../constraints.js";
import type { HasCovariance, HasEntropy, HasMean, HasMode, HasVariance, Reparameterized } from "../distribution.js";
import { readParameters } from "../parameters.js";
import { readValue } from "../values.js";

export interface MultivariateNormalParameters {
  readonly loc: NumericInput;
  readonly scaleTril: NumericInput;
}

export interface MultivariateNormal
  extends Reparameterized<Tensor, readonly [number]>, HasMean, HasVariance, HasCovariance, HasMode, HasEntropy {
  readonly family: "multivariateNormal";
  /** Shape [...batch, n]. */
  readonly loc: Tensor;
  /** Shape [...batch, n, n]. */
  readonly scaleTril: Tensor;
}

const constraints = { loc: realVector, scaleTril: lowerCholesky };
const LOG_TWO_PI = Math.log(2 * Math.PI);

/**
 * Multivariate normal distribution over vectors of length n, with covariance L Lᵀ.
 *
 *   log p(x) = −½ ‖L⁻¹(x − loc)‖² − Σ log Lᵢᵢ − (n/2) log 2π
 *   entropy = Σ log Lᵢᵢ + (n/2)(1 + log 2π), in nats
 *
 * `rsample(key, s)` is `loc + L ε` with ε = `normalDraws(key, [...s, ...batchShape, n])`.
 *
 * @param parameters.loc - Mean, shape [...batch, n].
 * @param parameters.scaleTril - L, the lower Cholesky factor of the covariance, shape [...batch, n, n], with a positive
 *   diagonal. What is above the diagonal is not read. Batches broadcast.
 * @throws If `scaleTril` is not square, its size is not that of `loc`, or the batches do not broadcast.
 */
export function multivariateNormal(parameters: MultivariateNormalParameters): MultivariateNormal {
  const { tensors, batchShape } = readParameters("multivariateNormal", constraints, parameters, ({ loc, scaleTril }) => {
    const [rows, columns] = scaleTril.shape.slice(-2);
    if (rows !== columns || rows !== loc.shape[loc.rank - 1]) {
      throw new Error(
        `multivariateNormal: expected loc [..., n] and scaleTril [..., n, n]; got loc ${formatShape(loc.shape)}, ` +
          `scaleTril ${formatShape(scaleTril.shape)}.`,
      );
    }
  });
  const { loc, scaleTril } = tensors;
  const n = loc.shape[loc.rank - 1] as number;
  const shapes = { batchShape, eventShape: [n] as const };
  const logDeterminant = (): Tensor => triangularLogDeterminant(scaleTril);
  const mean = (): Tensor => tf.broadcastTo(loc, [...batchShape, n]);
  const rsample: MultivariateNormal["rsample"] = (key, sampleShape = []) =>
    tidy(() => {
      // Draws as rows: when there is one factor for all of them, this is a single product of matrices.
      const rows = tf.expandDims(normalDraws(key, [...sampleShape, ...batchShape, n]), -2);
      return tf.add(loc, tf.squeeze(matmul(rows, transposeMatrix(tril(scaleTril))), [-2]));
    });

  return {
    family: "multivariateNormal", ...shapes, support: realVector, parameterConstraints: constraints, loc, scaleTril,
    logProb: (value) =>
      tidy(() => {
        const centred = tf.sub(readValue("multivariateNormal.logProb", value, shapes), loc);
        const z = triangularSolve(scaleTril, tf.expandDims(centred, -1));
        const squared = tf.sum(tf.square(z), [-2, -1]);
        return tf.sub(tf.mul(-0.5, squared), tf.add(logDeterminant(), (n / 2) * LOG_TWO_PI));
      }),
    rsample,
    sample: (key, sampleShape) => withoutGradient(() => rsample(key, sampleShape)),
    mean,
    mode: mean,
    variance: () => tidy(() => tf.broadcastTo(tf.sum(tf.square(tril(scaleTril)), -1), [...batchShape, n])),
    covariance: () => 
      tidy(() => {
        const lower = tril(scaleTril);
        return tf.broadcastTo(matmul(lower, transposeMatrix(lower)), [...batchShape, n, n]);
      }),
    entropy: () => tidy(() => tf.broadcastTo(tf.add(logDeterminant(), (n / 2) * (1 + LOG_TWO_PI)), batchShape)),
  };
}
