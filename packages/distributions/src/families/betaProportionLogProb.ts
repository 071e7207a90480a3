import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { digammaRemainder, exactSum, isEqual, isGreater, isLess, log1p, roundedDeviance, roundedLogRatio, select, smooth, stirlingRemainder, tidy } from "@variate/math";
import { exactly } from "../odds.js";
import { atEnd } from "./betaLogProb.js";

/**
 * log of the beta density with mean m and concentration κ, in nats; −Infinity outside [0, 1]. Elementwise; broadcasts.
 *
 *   = ½ log(ab / 2πκ) + s(κ) − s(a) − s(b) − κ D − log x − log(1 − x),   a = κ m,  b = κ (1 − m),
 *   D = D(m, x) + D(1 − m, 1 − x)
 *
 * with s the Stirling remainder and D the deviance. a and b enter where their rounding does not tell, so that a density
 * that is much narrower than the roundings of m and x still has its digits.
 *
 * Gradient: κ (log(x / m) − log((1 − x) / (1 − m)) + log a − ψ(a) − log b + ψ(b)) in m, and in κ
 * m (log a − ψ(a)) + (1 − m)(log b − ψ(b)) − (log κ − ψ(κ)) − D; (κ (m − x) − 1 + 2x) / (x (1 − x)) in the value; 0 outside (0, 1).
 *
 * Reference: Loader (2000).
 */
export function betaProportionLogProb(value: Tensor, loc: Tensor, concentration: Tensor): Tensor {
  return smooth("variate.betaProportionLogProb", { value, loc, concentration }, (own) => density(own.value, own.loc, own.concentration), ({ value: v, loc: m, concentration: k }) => {
    const { inside, x, y, rest, a, b, others } = parts(v, m, k);
    const atInside = (slope: () => Tensor) => (): Tensor => select(inside, slope(), 0);
    const ratios = (): Tensor => tf.sub(roundedLogRatio(exactly(x), m, tf.log(x)), roundedLogRatio(others, rest.value, log1p(tf.neg(x))));
    const offsets = (): Tensor => tf.sub(tf.mul(m, offset(a)), tf.sub(offset(k), tf.mul(rest.value, offset(b))));
    const pull = (): Tensor => {
      const distance = exactSum(m, tf.neg(x));
      return tf.add(tf.mul(k, distance.value), tf.mul(k, distance.error));
    };
    return {
      value: atInside(() => tf.div(tf.div(tf.add(pull(), tf.sub(tf.mul(2, x), 1)), x), y.value)),
      loc: atInside(() => tf.mul(k, tf.add(ratios(), tf.sub(offset(a), offset(b))))),
      concentration: atInside(() => tf.sub(offsets(), divergence(x, m, rest.value, others))),
    };
  });
}

/** log c − ψ(c). */
const offset = (c: Tensor): Tensor => tf.sub(tf.div(0.5, c), digammaRemainder(c));

/** x, 1 − x and 1 − m, with the concentrations; `others` is 1 − x with the rounding of 1 − m taken off too. */
function parts(v: Tensor, m: Tensor, k: Tensor) {
  const inside = tf.logicalAnd(isGreater(v, 0), isLess(v, 1));
  const x = select(inside, v, 0.5);
  const y = exactSum(tf.onesLike(x), tf.neg(x));
  const rest = exactSum(tf.onesLike(m), tf.neg(m));
  const others = { value: y.value, error: tf.sub(y.error, rest.error) };
  return { inside, x, y, rest, others, a: concentrationOf(m, k), b: concentrationOf(rest.value, k) };
}

/** Products that underflow stay positive. */
export const concentrationOf = (share: Tensor, k: Tensor): Tensor => tf.maximum(tf.mul(share, k), 1e-30);

/** D(m, x) + D(1 − m, 1 − x). */
const divergence = (x: Tensor, m: Tensor, rest: Tensor, others: ReturnType<typeof exactly>): Tensor =>
  tf.add(roundedDeviance(m, exactly(x), tf.log(x)), roundedDeviance(rest, others, log1p(tf.neg(x))));

function density(v: Tensor, m: Tensor, k: Tensor): Tensor {
  return tidy(() => {
    const { inside, x, rest, others, a, b } = parts(v, m, k);
    const remainders = tf.sub(tf.sub(stirlingRemainder(k), stirlingRemainder(a)), stirlingRemainder(b));
    const roots = tf.mul(0.5, tf.sub(tf.add(tf.log(a), tf.log(b)), tf.add(tf.log(k), Math.log(2 * Math.PI))));
    const jacobian = tf.add(tf.log(x), log1p(tf.neg(x)));
    const interior = tf.sub(tf.sub(tf.add(roots, remainders), tf.mul(k, divergence(x, m, rest.value, others))), jacobian);
    const closed = select(isEqual(v, 0), atEnd(a, b), select(isEqual(v, 1), atEnd(b, a), -Infinity));
    return select(inside, interior, closed);
  });
}
