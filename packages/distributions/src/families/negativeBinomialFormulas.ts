import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { select, withoutGradient } from "@variate/math";
import { logGammaArray, poissonDraws, splitKey, type RandomKey } from "@variate/random";
import { betaOfOthers, ENDS, ofFloor, type Ends } from "../countCdf.js";
import type { Formulas } from "../family.js";
import { hostFunction } from "../hostFunction.js";
import { hostParameter } from "../hostParameter.js";
import { integerQuantile } from "../integerQuantile.js";
import { LARGEST } from "./geometric.js";
import { chanceOf } from "../odds.js";
import { negativeBinomialEntropy } from "./negativeBinomialEntropy.js";
import type { NegativeBinomialForm } from "./negativeBinomialForms.js";
import { negativeBinomialLogProb } from "./negativeBinomialMass.js";

/** The negative binomial formulas, see `negativeBinomial`. */
export function negativeBinomialFormulas(r: Tensor, form: NegativeBinomialForm, batchShape: number[]) {
  const odds = (): Tensor => form.odds(r);
  const below = (x: Tensor, ends: Ends): Tensor =>
    ofFloor(x, 0, Infinity, ends, (k) => betaOfOthers(form.given(r), r, tf.add(k, 1), ends === ENDS.log));
  const cdf = (x: Tensor): Tensor => below(x, ENDS.plain);
  const mean = (): Tensor => (form.name === "mean" ? form.parameter : tf.mul(r, odds()));
  return {
    logProb: (x) => negativeBinomialLogProb(x, r, form),
    sample: (key, shape) => gammaPoissonDraws(key, hostParameter(r, batchShape), hostParameter(odds(), batchShape), shape),
    mean,
    variance: () => tf.mul(mean(), tf.add(1, odds())),
    mode: () => withoutGradient(() => select(tf.greater(r, 1), tf.floor(tf.mul(tf.sub(r, 1), odds())), 0)),
    entropy: () => {
      const given = form.given(r);
      const chance = chanceOf(given);
      const logit = given.logits ?? tf.sub(chance.logProbs(), chance.logOthers());
      return hostFunction("variate.negativeBinomialEntropy", { r, logit }, negativeBinomialEntropy, (x, i) => (i === 0 ? x : 1));
    },
    cdf,
    logCdf: (x) => below(x, ENDS.log),
    quantile: (p) => integerQuantile(p, batchShape, { low: 0, high: Infinity }, cdf),
  } satisfies Formulas;
}

/**
 * Poisson counts whose rates are gamma draws of these concentrations times `scale`, in double precision on the host;
 * at most 2¹²⁶.
 */
export function gammaPoissonDraws(key: RandomKey, concentration: Float32Array, scale: Float32Array, shape: number[]): Tensor {
  const [ofRate, ofValue] = splitKey(key, 2) as [RandomKey, RandomKey];
  const logs = logGammaArray(ofRate, concentration, shape);
  const rates = logs.map((log, i) => {
    const own = scale[i % scale.length] as number;
    // A gamma draw that underflowed is still above 0.
    return own === Infinity ? Infinity : Math.exp(log) * own;
  });
  return tf.minimum(poissonDraws(ofValue, rates, shape), LARGEST);
}
