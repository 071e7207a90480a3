import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { digamma, digammaRemainder, trigamma } from "@variate/math";
import type { Distribution } from "../distribution.js";
import { EULER } from "../families/euler.js";
import { logShareGap } from "./dirichletTerms.js";
import { asGamma } from "./gamma.js";

/** E log x and Var log x of a family over the positive numbers; `gap` is log E x − E log x, where the difference cancels. */
export interface LogMoments {
  readonly mean: () => Tensor;
  readonly variance: () => Tensor;
  readonly gap?: () => Tensor;
}

type Parameters = Readonly<Record<string, Tensor>>;

/** Those of a gamma distribution to the given power. */
const ofGamma = (power: number) => (d: Parameters): LogMoments => {
  const { concentration: a, rate } = asGamma(d as never);
  return {
    mean: () => tf.mul(power, tf.sub(digamma(a), tf.log(rate))),
    variance: () => tf.mul(power * power, trigamma(a)),
    ...(power === 1 ? { gap: () => tf.sub(tf.div(0.5, a), digammaRemainder(a)) } : {}),
  };
};

const FORMULAS: Readonly<Record<string, (d: Parameters) => LogMoments>> = {
  beta: ({ concentration1, concentration0 }) => {
    const a = concentration1 as Tensor;
    const n = tf.add(a, concentration0 as Tensor);
    return {
      mean: () => tf.sub(digamma(a), digamma(n)),
      variance: () => tf.sub(trigamma(a), trigamma(n)),
      gap: () => logShareGap(a, n),
    };
  },
  chi: ofGamma(0.5), chi2: ofGamma(1), exponential: ofGamma(1), gamma: ofGamma(1), inverseGamma: ofGamma(-1),
  halfNormal: ({ scale }) => ({
    mean: () => tf.sub(tf.log(scale as Tensor), 0.5 * (EULER + Math.LN2)),
    variance: () => tf.fill((scale as Tensor).shape, Math.PI ** 2 / 8),
  }),
  kumaraswamy: ({ concentration1, concentration0 }) => {
    const next = tf.add(1, concentration0 as Tensor);
    const scaled = (x: Tensor): Tensor => tf.div(x, concentration1 as Tensor);
    return {
      mean: () => tf.neg(scaled(tf.add(digamma(next), EULER))),
      variance: () => scaled(scaled(tf.sub(Math.PI ** 2 / 6, trigamma(next)))),
    };
  },
  logNormal: ({ loc, scale }) => ({
    mean: () => loc as Tensor,
    variance: () => tf.square(scale as Tensor),
    gap: () => tf.mul(0.5, tf.square(scale as Tensor)),
  }),
  pareto: ({ scale, alpha }) => {
    const share = tf.div(1, alpha as Tensor);
    return { mean: () => tf.add(tf.log(scale as Tensor), share), variance: () => tf.square(share) };
  },
  weibull: ({ scale, concentration }) => {
    const share = tf.div(1, concentration as Tensor);
    return { mean: () => tf.sub(tf.log(scale as Tensor), tf.mul(EULER, share)), variance: () => tf.mul(Math.PI ** 2 / 6, tf.square(share)) };
  },
};

/** The moments of log x under `d`. Call it inside `tidy`. */
export const logMoments = (d: Distribution): LogMoments => (FORMULAS[d.family] as (d: Parameters) => LogMoments)(d as never);
