import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import {
  diagonalMatrix,
  diagonalPart,
  digammaOfPositive,
  digammaRemainder,
  matmul,
  poissonDeviance,
  setDiagonal,
  stirlingRemainder,
  transposeMatrix,
  tril,
  type Shape,
} from "@variate/math";
import { normalDraws, splitKey, type RandomKey } from "@variate/random";
import { pathwiseLogGammas } from "./gammaFormulas.js";

// What the Wishart families share: a lower triangular T of n rows with independent elements, standard normal below the
// diagonal and chi distributed on it, of which T Tᵀ is a standard Wishart matrix (Bartlett 1933). Call these inside
// `tidy`. `halves` are half the degrees of freedom along the diagonal, [..., n]; `powers` count the elements that share
// a row or column with each, n − 1 − i from the top or i: the Jacobian of T Tᵀ or Tᵀ T.

const LOG_TWO_PI = Math.log(2 * Math.PI);

export interface Diagonal {
  readonly halves: Tensor;
  readonly powers: Tensor;
}

/** Degrees of freedom df, df − 1, …, df − n + 1 down the diagonal ("falling"), or up it ("rising"). */
export function diagonalOf(df: Tensor, n: number, direction: "falling" | "rising"): Diagonal {
  const steps = Float32Array.from({ length: n }, (_, i) => (direction === "falling" ? i : n - 1 - i));
  const powers = tf.tensor1d(steps.map((step) => n - 1 - step));
  return { halves: tf.mul(0.5, tf.sub(tf.expandDims(df, -1), tf.tensor1d(steps))), powers };
}

/**
 * log density of the standard Wishart matrix with the factor T, in nats:
 *
 *   Σ log χ²(tᵢ²) − powersᵢ log tᵢ − ½ Σ_{i>j} Tᵢⱼ² − n(n−1)/4 log 2π
 *
 * with the chi-squared density by a deviance, so that large degrees of freedom keep their digits.
 */
export function factorLogProb(factor: Tensor, { halves, powers }: Diagonal): Tensor {
  const n = factor.shape[factor.rank - 1] as number;
  const t = diagonalPart(factor);
  const q = tf.mul(0.5, tf.square(t));
  const front = tf.sub(tf.sub(tf.mul(0.5, tf.log(halves)), stirlingRemainder(halves)), 0.5 * LOG_TWO_PI + Math.LN2);
  const logT = tf.log(t);
  const logQ = tf.sub(tf.mul(2, logT), Math.LN2);
  const diagonal = tf.sub(tf.sub(tf.sub(front, logQ), poissonDeviance(halves, q)), tf.mul(powers, logT));
  const below = tf.sum(tf.square(tril(factor, -1)), [-2, -1]);
  return tf.sub(tf.sub(tf.sum(diagonal, -1), tf.mul(0.5, below)), ((n * (n - 1)) / 4) * LOG_TWO_PI);
}

/** Entropy of the standard Wishart matrix, in nats. */
export function factorEntropy({ halves: a, powers }: Diagonal): Tensor {
  const n = a.shape[a.rank - 1] as number;
  const excess = tf.mul(tf.sub(a, 1), tf.sub(tf.div(0.5, a), digammaRemainder(a)));
  const ofGamma = tf.add(tf.add(tf.mul(0.5, tf.log(a)), tf.add(stirlingRemainder(a), excess)), 0.5 * LOG_TWO_PI);
  const diagonal = tf.add(tf.add(ofGamma, Math.LN2), tf.mul(powers, meanLogDiagonal(a)));
  return tf.add(tf.sum(diagonal, -1), ((n * (n - 1)) / 4) * (1 + LOG_TWO_PI));
}

/** E log tᵢ = ½ (ψ(a) + log 2). */
export function meanLogDiagonal(halves: Tensor): Tensor {
  return tf.mul(0.5, tf.add(digammaOfPositive(halves), Math.LN2));
}

/**
 * Draws of T: with `[normals, gammas] = splitKey(key, 2)`, the lower triangle of `normalDraws(normals, shape)`, and
 * √(2 g) on the diagonal, log g from `logGammaDraws(gammas, halves, [..., n])`, not below exp(floor).
 */
export function factorDraws(key: RandomKey, halves: Tensor, batchShape: Shape, shape: number[], floor: number): Tensor {
  const [normals, gammas] = splitKey(key, 2) as [RandomKey, RandomKey];
  const n = shape[shape.length - 1] as number;
  const logs = pathwiseLogGammas(gammas, halves, [...batchShape, n], shape.slice(0, -1));
  const diagonal = tf.exp(tf.maximum(tf.mul(0.5, tf.add(logs, Math.LN2)), floor));
  return tf.add(tril(normalDraws(normals, shape), -1), diagonalMatrix(diagonal));
}

/**
 * F Fᵀ, its diagonal raised by 2⁻²² n of itself, a few roundings: so much that `cholesky` succeeds in float32 where the
 * exact product is too nearly singular.
 */
export function definiteProduct(factor: Tensor): Tensor {
  const n = factor.shape[factor.rank - 1] as number;
  const exact = matmul(factor, transposeMatrix(factor));
  return setDiagonal(exact, tf.mul(1 + n * 2 ** -22, diagonalPart(exact)));
}
