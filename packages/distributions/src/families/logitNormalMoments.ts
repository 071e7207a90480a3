import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isGreater, logistic, normalCdf, normalPdf, select, softplus } from "@variate/math";

const grid = (count: number, step: number): number[] => Array.from({ length: 2 * count + 1 }, (_, i) => (i - count) * step);
const sum = (weights: number[], values: Tensor): Tensor => tf.sum(tf.mul(weights, values), -1);

// A normal's density at every half, and a logistic's at every whole number: sums over either are integrals to 1e-8, since
// the trapezoidal rule converges exponentially for what is analytic around the line.
const NORMAL_NODES = grid(11, 0.5);
const NORMAL_WEIGHTS = NORMAL_NODES.map((n) => (0.5 * Math.exp((-n * n) / 2)) / Math.sqrt(2 * Math.PI));
const LOGISTIC_NODES = grid(20, 1);
const LOGISTIC_WEIGHTS = LOGISTIC_NODES.map((y) => 1 / (2 + 2 * Math.cosh(y)));
// The density of the larger of two logistic draws, the derivative of σ².
const LARGER_WEIGHTS = LOGISTIC_NODES.map((y, i) => (2 * (LOGISTIC_WEIGHTS[i] as number)) / (1 + Math.exp(-y)));

/**
 * Means under y = loc + scale n, n standard normal, σ the logistic function:
 *
 *   scale ≤ 2   Σ w f(loc + scale n) over nodes n
 *   beyond      E σ(y) = P(l < y) = E Φ((loc − l) / scale), a sum over nodes l of a logistic draw, on which Φ is then smooth;
 *               E σ² the same with the larger of two draws, and E (−log σ(y) − log σ(−y)) = E |y − l|
 */
export function expectations(loc: Tensor, scale: Tensor): Record<"mean" | "variance" | "logJacobian", () => Tensor> {
  const wide = isGreater(scale, 2);
  const column = (x: Tensor): Tensor => tf.expandDims(x, -1);
  const narrow = (f: (y: Tensor) => Tensor): Tensor =>
    sum(NORMAL_WEIGHTS, f(tf.add(column(loc), tf.mul(column(select(wide, 1, scale)), NORMAL_NODES))));
  const broad = select(wide, scale, 3);
  const share = (): Tensor => tf.div(tf.sub(column(loc), LOGISTIC_NODES), column(broad));
  const either = (small: Tensor, large: Tensor): Tensor => select(wide, large, small);
  return {
    mean: () => either(narrow(logistic), sum(LOGISTIC_WEIGHTS, normalCdf(share()))),
    variance: () => {
      const mean = column(narrow(logistic));
      const probabilities = normalCdf(share());
      const squared = tf.square(sum(LOGISTIC_WEIGHTS, probabilities));
      return either(narrow((y) => tf.square(tf.sub(logistic(y), mean))), tf.sub(sum(LARGER_WEIGHTS, probabilities), squared));
    },
    // E (log x + log(1 − x)), negated: the entropy adds it.
    logJacobian: () => {
      const w = share();
      const distance = tf.mul(broad, sum(LOGISTIC_WEIGHTS, tf.add(tf.mul(2, normalPdf(w)), tf.mul(w, tf.sub(tf.mul(2, normalCdf(w)), 1)))));
      return either(narrow((y) => tf.add(softplus(y), softplus(tf.neg(y)))), distance);
    },
  };
}
