import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import {
  digammaOfPositive,
  digammaRemainder,
  elementwisePair,
  gammaQuantile,
  isBetween,
  logGammaDrawDerivative,
  logGammaQuantile,
  select,
  stirlingRemainder,
  tidy,
  withoutGradient,
  type Shape,
} from "@variate/math";
import { logGammaDraws, type RandomKey } from "@variate/random";
import { continued } from "../continued.js";
import { gammaPowerLogProb, gammaVariable, type Power } from "./gammaPower.js";
import { gammaTails, type GammaVariable } from "./gammaTails.js";

/** Draws on the scale of logarithms, which hold what the draws themselves would lose to under- and overflow. */
export interface HasLogDraws {
  /** Logarithms of the draws of `sample`, exact where those leave the range of float32. */
  logSample(key: RandomKey, sampleShape?: Shape): Tensor;
  /** Logarithms of the draws of `rsample`, exact where those leave the range of float32, with pathwise gradients. */
  rsampleLog(key: RandomKey, sampleShape?: Shape): Tensor;
}

const SMALLEST_NORMAL = 2 ** -126;
const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

/**
 * `logGammaDraws(key, concentration, shape)` with implicit gradients in the concentration, exact to float32.
 *
 * @param concentration - Broadcasts to `batchShape`, the last axes of `shape`. Read back from the device.
 */
export function pathwiseLogGammas(key: RandomKey, concentration: Tensor, batchShape: Shape, shape: Shape): Tensor {
  const values = withoutGradient(() => tf.broadcastTo(concentration, [...batchShape])).dataSync();
  const draws = logGammaDraws(key, values, shape);
  return elementwisePair("variate.logGammaDraw", concentration, draws, (_, d) => tf.clone(d), (a, d) => [
    logGammaDrawDerivative(a, d),
    tf.zerosLike(d),
  ]);
}

/** exp(x), between 2⁻¹²⁶ and e^88.72 = 3.39e38: what float32 holds with all its digits. */
export function representable(logs: Tensor): Tensor {
  return tf.maximum(tf.exp(tf.maximum(tf.minimum(logs, 88.72), -87.34)), SMALLEST_NORMAL);
}

/** Entropy of the logarithm of a gamma draw, log Γ(a) + a − a ψ(a), in nats. */
function logGammaEntropy(a: Tensor): Tensor {
  const rest = tf.sub(stirlingRemainder(a), tf.mul(a, digammaRemainder(a)));
  return tf.add(tf.sub(rest, tf.mul(0.5, tf.log(a))), HALF_LOG_TWO_PI + 0.5);
}

/** The concentration a and the rate: made anew in each formula, so that a distribution owns its parameters alone. */
type Standard = () => { readonly a: Tensor; readonly rate: Tensor };

/** What the families have in common of which rate · xᵖ is gamma distributed with concentration a and rate 1. */
export function gammaFormulas(standard: Standard, power: Power, batchShape: Shape) {
  const logDraws = (key: RandomKey, shape: Shape): Tensor => {
    const { a, rate } = standard();
    const logX = tf.sub(pathwiseLogGammas(key, a, batchShape, shape), tf.log(rate));
    return power === 1 ? logX : tf.mul(1 / power, logX);
  };
  const tails = gammaTails(power === -1);
  const variable = (x: Tensor): GammaVariable => {
    const { a, rate } = standard();
    const logY = tf.add(tf.log(rate), tf.mul(power, tf.log(x)));
    return { a, y: gammaVariable(x, rate, power), logY };
  };
  return {
    logProb: (x: Tensor): Tensor => {
      const { a, rate } = standard();
      return gammaPowerLogProb(x, a, rate, power);
    },
    rsample: (key: RandomKey, shape: number[]): Tensor => representable(logDraws(key, shape)),
    rsampleLog: (key: RandomKey, sampleShape: Shape = []): Tensor => tidy(() => logDraws(key, [...sampleShape, ...batchShape])),
    logSample: (key: RandomKey, sampleShape: Shape = []): Tensor =>
      tidy(() => withoutGradient(() => logDraws(key, [...sampleShape, ...batchShape]))),
    entropy: (): Tensor => {
      const { a, rate } = standard();
      const meanLog = tf.mul(1 / power, tf.sub(digammaOfPositive(a), tf.log(rate)));
      return tf.add(tf.sub(logGammaEntropy(a), Math.log(Math.abs(power))), meanLog);
    },
    quantile: (p: Tensor): Tensor => {
      const { a, rate } = standard();
      // A falling function turns the tails round; 1 − p would lose a small p.
      const tail = power < 0 ? -1 : 1;
      const y = gammaQuantile(a, p, tail);
      const held = isBetween(y, 1e-30, 1e30);
      const own = select(held, y, 1);
      const direct = power === 1 ? tf.div(own, rate) : power === -1 ? tf.div(rate, own) : tf.sqrt(tf.div(own, rate));
      const log = tf.mul(1 / power, tf.sub(logGammaQuantile(a, p, tail), tf.log(rate)));
      return select(held, direct, tf.exp(log));
    },
    cdf: (x: Tensor): Tensor => continued(x, 0, (v) => tails.probability(variable(v)), 1, [0, Infinity]),
    logCdf: (x: Tensor): Tensor => continued(x, -Infinity, (v) => tails.logProbability(variable(v)), 0, [0, Infinity]),
  };
}
