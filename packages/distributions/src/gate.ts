import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { expm1, isEqual, isGreaterEqual, isLess, log1p, logAddExp, select, withoutGradient, type NumericInput } from "@variate/math";
import { splitKey, uniformDraws, type RandomKey } from "@variate/random";
import { real, unitInterval, type Constraint } from "./constraints.js";
import type { Formulas } from "./family.js";
import { integerQuantile } from "./integerQuantile.js";
import { chanceOf, type GivenOdds } from "./odds.js";
import { exactlyOne } from "./parameters.js";
import { weightedDifference } from "./weightedDifference.js";

/** Exactly one of the probability of an extra zero and its log odds. */
export type Gate =
  | { readonly gateLogits: NumericInput; readonly gate?: never }
  | { readonly gate: NumericInput; readonly gateLogits?: never };

/**
 * The constraints of a family's parameters with those of `gate` or `gateLogits`, whichever is given.
 *
 * @throws Unless exactly one is given.
 */
export function withGate<K extends string>(
  family: string,
  parameters: Readonly<Partial<Record<"gate" | "gateLogits", unknown>>>,
  constraints: Readonly<Record<K, Constraint>>,
): Readonly<Record<K, Constraint>> {
  const given = exactlyOne(family, ["gate", "gateLogits"], parameters);
  return { ...constraints, [given]: given === "gate" ? unitInterval : real };
}

export interface GivenGate {
  readonly gate?: Tensor;
  readonly gateLogits?: Tensor;
}

/** The odds of an extra zero. */
export const gateOdds = ({ gate, gateLogits }: GivenGate): GivenOdds => (gateLogits !== undefined ? { logits: gateLogits } : { probs: gate as Tensor });

type Counts = Required<Pick<Formulas, "logProb" | "sample" | "mean" | "variance" | "mode" | "entropy" | "cdf" | "logCdf">>;

/**
 * Formulas of counts of which a share π is replaced by 0, as the combinator `zeroInflated` has them, with mode and quantile.
 *
 * @param base - Formulas of the counts, made anew in each formula, so that what they compute of parameters is freed.
 * @param dispersion - r of counts with variance mean + mean² / r; Poisson counts have none.
 */
export function zeroInflatedFormulas(base: () => Counts, given: GivenGate, batchShape: number[], dispersion?: Tensor) {
  const { probs, others, logProbs, logOthers } = chanceOf(gateOdds(given));
  const logProb = (x: Tensor): Tensor => {
    const counts = base().logProb(x);
    const own = tf.add(logOthers(), counts);
    const zero = isEqual(x, 0);
    const sum = select(zero, logAddExp(logProbs(), own), own);
    if (given.gate === undefined) return sum;
    // log P₀ + log(1 + π (1/P₀ − 1)), which has its slope at π = 0 too, where log π has none.
    const near = withoutGradient(() => tf.logicalAnd(tf.logicalAnd(zero, tf.greater(counts, -80)), tf.less(logProbs(), tf.add(counts, 3))));
    const safe = select(near, counts, 0);
    return select(near, tf.add(safe, log1p(tf.mul(given.gate, expm1(tf.neg(safe))))), sum);
  };
  const cdf = (x: Tensor): Tensor => select(isLess(x, 0), 0, tf.add(probs(), tf.mul(others(), base().cdf(x))));
  return {
    logProb, cdf,
    sample: (key, shape) => {
      const [which, value] = splitKey(key, 2) as [RandomKey, RandomKey];
      return tf.mul(base().sample(value, shape), tf.cast(isGreaterEqual(uniformDraws(which, shape), probs()), "float32"));
    },
    mean: () => tf.mul(others(), base().mean()),
    // (1 − π)(μ + μ² (π + 1/r)); squares are taken of √(1 − π) μ, since either alone may leave the range of float32.
    variance: () => {
      const mean = base().mean();
      const wider = dispersion === undefined ? probs() : tf.add(probs(), tf.div(1, dispersion));
      const square = given.gate === undefined
        ? timesTwice(tf.mul(tf.exp(tf.mul(0.5, logOthers())), mean), wider)
        : tf.mul(others(), timesTwice(mean, wider));
      return tf.add(tf.mul(others(), mean), square);
    },
    // −P(0) log P(0) + (1 − π)(H + p₀ log p₀ − (1 − p₀) log(1 − π)), H and p₀ of the counts.
    entropy: () => {
      const counts = base();
      const zeros = tf.zeros(batchShape);
      const part = (log: Tensor): Tensor => weightedDifference(log, tf.zerosLike(log));
      const logNone = counts.logProb(zeros);
      const kept = tf.mul(others(), tf.add(counts.entropy(), part(logNone)));
      return tf.add(tf.sub(kept, part(logProb(zeros))), tf.mul(part(logOthers()), expm1(logNone)));
    },
    mode: () =>
      withoutGradient(() => {
        const peak = base().mode();
        return select(tf.greaterEqual(logProb(tf.zerosLike(peak)), logProb(peak)), 0, peak);
      }),
    logCdf: (x) => select(isLess(x, 0), -Infinity, logAddExp(logProbs(), tf.add(logOthers(), base().logCdf(x)))),
    quantile: (p) => integerQuantile(p, batchShape, { low: 0, high: Infinity }, cdf),
  } satisfies Formulas;
}

const timesTwice = (x: Tensor, factor: Tensor): Tensor => tf.mul(tf.mul(x, factor), x);
