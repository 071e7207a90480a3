import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import {
  expm1,
  exponential,
  exprel,
  fused,
  isBetween,
  isGreater,
  isLess,
  log1mexp,
  log1p,
  logAddExp,
  logExprel,
  logExprelCurvature,
  logExprelSlope,
  logRatio,
  select,
  smooth,
  sumToShape,
  tidy,
} from "@variate/math";
import { uniformDraws } from "@variate/random";
import { continued } from "../continued.js";
import { openUnitInterval, real, unitInterval } from "../constraints.js";
import type { HasCdf, HasEntropy, HasMean, HasMode, HasQuantile, HasVariance, Reparameterized } from "../distribution.js";
import { makeFamily } from "../family.js";
import { withOdds, type GivenOdds, type Odds } from "../odds.js";

export type ContinuousBernoulliParameters = Odds;

export interface ContinuousBernoulli
  extends Reparameterized<Tensor, readonly []>, HasMean, HasVariance, HasMode, HasEntropy, HasCdf, HasQuantile {
  readonly family: "continuousBernoulli";
  /** Log odds, when the distribution was given by them. */
  readonly logits?: Tensor;
  /** The parameter in (0, 1), when the distribution was given by it; not the mean. */
  readonly probs?: Tensor;
}

/**
 * Continuous Bernoulli distribution over [0, 1]: a density for grey pixels, and an exponential distribution cut to the
 * interval.
 *
 *   log p(x) = λ x − K(λ),   λ = logits,   K(λ) = log((exp λ − 1)/λ)
 *   mean = K′(λ),   variance = K″(λ),   entropy = K(λ) − λ K′(λ), in nats;   mode 1 where λ > 0, else 0
 *
 * Uniform at λ = 0, that is at probs ½, where all of it keeps its digits and its gradients.
 *
 * `rsample(key, s)` is `quantile(uniformDraws(key, [...s, ...batchShape]))`, with gradient −(∂F/∂λ)/p.
 *
 * @param parameters - Exactly one of `probs` in (0, 1) and `logits`, log(probs / (1 − probs)), a real number. Its shape is
 *   the batch shape; events are scalars.
 * @throws Unless exactly one of the two is given.
 *
 * Reference: Loaiza-Ganem and Cunningham (2019), "The continuous Bernoulli: fixing a pervasive error in variational
 * autoencoders".
 */
export function continuousBernoulli(parameters: ContinuousBernoulliParameters): ContinuousBernoulli {
  const constraints = withOdds("continuousBernoulli", parameters, {}, { probs: openUnitInterval, logits: real });
  return makeFamily({ family: "continuousBernoulli", constraints, parameters, support: unitInterval }, (given: GivenOdds) => {
    const logits = (): Tensor => logOdds(given);
    return {
      logProb: (x) => {
        const inside = isBetween(x, 0, 1);
        return select(inside, logDensity(select(inside, x, 0.5), logits()), -Infinity);
      },
      rsample: (key, shape) => quantile(uniformDraws(key, shape), logits()),
      mean: () => logExprelSlope(logits()),
      variance: () => logExprelCurvature(logits()),
      mode: () => tf.cast(isGreater(logits(), 0), "float32"),
      entropy: () => {
        const against = oddsAgainst(logits());
        return tf.sub(logExprel(against), tf.mul(against, logExprelSlope(against)));
      },
      cdf: (x) => continued(x, 0, (v) => cdf(v, logits()), 1),
      logCdf: (x) => continued(x, -Infinity, (v) => logCdf(v, logits()), 0),
      quantile: (p) => quantile(p, logits()),
    };
  });
}

/** λ; from probs to relative accuracy next to ½. */
export function logOdds({ logits, probs }: GivenOdds): Tensor {
  return logits ?? logRatio(probs as Tensor, tf.sub(1, probs as Tensor));
}

/** λ x − K(λ), measured from the end that λ favours, where K(λ) = λ + K(−λ) would cancel. */
function logDensity(x: Tensor, logits: Tensor): Tensor {
  const against = oddsAgainst(logits);
  const distance = select(isGreater(logits, 0), tf.sub(1, x), x);
  return tf.sub(tf.mul(against, distance), logExprel(against));
}

