import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { matmul, tidy, transposeMatrix, tril, withoutGradient } from "@variate/math";
import type { Distribution, HasMean, HasVariance } from "../distribution.js";
import type { With } from "../kl/table.js";
import { fromTable, type WithForm } from "./forms.js";
import { safeRoot } from "./safeRoot.js";

type Summarized = Distribution & HasMean & HasVariance;

/** (E p − E q)² + (√Var p − √Var q)², for distributions that a shift and a scale turn into each other. */
function locationScale(p: Summarized, q: Summarized): Tensor {
  const spread = tf.sub(tf.sqrt(p.variance()), tf.sqrt(q.variance()));
  return tf.add(tf.square(tf.sub(p.mean(), q.mean())), tf.square(spread));
}

const points = (p: With<"loc">, q: With<"loc">): Tensor => tf.square(tf.sub(p.loc, q.loc));

const diagonals = (p: With<"loc" | "scaleDiag">, q: With<"loc" | "scaleDiag">): Tensor =>
  tf.sum(tf.add(points(p, q), tf.square(tf.sub(p.scaleDiag, q.scaleDiag))), -1);

const ITERATIONS = 40;

/**
 * ‖μ_p − μ_q‖² + min ‖P − Q U‖² over the orthogonal matrices U: as tr(Σ_p + Σ_q − 2 (Σ_p^½ Σ_q Σ_p^½)^½), without its
 * cancellation. U is the polar factor of QᵀP, by the Newton–Schulz iteration; at the minimum it has no gradient.
 */
function multivariateNormals(p: With<"loc" | "scaleTril">, q: With<"loc" | "scaleTril">): Tensor {
  const [own, other] = [tril(p.scaleTril), tril(q.scaleTril)];
  const rotation = withoutGradient(() => tidy(() => polarFactor(matmul(transposeMatrix(other), own))));
  const apart = tf.sum(tf.square(tf.sub(own, matmul(other, rotation))), [-2, -1]);
  return tf.add(tf.sum(points(p, q), -1), apart);
}

/** U of X = U H, by Y ← ½ Y (3 − YᵀY) from Y = X/‖X‖: singular values rise to 1, those 1e-4 of the largest in 40 steps. */
function polarFactor(x: Tensor): Tensor {
  let y: Tensor = tf.div(x, tf.sqrt(tf.sum(tf.square(x), [-2, -1], true)));
  for (let i = 0; i < ITERATIONS; i++) {
    const current = y;
    y = tidy(() => tf.sub(tf.mul(1.5, current), tf.mul(0.5, matmul(current, matmul(transposeMatrix(current), current)))));
    current.dispose();
  }
  return y;
}

export const wassersteinForms = {
  "deterministic|deterministic": points,
  "exponential|exponential": locationScale,
  "gumbel|gumbel": locationScale,
  "halfNormal|halfNormal": locationScale,
  "laplace|laplace": locationScale,
  "logistic|logistic": locationScale,
  "multivariateNormal|multivariateNormal": multivariateNormals,
  "multivariateNormalDiag|multivariateNormalDiag": diagonals,
  "normal|normal": locationScale,
  "uniform|uniform": locationScale,
} as const;

/** Pairs of families with a Wasserstein distance in closed form, as `"p|q"`. */
export interface WassersteinTable extends Readonly<Record<keyof typeof wassersteinForms, true>> {}

/**
 * Wasserstein distance of order 2 in closed form,
 *
 *   W₂ = min √E‖x − y‖²   over all joint distributions of x ~ p and y ~ q,
 *
 * in the units of x, of the common batch shape. Scalar families of one location–scale family have
 * W₂² = (E p − E q)² + (sd p − sd q)²; squares of the components of `independent` add up. Gradients reach the parameters
 * of both; where p and q are equal, a kink, they are 0.
 *
 * @throws If event shapes differ, batch shapes do not broadcast, or the pair has no closed form; that does not compile
 *   where both families are known.
 *
 * Reference: Gelbrich (1990); Panaretos and Zemel (2019), "Statistical aspects of Wasserstein distances".
 */
export function wasserstein2<P extends Distribution, Q extends Distribution>(p: P, q: Q & WithForm<WassersteinTable, "wasserstein2", P, Q>): Tensor {
  type Rule = (p: never, q: never) => Tensor;
  const evaluate = (rule: Rule, own: Distribution, other: Distribution): Tensor => rule(own as never, other as never);
  return tidy(() => safeRoot(fromTable<Rule>("wasserstein2", wassersteinForms, p, q, evaluate, "Sort draws of both and compare.")));
}
