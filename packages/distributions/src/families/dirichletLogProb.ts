import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { digammaOfPositive, exactProduct, isEqual, isGreater, isLess, logSumExp, roundedLogRatio, select, smooth, stirlingRemainder, tidy, withoutGradient, type Rounded } from "@variate/math";
import { simplex } from "../constraints.js";

/**
 * log of the Dirichlet density, Σ (aᵢ − 1) log xᵢ − Σ log Γ(aᵢ) + log Γ(n), n = Σ aᵢ, in nats; −Infinity outside the
 * simplex. Sums over the last axis; the rest broadcasts.
 *
 *   = Σ aᵢ log(n xᵢ / aᵢ) + ½ Σ log aᵢ − ½ log n − Σ s(aᵢ) + s(n) − Σ log xᵢ − ½ (K − 1) log 2π
 *
 * with s the Stirling remainder, and n xᵢ and n held to twice the digits of float32.
 *
 * Gradient: (aᵢ − 1)/xᵢ in the value, log xᵢ − ψ(aᵢ) + ψ(n) in the concentration; 0 where the density is 0 or infinite.
 *
 * Reference: Loader (2000).
 */
export function dirichletLogProb(value: Tensor, concentration: Tensor): Tensor {
  return smooth("variate.dirichletLogProb", { value, concentration }, (own) => density(own.value, own.concentration), ({ value: v, concentration: a }) => {
    const inside = withoutGradient(() => tf.expandDims(tf.logicalAnd(simplex.contains(v), tf.all(tf.greater(v, 0), -1)), -1));
    const x = select(isGreater(v, 0), v, 1);
    const score = tf.sub(tf.log(x), tf.sub(digammaOfPositive(a), digammaOfPositive(tf.sum(a, -1, true))));
    return { value: select(inside, tf.div(tf.sub(a, 1), x), 0), concentration: select(inside, score, 0) };
  }, { summed: true });
}

function density(v: Tensor, a: Tensor): Tensor {
  return tidy(() => {
    const zero = isEqual(v, 0);
    const x = select(isGreater(v, 0), v, 1);
    const n = exactTotal(a);
    const product = exactProduct(n.value, x);
    const mean = { value: product.value, error: tf.add(product.error, tf.mul(n.error, x)) };
    const powers = tf.mul(a, roundedLogRatio(mean, a, tf.add(tf.log(n.value), tf.log(x))));
    const own = tf.sub(tf.sub(tf.mul(0.5, tf.log(a)), stirlingRemainder(a)), tf.log(x));
    const total = tf.squeeze(tf.sub(stirlingRemainder(n.value), tf.mul(0.5, tf.log(n.value))), [-1]);
    const constant = 0.5 * ((a.shape.at(-1) as number) - 1) * Math.log(2 * Math.PI);
    const inside = tf.sub(tf.add(tf.sum(tf.add(powers, own), -1), total), constant);
    // An entry of 0 makes the density 0, leaves it, or makes it infinite, as its concentration is above, at or below 1.
    const none = tf.any(tf.logicalAnd(zero, isGreater(a, 1)), -1);
    const infinite = tf.any(tf.logicalAnd(zero, isLess(a, 1)), -1);
    const onSimplex = select(none, -Infinity, select(infinite, Infinity, inside));
    return select(simplex.contains(v), onSimplex, -Infinity);
  });
}

/** Σ aᵢ along the last axis, kept: high parts on one grid, whose sum is exact, and the rest. */
export function exactTotal(a: Tensor): Rounded {
  const value = tf.sum(a, -1, true);
  const error = withoutGradient(() =>
    tidy(() => {
      const grid = tf.mul(value, 4);
      const high = tf.sub(tf.add(a, grid), grid);
      return tf.add(tf.sub(tf.sum(high, -1, true), value), tf.sum(tf.sub(a, high), -1, true));
    }),
  );
  return { value, error };
}

/** log xᵢ of shares xᵢ = gᵢ / Σ gⱼ, from log gᵢ less their largest, so that their own size costs no digits. */
export function logShares(logs: Tensor): Tensor {
  const own = tf.sub(logs, withoutGradient(() => tf.max(logs, -1, true)));
  return tf.sub(own, logSumExp(own, -1, true));
}
