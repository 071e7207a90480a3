import type { Tensor } from "@tensorflow/tfjs-core";
import { logistic, softplus, type NumericInput } from "@variate/math";
import * as tf from "@variate/math/tf";
import { integerInterval, positive, real } from "../constraints.js";
import { ENDS, ofFloor } from "../countCdf.js";
import type { Distribution, HasCdf, HasEntropy, HasEnumerableSupport, HasMean, HasMode, HasQuantile, HasVariance } from "../distribution.js";
import { makeFamily } from "../family.js";
import { finiteFormulas } from "../finiteSupport.js";
import { allLevels, discretizedLogisticDraws, discretizedLogisticLogProb, logisticNoise, readLevels, upperEdge } from "./discretizedLogisticMass.js";

export interface DiscretizedLogisticParameters {
  readonly loc: NumericInput;
  readonly scale: NumericInput;
  /** Least level, a plain integer; 0 unless told. */
  readonly low?: number;
  /** Largest level, a plain integer; 255 unless told. */
  readonly high?: number;
}

export interface DiscretizedLogistic
  extends Distribution<Tensor, readonly []>, HasMean, HasVariance, HasMode, HasEntropy, HasCdf, HasQuantile, HasEnumerableSupport {
  readonly family: "discretizedLogistic";
  readonly loc: Tensor;
  readonly scale: Tensor;
  readonly low: number;
  readonly high: number;
}

const constraints = { loc: real, scale: positive };

/**
 * Logistic distribution rounded to the levels low, …, high, such as pixels of 0 … 255; the ends take the tails.
 *
 *   P(x) = σ((x + ½ − loc) / scale) − σ((x − ½ − loc) / scale),   1 in place of the first at high, 0 of the second at low
 *
 * taken in logarithms without that difference, so it holds for any scale. Mean, variance, mode, entropy (in nats) and
 * quantile are sums over all levels on the device; the quantile is the least level whose cdf reaches its argument to 3e-7.
 *
 * `sample(key, s)` is the level nearest to `loc + scale * (log u − log(1 − u))` with
 * u = `uniformDraws(key, [...s, ...batchShape])` + 2⁻²⁴.
 *
 * @param parameters.loc - Centre, in levels.
 * @param parameters.scale - Spread, in levels; positive.
 *   Both broadcast to the batch shape; events are scalars. Gradients are finite wherever those of the formula are.
 * @param parameters.low - Least level.
 * @param parameters.high - Largest level.
 * @throws If `loc` and `scale` do not broadcast together, or unless low and high are integers in order.
 *
 * Reference: Salimans, Karpathy, Chen and Kingma (2017), "PixelCNN++", eq. 2, whose x and loc are divided by 127.5.
 */
export function discretizedLogistic(parameters: DiscretizedLogisticParameters): DiscretizedLogistic {
  const levels = readLevels("discretizedLogistic", parameters);
  const { low, high } = levels;
  const { loc, scale } = parameters;
  const specification = { family: "discretizedLogistic", constraints, parameters: { loc, scale }, support: integerInterval(low, high) } as const;
  return makeFamily(specification, ({ loc, scale }, { batchShape }) => {
    const logProb = (x: Tensor): Tensor => discretizedLogisticLogProb(x, loc, scale, levels);
    const sums = finiteFormulas(low, batchShape, () => logProb(allLevels(levels, batchShape.length)));
    const edge = (k: Tensor): Tensor => upperEdge(k, loc, scale);
    return {
      ...sums, low, high, logProb,
      sample: (key, shape) => discretizedLogisticDraws(loc, scale, logisticNoise(key, shape), levels),
      cdf: (x) => ofFloor(x, low, high, ENDS.plain, (k) => logistic(edge(k))),
      logCdf: (x) => ofFloor(x, low, high, ENDS.log, (k) => tf.neg(softplus(tf.neg(edge(k))))),
    };
  });
}
