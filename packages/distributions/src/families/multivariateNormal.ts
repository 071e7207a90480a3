import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { cholesky, diagonalPart, tidy, transposeMatrix, triangularLogDeterminant, triangularSolve, type NumericInput } from "@variate/math";
import { normalDraws } from "@variate/random";
import { lowerCholesky, positiveDefinite, realVector, type Constraint } from "../constraints.js";
import type { HasCovariance, HasEntropy, HasMean, HasMode, HasVariance, Reparameterized } from "../distribution.js";
import { makeFamily } from "../family.js";
import { exactlyOne } from "../parameters.js";
import { correlate, lastSize, product, productDiagonal, requireSameSize, whiten } from "./scaleTril.js";

/** The mean, and exactly one of the covariance's Cholesky factor, the covariance, and its inverse. */
export type MultivariateNormalParameters = { readonly loc: NumericInput } & (
  | { readonly scaleTril: NumericInput; readonly covarianceMatrix?: never; readonly precisionMatrix?: never }
  | { readonly covarianceMatrix: NumericInput; readonly scaleTril?: never; readonly precisionMatrix?: never }
  | { readonly precisionMatrix: NumericInput; readonly scaleTril?: never; readonly covarianceMatrix?: never }
);

export interface MultivariateNormal
  extends Reparameterized<Tensor, readonly [number]>, HasMean, HasVariance, HasCovariance, HasMode, HasEntropy {
  readonly family: "multivariateNormal";
  /** Shape [...batch, n]. */
  readonly loc: Tensor;
  /** Shape [...batch, n, n]: as given, or made of the matrix that was. */
  readonly scaleTril: Tensor;
  /** The covariance, when the distribution was given by it. */
  readonly covarianceMatrix?: Tensor;
  /** The inverse of the covariance, when the distribution was given by it. */
  readonly precisionMatrix?: Tensor;
}

type Matrix = "scaleTril" | "covarianceMatrix" | "precisionMatrix";
const MATRICES: Readonly<Record<Matrix, Constraint>> = {
  scaleTril: lowerCholesky, covarianceMatrix: positiveDefinite, precisionMatrix: positiveDefinite,
};
const LOG_TWO_PI = Math.log(2 * Math.PI);

/**
 * Multivariate normal distribution over vectors of length n, with covariance L Lᵀ.
 *
 *   log p(x) = −½ ‖L⁻¹(x − loc)‖² − Σ log Lᵢᵢ − (n/2) log 2π
 *   mean = mode = loc,   covariance = L Lᵀ,   entropy = Σ log Lᵢᵢ + (n/2)(1 + log 2π), in nats
 *
 * `rsample(key, s)` is `loc + L ε` with ε = `normalDraws(key, [...s, ...batchShape, n])`.
 *
 * Gradients reach the matrix that was given. What float32 loses grows with its condition number: about 1e-7 times that
 * of L for `scaleTril`, and times its square for the other two, whose factor has to be found first.
 *
 * @param parameters.loc - Mean, shape [...batch, n].
 * @param parameters.scaleTril - L, the lower Cholesky factor of the covariance, shape [...batch, n, n], with a positive
 *   diagonal. What is above the diagonal is not read.
 * @param parameters.covarianceMatrix - In its place, L Lᵀ: symmetric, of which the lower triangle is read.
 * @param parameters.precisionMatrix - In its place, the inverse of L Lᵀ.
 *   Batches broadcast. A matrix that is not positive definite to float32 gives NaN.
 * @throws Unless exactly one matrix is given, if it is not square, its size is not that of `loc`, or the batches do not
 *   broadcast.
 *
 * Reference: Kotz, Balakrishnan and Johnson (2000), "Continuous Multivariate Distributions", ch. 45.
 */
export function multivariateNormal(parameters: MultivariateNormalParameters): MultivariateNormal {
  const given: Matrix = exactlyOne("multivariateNormal", ["scaleTril", "covarianceMatrix", "precisionMatrix"], parameters);
  type Names = "loc" | "scaleTril";
  const specification = {
    family: "multivariateNormal" as const,
    constraints: { loc: realVector, [given]: MATRICES[given] } as unknown as Record<Names, Constraint>,
    parameters: { loc: parameters.loc, [given]: parameters[given] } as unknown as Record<Names, NumericInput>,
    support: realVector,
    eventShape: ({ loc }: { readonly loc: Tensor }): readonly [number] => [lastSize(loc)],
    check: (tensors: Readonly<Partial<Record<Matrix, Tensor>> & { loc: Tensor }>) =>
      requireSameSize("multivariateNormal", tensors.loc, given, tensors[given] as Tensor),
  };
  return makeFamily(specification, (tensors, { eventShape: [n] }) => {
    const { loc } = tensors;
    const matrix = (tensors as Partial<Record<Matrix, Tensor>>)[given] as Tensor;
    const scaleTril = given === "scaleTril" ? matrix : tidy(() => (given === "covarianceMatrix" ? cholesky(matrix) : inverseFactor(matrix)));
    const logDeterminant = (): Tensor => triangularLogDeterminant(scaleTril);
    return {
      scaleTril,
      logProb: (x) => {
        const squared = tf.sum(tf.square(whiten(scaleTril, tf.sub(x, loc))), -1);
        return tf.sub(tf.mul(-0.5, squared), tf.add(logDeterminant(), (n / 2) * LOG_TWO_PI));
      },
      rsample: (key, shape) => tf.add(loc, correlate(scaleTril, normalDraws(key, shape))),
      mean: () => loc,
      mode: () => loc,
      variance: () => (given === "covarianceMatrix" ? diagonalPart(matrix) : productDiagonal(scaleTril)),
      covariance: () => (given === "covarianceMatrix" ? matrix : product(scaleTril)),
      entropy: () => tf.add(logDeterminant(), (n / 2) * (1 + LOG_TWO_PI)),
    };
  });
}

/** The lower Cholesky factor of P⁻¹: with P = Uᵀ U for a lower triangular U, it is U⁻¹. */
function inverseFactor(precision: Tensor): Tensor {
  const upsideDown = (x: Tensor): Tensor => tf.reverse(x, [-2, -1]);
  const upper = upsideDown(cholesky(upsideDown(precision)));
  return triangularSolve(transposeMatrix(upper), tf.eye(lastSize(precision)));
}
