import * as tf from "../tf.js";
import type { NumericInput } from "../convert.js";
import { elementwisePair } from "../elementwise.js";
import { isGreater, select } from "../masks.js";
import { broadcastShapes } from "../shape.js";
import { between, continued, UNIT } from "./ends.js";
import { exponential } from "./exponential.js";
import { gammaDrawDerivative, logGammaDrawDerivative } from "./gammaDrawDerivative.js";
import { gammaKernel, gammaTail } from "./gammaSide.js";
import { lgammaOfNext } from "./lgamma.js";
import { log1p } from "./log1p.js";
import { quantileStep, roughNormalQuantile, spreadOfLog } from "./quantileStep.js";

/** Whether probabilities are counted from below, 1, or from above, −1. */
type Tail = 1 | -1;

const named = (tail: Tail): string => (tail < 0 ? "FromAbove" : "");

/**
 * Quantile of Gamma(a, rate 1), elementwise, for a > 0 and 0 ≤ p ≤ 1: the x at which `regularizedGammaP`(a, x) is p;
 * broadcasts.
 *
 * 0 at p = 0, Infinity at p = 1, NaN outside [0, 1]. Error of P at the result below 1e-6, or what rounding x makes of
 * it, which is 1e-7 √a. A fixed number of steps of Halley's method on the device, nothing read back.
 *
 * Gradient: 1 over the density in p, `gammaDrawDerivative` in a; 0 at the ends; second order too.
 *
 * @param tail - −1 where p is `regularizedGammaQ`(a, x), the probability beyond x, which then keeps its digits when small.
 */
export function gammaQuantile(a: NumericInput, p: NumericInput, tail: Tail = 1): tf.Tensor {
  return elementwisePair(
    `variate.gammaQuantile${named(tail)}`,
    a,
    p,
    (c, rank) => continued(gammaRoot(c, between(rank, UNIT, 0.5).safe, tail).x, rank, UNIT, [Math.exp(-tail * Infinity), Math.exp(tail * Infinity)]),
    (c, rank) => {
      const { inside, safe } = between(rank, UNIT, 0.5);
      const x = gammaQuantile(c, safe, tail);
      const positive = select(isGreater(x, 0), x, 1);
      const ofP = select(isGreater(x, 0), tf.div(tf.mul(tail, positive), gammaKernel(c, positive)), 0);
      return [select(inside, gammaDrawDerivative(c, x), 0), select(inside, ofP, 0)];
    },
  );
}

/**
 * The logarithm of `gammaQuantile`, elementwise, also where that underflows, which for a small a it mostly does;
 * broadcasts. −Infinity at p = 0.
 *
 * Gradient: `logGammaDrawDerivative` in a, 1 over the density of log x in p; 0 at the ends; second order too.
 */
export function logGammaQuantile(a: NumericInput, p: NumericInput, tail: Tail = 1): tf.Tensor {
  return elementwisePair(
    `variate.logGammaQuantile${named(tail)}`,
    a,
    p,
    (c, rank) => continued(gammaRoot(c, between(rank, UNIT, 0.5).safe, tail).logX, rank, UNIT, [-tail * Infinity, tail * Infinity]),
    (c, rank) => {
      const { inside, safe } = between(rank, UNIT, 0.5);
      const logX = logGammaQuantile(c, safe, tail);
      // As x vanishes, P = xᵃ / Γ(a + 1) and the kernel is a P.
      const tiny = isGreater(-60, logX);
      const kernel = select(tiny, tf.mul(c, tail < 0 ? tf.sub(1, safe) : safe), gammaKernel(c, exponential(select(tiny, 0, logX))));
      return [select(inside, logGammaDrawDerivative(c, logX), 0), select(inside, tf.div(tail, kernel), 0)];
    },
  );
}

const STEPS = 4;

function gammaRoot(concentration: tf.Tensor, rank: tf.Tensor, tail: Tail): { x: tf.Tensor; logX: tf.Tensor } {
  const shape = broadcastShapes("gammaQuantile", { a: concentration.shape, p: rank.shape });
  const a = tf.broadcastTo(concentration, shape);
  const own = tf.broadcastTo(rank, shape);
  const other = tf.sub(1, own);
  const [p, q] = tail < 0 ? [other, own] : [own, other];
  const upper = tf.greater(p, 0.5);
  const target = tf.log(tf.where(upper, q, p));
  const direct = tf.greaterEqual(a, 1);
  const spread = spreadOfLog(a);
  let logX = start(a, p, upper, target);
  let x = tf.exp(logX);
  const zero = tf.zerosLike(a);
  for (let step = 0; step < STEPS; step++) {
    [x, logX] = tf.tidy(() => {
      const { log, hazard } = gammaTail(a, x, zero, upper, logX);
      const bend = (slope: tf.Tensor): tf.Tensor => tf.sub(tf.sub(a, x), slope);
      const move = quantileStep(upper, tf.sub(log, target), hazard, bend, spread);
      // From 1 on x does not underflow and, near a large a, has digits that its logarithm has not.
      const next = tf.where(direct, tf.mul(x, tf.exp(move)), tf.exp(tf.add(logX, move)));
      return [next, tf.where(direct, tf.log(next), tf.add(logX, move))] as [tf.Tensor, tf.Tensor];
    });
  }
  return { x, logX };
}

/**
 * log x to begin with: Wilson and Hilferty's cube of a normal; in the lower tail of a small a, or of a p that is tiny,
 * from P ≤ xᵃ / Γ(a + 1); in the upper tail of a < 1 from Q ≈ x^(a−1) e⁻ˣ / Γ(a).
 */
function start(a: tf.Tensor, p: tf.Tensor, upper: tf.Tensor, target: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const small = tf.less(a, 1);
    const ofNext = lgammaOfNext(a);
    const power = tf.div(tf.add(tf.log(p), ofNext), a);
    const root = tf.sqrt(a);
    const cube = tf.add(tf.sub(1, tf.div(1 / 9, a)), tf.div(tf.div(roughNormalQuantile(upper, target), 3), root));
    const normal = tf.add(tf.mul(3, tf.log(tf.maximum(cube, 0.1))), tf.log(a));
    const depth = tf.maximum(tf.neg(tf.add(target, tf.sub(ofNext, tf.log(a)))), 0.5);
    const tail = tf.log(tf.sub(depth, tf.mul(tf.sub(1, tf.minimum(a, 1)), log1p(depth))));
    const ofSmall = tf.where(tf.logicalOr(tf.less(power, -1.2), tf.lessEqual(p, 0.5)), power, tail);
    return tf.where(small, ofSmall, tf.where(tf.greater(cube, 0.4), normal, tf.minimum(power, normal)));
  });
}
