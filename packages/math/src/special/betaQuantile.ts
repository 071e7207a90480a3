import * as tf from "../tf.js";
import type { NumericInput } from "../convert.js";
import { elementwiseTuple } from "../elementwise.js";
import { select } from "../masks.js";
import { broadcastShapes } from "../shape.js";
import { betaDrawSlopes } from "./betaDrawDerivative.js";
import { betaPosition, endsOf, insideBetaSupport, type Scale } from "./betaPosition.js";
import { betaKernel, betaTail, logRaisedPower } from "./betaSide.js";
import { continued, UNIT } from "./ends.js";
import { lbeta } from "./lbeta.js";
import { logistic } from "./softplus.js";
import { quantileStep, roughNormalQuantile, spreadOfLog } from "./quantileStep.js";
import { digammaOfPositive, trigammaOfPositive } from "./stirlingRemainder.js";

/**
 * Quantile of Beta(a, b), elementwise, for a, b > 0 and 0 ≤ p ≤ 1: the x at which `regularizedBeta`(a, b, x) is p;
 * broadcasts.
 *
 * 0 at p = 0, 1 at p = 1, NaN outside [0, 1]. Error of I at the result below 1e-6, or what rounding x makes of it. A
 * fixed number of steps of Halley's method on the device, nothing read back.
 *
 * Gradient: 1 over the density in p, x (1 − x) `logitBetaDrawDerivative` in a and b; 0 at the ends and where x
 * underflows or rounds to 1; second order too.
 */
export function betaQuantile(a: NumericInput, b: NumericInput, p: NumericInput): tf.Tensor {
  return quantile("betaQuantile", a, b, p, "share");
}

/**
 * The log-odds log x − log(1 − x) of `betaQuantile`, elementwise, also where x underflows or rounds to 1, which for
 * small concentrations it mostly does; broadcasts. −Infinity at p = 0, Infinity at p = 1.
 *
 * Gradient: `logitBetaDrawDerivative` in a and b, 1 over the density of the log-odds in p; 0 at the ends; second order
 * too.
 */
export function logitBetaQuantile(a: NumericInput, b: NumericInput, p: NumericInput): tf.Tensor {
  return quantile("logitBetaQuantile", a, b, p, "odds");
}

function quantile(name: string, a: NumericInput, b: NumericInput, p: NumericInput, scale: Scale): tf.Tensor {
  return elementwiseTuple(
    `variate.${name}`,
    ["a", "b", "p"] as const,
    [a, b, p],
    (c, d, rank) => continued(root(c, d, insideBetaSupport(rank, "share").safe, scale), rank, UNIT, endsOf(scale)),
    (c, d, rank) => {
      const within = insideBetaSupport(rank, "share");
      const { inside, safe } = insideBetaSupport(quantile(name, c, d, within.safe, scale), scale);
      const at = betaPosition(safe, scale);
      const perOdds = scale === "share" ? tf.mul(at.x, at.y) : 1;
      const [ofA, ofB] = betaDrawSlopes(c, d, at);
      const ofP = tf.div(1, betaKernel(c, d, safe, scale));
      const both = tf.logicalAnd(within.inside, inside);
      const masked = (slope: tf.Tensor): tf.Tensor => select(both, tf.mul(slope, perOdds), 0);
      return [masked(ofA), masked(ofB), masked(ofP)];
    },
  );
}

const STEPS = 6;

function root(first: tf.Tensor, second: tf.Tensor, rank: tf.Tensor, scale: Scale): tf.Tensor {
  const shape = broadcastShapes("betaQuantile", { a: first.shape, b: second.shape, p: rank.shape });
  const [a, b, p] = [first, second, rank].map((v) => tf.broadcastTo(v, shape)) as [tf.Tensor, tf.Tensor, tf.Tensor];
  const upper = tf.greater(p, 0.5);
  const target = tf.log(tf.where(upper, tf.sub(1, p), p));
  const spread = tf.add(spreadOfLog(a), spreadOfLog(b));
  const step = (at: tf.Tensor, on: Scale): tf.Tensor => {
    const { log, hazard } = betaTail(a, b, at, on, upper);
    const bend = (slope: tf.Tensor): tf.Tensor => tf.sub(betaPosition(at, on).excess(a, b), slope);
    return quantileStep(upper, tf.sub(log, target), hazard, bend, spread);
  };
  let z = start(a, b, p, upper, target);
  for (let i = 0; i < STEPS; i++) z = tf.tidy(() => tf.add(z, step(z, "odds")));
  if (scale === "odds") return z;
  // The last step from the rounded x: near a small x there are digits that its log-odds have not.
  const x = logistic(z);
  const { inside, safe } = insideBetaSupport(x, "share");
  const change = tf.mul(tf.mul(safe, tf.sub(1, safe)), step(safe, "share"));
  return tf.where(inside, tf.maximum(tf.minimum(tf.add(x, change), 1), 0), x);
}

/**
 * Log-odds to begin with: those of a normal with the mean and variance of the log-odds; in the tail of a concentration
 * below 1, where that holds, from log I ≈ a log x − log(a B(a, b)).
 */
function start(a: tf.Tensor, b: tf.Tensor, p: tf.Tensor, upperHalf: tf.Tensor, target: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const mean = tf.sub(digammaOfPositive(a), digammaOfPositive(b));
    // Below 0.01, where it would overflow, the start is another one or held to the middle.
    const variance = (c: tf.Tensor): tf.Tensor => trigammaOfPositive(tf.maximum(c, 0.01));
    const deviation = tf.sqrt(tf.add(variance(a), variance(b)));
    const normal = tf.add(mean, tf.mul(deviation, roughNormalQuantile(upperHalf, target)));
    const lower = powerStart(a, b, tf.log(p));
    const upper = tf.neg(powerStart(b, a, tf.log(tf.sub(1, p))));
    const turn = tf.sub(tf.log(tf.maximum(a, 1)), tf.log(tf.maximum(b, 1)));
    const useLower = tf.logicalAnd(tf.less(a, 1), tf.less(lower, tf.sub(turn, 1)));
    const useUpper = tf.logicalAnd(tf.less(b, 1), tf.greater(upper, tf.add(turn, 1)));
    const middle = tf.where(
      tf.logicalAnd(tf.greaterEqual(a, 1), tf.greaterEqual(b, 1)),
      normal,
      tf.minimum(tf.maximum(normal, tf.sub(turn, 3)), tf.add(turn, 3)),
    );
    return tf.where(useLower, lower, tf.where(useUpper, upper, middle));
  });
}

function powerStart(a: tf.Tensor, b: tf.Tensor, logTail: tf.Tensor): tf.Tensor {
  const small = tf.minimum(a, 1);
  const constant = tf.where(tf.less(a, 1), logRaisedPower(small, b, (scale) => tf.log(scale)), tf.neg(tf.add(tf.log(a), lbeta(a, b))));
  return tf.div(tf.sub(logTail, constant), a);
}
