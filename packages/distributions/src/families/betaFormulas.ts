import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import {
  betaQuantile,
  digammaOfPositive,
  digammaRemainder,
  isGreater,
  logistic,
  logitBetaDrawDerivative,
  logRegularizedBeta,
  regularizedBeta,
  select,
  smooth,
  stirlingRemainder,
  tidy,
  withoutGradient,
  type Shape,
} from "@variate/math";
import { logGammaArray, splitKey, type RandomKey } from "@variate/random";
import { continued } from "../continued.js";

/** Draws as log-odds, which hold what draws next to 0 and 1 lose. */
export interface HasLogitDraws {
  /** log(x / (1 − x)) of the draws of `sample`. */
  logitSample(key: RandomKey, sampleShape?: Shape): Tensor;
  /** log(x / (1 − x)) of the draws of `rsample`, with pathwise gradients. */
  rsampleLogit(key: RandomKey, sampleShape?: Shape): Tensor;
}

/** The concentrations of 1 and of 0, made anew in each formula. */
type Concentrations = () => readonly [Tensor, Tensor];

/** What `beta` and `betaProportion` have in common, all but `logProb` and `mean`. */
export function betaFormulas(concentrations: Concentrations, batchShape: Shape) {
  const drawLogits = (key: RandomKey, shape: Shape): Tensor => {
    const [a, b] = concentrations();
    return pathwiseLogitBetas(key, a, b, batchShape, shape);
  };
  return {
    // 1 − 2⁻²⁴ is the float32 next to 1, 2⁻¹²⁶ the smallest normal one.
    rsample: (key: RandomKey, shape: number[]): Tensor =>
      tf.minimum(tf.maximum(logistic(drawLogits(key, shape)), 2 ** -126), 1 - 2 ** -24),
    rsampleLogit: (key: RandomKey, sampleShape: Shape = []): Tensor => tidy(() => drawLogits(key, [...sampleShape, ...batchShape])),
    logitSample: (key: RandomKey, sampleShape: Shape = []): Tensor =>
      tidy(() => withoutGradient(() => drawLogits(key, [...sampleShape, ...batchShape]))),
    variance: (): Tensor => {
      const [a, b] = concentrations();
      const n = tf.add(a, b);
      return tf.div(tf.mul(tf.div(a, n), tf.div(b, n)), tf.add(n, 1));
    },
    mode: (): Tensor => {
      const [a, b] = concentrations();
      const interior = tf.logicalAnd(isGreater(a, 1), isGreater(b, 1));
      const inner = tf.div(tf.sub(select(interior, a, 2), 1), tf.add(tf.sub(select(interior, a, 2), 1), tf.sub(select(interior, b, 2), 1)));
      return select(interior, inner, select(isGreater(a, b), 1, tf.zerosLike(inner)));
    },
    entropy: (): Tensor => {
      const [a, b] = concentrations();
      const n = tf.add(a, b);
      // s(c) − c ρ(c): the remainders of log Γ and, weighted, of ψ.
      const rest = (c: Tensor): Tensor => tf.sub(stirlingRemainder(c), tf.mul(c, digammaRemainder(c)));
      const roots = tf.mul(0.5, tf.add(tf.sub(tf.sub(tf.log(n), tf.log(a)), tf.log(b)), 1 + Math.log(2 * Math.PI)));
      const psis = tf.add(tf.sub(digammaOfPositive(a), digammaOfPositive(n)), tf.sub(digammaOfPositive(b), digammaOfPositive(n)));
      return tf.add(tf.add(roots, tf.sub(tf.add(rest(a), rest(b)), rest(n))), psis);
    },
    quantile: (p: Tensor): Tensor => betaQuantile(...concentrations(), p),
    cdf: (x: Tensor): Tensor => continued(x, 0, (v) => regularizedBeta(...concentrations(), v), 1),
    logCdf: (x: Tensor): Tensor => continued(x, -Infinity, (v) => logRegularizedBeta(...concentrations(), v), 0),
  };
}

/**
 * Log-odds of beta draws: with [k₁, k₀] = splitKey(key, 2), the logarithm of a gamma draw of k₁ with concentration a,
 * less that of a gamma draw of k₀ with concentration b, in float64. Gradients are implicit. Reads both back.
 */
function pathwiseLogitBetas(key: RandomKey, a: Tensor, b: Tensor, batchShape: Shape, shape: Shape): Tensor {
  const [ones, zeros] = splitKey(key, 2) as [RandomKey, RandomKey];
  const host = (c: Tensor): ArrayLike<number> => withoutGradient(() => tf.broadcastTo(c, [...batchShape])).dataSync();
  const upper = logGammaArray(ones, host(a), shape);
  const lower = logGammaArray(zeros, host(b), shape);
  const z = tf.tensor(Float32Array.from(upper, (log, i) => log - (lower[i] as number)), [...shape], "float32");
  return smooth("variate.logitBetaDraw", { a, b, z }, (own) => tf.clone(own.z), (own) => {
    const [ofA, ofB] = logitBetaDrawDerivative(own.a, own.b, own.z);
    return { a: ofA, b: ofB };
  });
}
