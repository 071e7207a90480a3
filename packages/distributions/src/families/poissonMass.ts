import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isGreater, isLess, poissonDeviance, select, smooth, tidy } from "@variate/math";
import { factorialRest, isCount, summedEntropy } from "../countMass.js";

/**
 * log of the Poisson mass, x log rate − rate − log x!, in nats; −Infinity where x is no whole number. Broadcasts.
 *
 *   = −½ log 2πx − r(x) − D(x, rate),   r the Stirling remainder, D the deviance; −rate at 0
 *
 * Gradient: x / rate − 1 in the rate, none in the count.
 *
 * Reference: Loader (2000).
 */
export function poissonLogProb(value: Tensor, rate: Tensor): Tensor {
  return smooth("variate.poissonLogProb", { value, rate }, (own) => mass(own.value, own.rate), ({ value: x, rate: m }) => {
    const legal = isCount(x);
    return { rate: select(legal, tf.div(tf.sub(select(legal, x, 0), m), m), 0) };
  });
}

function mass(value: Tensor, rate: Tensor): Tensor {
  return tidy(() => {
    const legal = isCount(value);
    const x = select(legal, value, 0);
    const positive = isGreater(x, 0);
    const deviance = select(positive, poissonDeviance(select(positive, x, 1), rate), rate);
    return select(legal, tf.neg(tf.add(factorialRest(x), deviance)), -Infinity);
  });
}

// From here on the series below is right to 2e-7, and up to here 96 terms hold all but 1e-17 of the mass.
const SERIES_FROM = 30;
const TERMS = 96;

/**
 * Entropy of a Poisson count in nats: a sum over 0 … 95 for rates below 30, and from there on
 *
 *   ½ log(2πe λ) − 1/(12λ) − 1/(24λ²) − 19/(360λ³) − …
 *
 * Reference: Evans, Boersma, Blachman and Jagers (1988), "The entropy of a Poisson distribution".
 */
export function poissonEntropy(rate: Tensor): Tensor {
  const small = isLess(rate, SERIES_FROM);
  const low = select(small, rate, 1);
  const summed = summedEntropy(tf.zerosLike(low), TERMS, (k) => poissonLogProb(k, low));
  const large = select(small, SERIES_FROM, rate);
  const u = tf.div(1, large);
  const corrections = tf.mul(u, tf.add(1 / 12, tf.mul(u, tf.add(1 / 24, tf.mul(u, 19 / 360)))));
  const series = tf.sub(tf.mul(0.5, tf.add(Math.log(2 * Math.PI * Math.E), tf.log(large))), corrections);
  return select(small, summed, series);
}
