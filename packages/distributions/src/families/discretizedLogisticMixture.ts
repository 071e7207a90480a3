import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { formatShape, logistic, logSumExp, softplus, type NumericInput } from "@variate/math";
import { splitKey, type RandomKey } from "@variate/random";
import { arrayOf, integerInterval, positive, real, type Constraint } from "../constraints.js";
import { ENDS, ofFloor } from "../countCdf.js";
import type { Distribution, HasCdf, HasEntropy, HasEnumerableSupport, HasMean, HasMode, HasQuantile, HasVariance } from "../distribution.js";
import { makeFamily } from "../family.js";
import { finiteFormulas } from "../finiteSupport.js";
import type { GivenOdds } from "../odds.js";
import { drawClasses, logProbabilities, probabilities, withWeights, type CategoricalParameters } from "./categoricalWeights.js";
import { allLevels, discretizedLogisticDraws, discretizedLogisticLogProb, logisticNoise, readLevels, upperEdge } from "./discretizedLogisticMass.js";

/** Exactly one of the components' weights and their logarithms, and what each component is made of, along the last axis. */
export type DiscretizedLogisticMixtureParameters = CategoricalParameters & {
  readonly loc: NumericInput;
  readonly scale: NumericInput;
  /** Least level, a plain integer; 0 unless told. */
  readonly low?: number;
  /** Largest level, a plain integer; 255 unless told. */
  readonly high?: number;
};

export interface DiscretizedLogisticMixture
  extends Distribution<Tensor, readonly []>, HasMean, HasVariance, HasMode, HasEntropy, HasCdf, HasQuantile, HasEnumerableSupport {
  readonly family: "discretizedLogisticMixture";
  /** [...batch, K]. */
  readonly loc: Tensor;
  /** [...batch, K]. */
  readonly scale: Tensor;
  /** Log weights [...batch, K], when given by them. */
  readonly logits?: Tensor;
  /** Weights [...batch, K], when given by them. */
  readonly probs?: Tensor;
  readonly low: number;
  readonly high: number;
}

type Given = Readonly<Record<"loc" | "scale", Tensor>> & GivenOdds;

/**
 * Mixture of K `discretizedLogistic` distributions over the levels low, …, high: the likelihood of a pixel in PixelCNN++.
 *
 *   log P(x) = log Σ wₖ Pₖ(x),   w = softmax(logits), or probs over their sum
 *
 * Mean, variance, mode, entropy (in nats) and quantile are sums over all levels on the device; the quantile is the least
 * level whose cdf reaches its argument to 3e-7.
 *
 * `sample(key, s)` uses `[which, value] = splitKey(key, 2)`: the component is the argmax of
 * `logits + gumbelDraws(which, [...s, ...batchShape, K])`, and the level nearest to its loc + scale · (log u − log(1 − u)) with
 * u = `uniformDraws(value, [...s, ...batchShape])` + 2⁻²⁴.
 *
 * @param parameters - Exactly one of `logits` and `probs`, and
 * @param parameters.loc - Centres, in levels.
 * @param parameters.scale - Spreads, in levels; positive.
 *   All have shape [...batch, K]; events are scalars. Gradients reach all of them.
 * @throws If the numbers of components differ or the batches do not broadcast, or unless low and high are integers in order.
 *
 * Reference: Salimans, Karpathy, Chen and Kingma (2017), "PixelCNN++", §2.1.
 */
export function discretizedLogisticMixture(parameters: DiscretizedLogisticMixtureParameters): DiscretizedLogisticMixture {
  const family = "discretizedLogisticMixture";
  const levels = readLevels(family, parameters);
  const { low, high } = levels;
  const constraints: Readonly<Record<"loc" | "scale", Constraint>> = { ...withWeights(family, parameters, {}), loc: arrayOf(real, 1), scale: arrayOf(positive, 1) };
  const check = (given: Readonly<Record<string, Tensor>>): void => {
    const sizes = Object.values(given).map((x) => x.shape.at(-1));
    if (sizes.some((size) => size !== sizes[0])) {
      const got = Object.entries(given).map(([name, x]) => `${name} ${formatShape(x.shape)}`).join(", ");
      throw new Error(`${family}: expected parameters [..., K] of one number K of components; got ${got}.`);
    }
  };
  const specification = { family, constraints, parameters, support: integerInterval(low, high), check } as const;
  return makeFamily(specification, ({ loc, scale, ...rest }: Given, { batchShape }) => {
    const given: GivenOdds = rest;
    const logProb = (x: Tensor): Tensor => {
      const parts = discretizedLogisticLogProb(tf.expandDims(x, -1), loc, scale, levels);
      return logSumExp(tf.add(logProbabilities(given), parts), -1);
    };
    const edge = (k: Tensor): Tensor => upperEdge(tf.expandDims(k, -1), loc, scale);
    return {
      ...finiteFormulas(low, batchShape, () => logProb(allLevels(levels, batchShape.length))),
      low, high, logProb,
      sample: (key, shape) => {
        const [which, value] = splitKey(key, 2) as [RandomKey, RandomKey];
        const count = loc.shape.at(-1) as number;
        const chosen = tf.expandDims(drawClasses(given, which, [...shape, count]), -1);
        const hot = tf.cast(tf.equal(chosen, tf.range(0, count, 1, "int32")), "float32");
        const pick = (x: Tensor): Tensor => tf.sum(tf.mul(hot, x), -1);
        return discretizedLogisticDraws(pick(loc), pick(scale), logisticNoise(value, shape), levels);
      },
      cdf: (x) => ofFloor(x, low, high, ENDS.plain, (k) => tf.sum(tf.mul(probabilities(given), logistic(edge(k))), -1)),
      logCdf: (x) =>
        ofFloor(x, low, high, ENDS.log, (k) => logSumExp(tf.sub(logProbabilities(given), softplus(tf.neg(edge(k)))), -1)),
    };
  });
}
