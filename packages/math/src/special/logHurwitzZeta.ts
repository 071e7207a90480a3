import * as tf from "../tf.js";
import { toFloatTensor, type NumericInput } from "../convert.js";
import { elementwisePair } from "../elementwise.js";
import { isGreater, select } from "../masks.js";
import { broadcastShapes } from "../shape.js";
import { tidy } from "../tidy.js";
import { exponential } from "./exponential.js";
import { log1p } from "./log1p.js";

/**
 * log ζ(s), elementwise, for s > 1: logarithm of Riemann's zeta function, the normalizer of the zeta (Zipf) distribution.
 *
 * −log(s − 1) near 1, where it is +Infinity; 2⁻ˢ for large s; NaN below 1. Error below 4e-7 · max(1, |value|); relative error
 * below 3e-6 to s = 100.
 *
 * Gradient: ζ′(s)/ζ(s), minus the mean of log k under p(k) ∝ k⁻ˢ; derivatives of every order.
 *
 * Reference: Abramowitz and Stegun, 23.2.9 and 23.1.30 (Euler and Maclaurin's formula).
 */
export function logRiemannZeta(s: NumericInput): tf.Tensor {
  return tidy(() => logZeta(toFloatTensor(s), tf.scalar(1)));
}

/**
 * log ζ(s, q), elementwise, for s > 1 and q > 0; broadcasts: logarithm of Hurwitz's zeta function,
 *
 *   ζ(s, q) = Σ_{k≥0} 1/(q + k)ˢ
 *
 * The tail of a Zipf distribution: P(X > k) = ζ(s, k + 1)/ζ(s). +Infinity at s = 1 and where q = 0; NaN beyond.
 *
 * Error below 4e-7 · max(1, |value|), for q from 1e-30 to 1e30.
 *
 * Gradient: that of the sum in s, −s ζ(s + 1, q)/ζ(s, q) in q; second order too.
 *
 * Reference: Johansson (2015), "Rigorous high-precision computation of the Hurwitz zeta function", §2.
 */
export function logHurwitzZeta(s: NumericInput, q: NumericInput): tf.Tensor {
  return elementwisePair("variate.logHurwitzZeta", s, q, (a, b) => logZeta(a, b), (a, b) => {
    const shape = broadcastShapes("logHurwitzZeta", { s: a.shape, q: b.shape });
    const [order, from] = [tf.broadcastTo(a, shape), tf.broadcastTo(b, shape)];
    // ∂ζ(s, q)/∂q = −s ζ(s + 1, q)
    const next = tf.div(scaledZeta(tf.add(order, 1), from), scaledZeta(order, from));
    return [tf.grad((v) => logZeta(v, from))(order), tf.neg(tf.mul(tf.div(order, from), next))];
  });
}

/** log ζ in differentiable operations: (1 − s) log q + log(qˢ ζ/q) for q > 1, where qˢ ζ grows with q. */
function logZeta(s: tf.Tensor, q: tf.Tensor): tf.Tensor {
  const inside = isGreater(s, 1);
  const order = select(inside, tf.minimum(s, 1e30), 2);
  const far = isGreater(q, 1);
  const rest = scaledRest(order, q);
  const logarithm = select(far, tf.log(tf.div(tf.add(1, rest), q)), log1p(rest));
  const power = tf.mul(tf.sub(select(far, 1, tf.zerosLike(q)), order), tf.log(q));
  const value = tf.add(power, logarithm);
  return select(inside, value, tf.where(tf.equal(s, 1), tf.fill(s.shape, Infinity), tf.fill(s.shape, NaN)));
}

/** qˢ ζ(s, q). */
function scaledZeta(s: tf.Tensor, q: tf.Tensor): tf.Tensor {
  return tf.add(1, scaledRest(s, q));
}

/** Terms that are summed before the formula takes over; it is then left off by 1e-9. */
const TERMS = 8;

/**
 * qˢ ζ(s, q) − 1, whose terms are ratios to the first one and cannot overflow. With m = q + 8
 *
 *   Σ_{0<k<8} (1 + k/q)⁻ˢ + (m/q)⁻ˢ (m/(s − 1) + ½ + Σ_j B_2j/(2j)! s (s + 1) … (s + 2j − 2) / m^(2j−1))
 */
function scaledRest(s: tf.Tensor, q: tf.Tensor): tf.Tensor {
  const minus = tf.neg(s);
  const power = (k: number): tf.Tensor => exponential(tf.mul(minus, log1p(tf.div(k, q))));
  let rest = power(1);
  for (let k = 2; k < TERMS; k++) rest = tf.add(rest, power(k));
  const from = tf.add(q, TERMS);
  // (s + j)/m: where it is large the power beside it is 0, so a bound may keep the products finite.
  const over = (j: number): tf.Tensor => tf.div(tf.minimum(tf.add(s, j), 1e7), from);
  const second = tf.mul(tf.mul(over(0), over(1)), over(2));
  const third = tf.mul(tf.mul(second, over(3)), over(4));
  const correction = tf.add(
    tf.add(0.5, tf.mul(1 / 12, over(0))),
    tf.add(tf.mul(-1 / 720, second), tf.mul(1 / 30240, third)),
  );
  return tf.add(rest, tf.mul(power(TERMS), tf.add(tf.div(from, tf.sub(s, 1)), correction)));
}