/** −|λ|, with a slope at 0 too, where either will do. */
const oddsAgainst = (logits: Tensor): Tensor => select(isGreater(logits, 0), tf.neg(logits), logits);

/** Its gradient in λ is −p times that of draws: near 1 that of the logarithm would cancel. */
function cdf(x: Tensor, logits: Tensor): Tensor {
  return smooth("variate.continuousBernoulliCdf", { x, logits }, (own) => tf.exp(logCdf(own.x, own.logits)), (own) => {
    const density = exponential(logDensity(own.x, own.logits));
    return { x: density, logits: tf.neg(tf.mul(density, drawDerivative(own.x, own.logits))) };
  });
}

/** log of x (exp(λx) − 1)/(λx) · λ/(exp λ − 1) for x in (0, 1). */
function logCdf(x: Tensor, logits: Tensor): Tensor {
  const against = oddsAgainst(logits);
  const rise = tf.mul(tf.sub(logits, against), tf.mul(0.5, tf.sub(x, 1)));
  // From −1 on without the logarithms of λ and x, which would cancel.
  const steep = isLess(against, -1);
  const near = select(steep, -1, against);
  const far = select(steep, against, -1);
  const central = tf.add(tf.log(x), tf.sub(logExprel(tf.mul(near, x)), logExprel(near)));
  return tf.add(rise, select(steep, tf.sub(log1mexp(tf.mul(far, x)), log1mexp(far)), central));
}

/** log(1 + p (exp λ − 1)) / λ. Gradient: 1 / density in p, −(∂F/∂λ)/p in λ. */
function quantile(p: Tensor, logits: Tensor): Tensor {
  return fused("variate.continuousBernoulliQuantile", { p, logits }, (own) => inverse(own.p, own.logits), {
    gradient: (dy, own, x) => ({
      p: sumToShape(tf.mul(dy, exponential(tf.neg(logDensity(x, own.logits)))), own.p.shape),
      logits: sumToShape(tf.mul(dy, drawDerivative(x, own.logits)), own.logits.shape),
    }),
  });
}

function inverse(p: Tensor, logits: Tensor): Tensor {
  return tidy(() => {
    const far = tf.maximum(tf.abs(logits), 1);
    const logP = tf.log(p);
    const logOther = log1p(tf.neg(p));
    const positive = isGreater(logits, 0);
    // With the end that λ favours at hand, log(p + (1 − p) exp(−λ)) / λ is the distance from it.
    const distance = tf.div(tf.neg(logAddExp(select(positive, logP, logOther), tf.sub(select(positive, logOther, logP), far))), far);
    // By p itself, whose digits count where λ favours the other end: up to where exp overflows.
    const near = select(isLess(tf.abs(logits), 1e-30), 1e-30, tf.minimum(tf.maximum(logits, -1), 60));
    const central = tf.div(log1p(tf.mul(p, expm1(near))), near);
    const outer = select(positive, tf.sub(1, distance), distance);
    return tf.minimum(tf.maximum(select(isBetween(logits, -1, 60), central, outer), 0), 1);
  });
}

/**
 * dx/dλ at fixed rank. With a = |λ|, w the distance from the favoured end and v = 1 − w it is
 *
 *   v R(−av) (w − v/(exp(av) − 1) + 1/(exp a − 1)) = v R(−av) (K′(a) − v K′(av)),   R(t) = (exp t − 1)/t
 */
function drawDerivative(x: Tensor, logits: Tensor): Tensor {
  const positive = isGreater(logits, 0);
  const w = select(positive, tf.sub(1, x), x);
  const v = select(positive, x, tf.sub(1, x));
  const a = tf.abs(logits);
  const wide = tf.maximum(a, 1);
  const product = tf.mul(wide, v);
  // v/(exp(av) − 1) is 1 / (a R(av)).
  const outer = tf.add(tf.sub(w, tf.div(1, tf.mul(wide, exprel(product)))), tf.div(1, expm1(wide)));
  const inner = tf.sub(logExprelSlope(a), tf.mul(v, logExprelSlope(tf.mul(a, v))));
  return tf.mul(tf.mul(v, exprel(tf.neg(tf.mul(a, v)))), select(isGreater(a, 1), outer, inner));
}
