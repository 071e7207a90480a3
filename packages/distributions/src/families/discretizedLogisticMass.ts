import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { expm1, isBetween, isEqual, isInteger, isLess, log1mexp, logistic, select, smooth, softplus, withoutGradient } from "@variate/math";
import { openUniformDraws } from "../openUniform.js";
import { logit } from "./logistic.js";

/** The integers low, …, high, by plain numbers. */
export interface Levels {
  readonly low: number;
  readonly high: number;
}

/**
 * log P(x − ½ < Y ≤ x + ½) of a logistic Y, in nats, where the least level takes all that lies below it and the largest all
 * that lies above; −Infinity where x is no level. Broadcasts. With z₊ = (x + ½ − loc) / scale, z₋ = (x − ½ − loc) / scale
 * and σ the logistic function
 *
 *   log σ(z₊) + log σ(−z₋) + log(1 − exp(−1 / scale)),
 *
 * without the last two terms at low and without the first and the last at high: no difference of two σ is taken.
 *
 * Gradient: (σ(z₋) − σ(−z₊)) / scale in loc and (z₋ σ(z₋) − z₊ σ(−z₊) − w / (exp w − 1)) / scale, w = 1 / scale, in scale;
 * none in the value.
 */
export function discretizedLogisticLogProb(value: Tensor, loc: Tensor, scale: Tensor, levels: Levels): Tensor {
  return smooth("variate.discretizedLogisticLogProb", { value, loc, scale }, (own) => mass(own.value, own.loc, own.scale, levels), ({ value: x, loc: m, scale: s }) => {
    const { legal, above, below, first, last } = bins(x, m, s, levels);
    // 0 · ∞ far out, where σ is 0: 100 is far enough.
    const upper = select(last, 0, logistic(tf.neg(above)));
    const lower = select(first, 0, logistic(below));
    const ofUpper = tf.mul(upper, select(last, 0, tf.minimum(above, 100)));
    const ofLower = tf.mul(lower, select(first, 0, tf.maximum(below, -100)));
    const w = tf.div(1, s);
    const near = isLess(w, 80);
    const quotient = select(near, tf.div(select(near, w, 1), expm1(select(near, w, 1))), 0);
    const gap = select(tf.logicalOr(first, last), 0, quotient);
    const over = (slope: Tensor): Tensor => select(legal, tf.div(slope, s), 0);
    return { loc: over(tf.sub(lower, upper)), scale: over(tf.sub(tf.sub(ofLower, ofUpper), gap)) };
  }, { attributes: { ...levels } });
}

function bins(value: Tensor, loc: Tensor, scale: Tensor, { low, high }: Levels) {
  const legal = withoutGradient(() => tf.logicalAnd(isBetween(value, low, high), isInteger(value)));
  const x = select(legal, value, low);
  const offset = tf.sub(x, loc);
  return {
    legal,
    above: tf.div(tf.add(offset, 0.5), scale),
    below: tf.div(tf.sub(offset, 0.5), scale),
    first: isEqual(x, low),
    last: isEqual(x, high),
  };
}

function mass(value: Tensor, loc: Tensor, scale: Tensor, levels: Levels): Tensor {
  const { legal, above, below, first, last } = bins(value, loc, scale, levels);
  const upper = select(last, 0, tf.neg(softplus(tf.neg(above))));
  const lower = select(first, 0, tf.neg(softplus(below)));
  const gap = select(tf.logicalOr(first, last), 0, log1mexp(tf.div(1, scale)));
  return select(legal, tf.add(tf.add(upper, lower), gap), -Infinity);
}

/** The level nearest to `loc + scale · logit(u)` with u = `openUniformDraws`. */
export function discretizedLogisticDraws(loc: Tensor, scale: Tensor, noise: Tensor, { low, high }: Levels): Tensor {
  const y = tf.add(loc, tf.mul(scale, noise));
  return tf.minimum(tf.maximum(tf.floor(tf.add(y, 0.5)), low), high);
}

/** Standard logistic draws. */
export const logisticNoise = (...given: Parameters<typeof openUniformDraws>): Tensor => logit(openUniformDraws(...given));

/** (⌊x⌋ + ½ − loc) / scale, at which the logistic function is the cdf of the levels. */
export const upperEdge = (k: Tensor, loc: Tensor, scale: Tensor): Tensor => tf.div(tf.sub(tf.add(k, 0.5), loc), scale);

/** @throws Unless low and high are whole numbers in order. */
export function readLevels(family: string, { low = 0, high = 255 }: { readonly low?: number; readonly high?: number }): Levels {
  if (!(Number.isInteger(low) && Number.isInteger(high) && low <= high)) {
    throw new Error(`${family}: expected integers low ≤ high; got low ${low}, high ${high}.`);
  }
  return { low, high };
}

/** All levels, [count, ...ones], as values of a batch. */
export const allLevels = ({ low, high }: Levels, rank: number): Tensor =>
  tf.reshape(tf.range(low, high + 1), [high - low + 1, ...Array.from({ length: rank }, () => 1)]);
