import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isEqual, log1mexp, select, softplus, withoutGradient, type NumericInput } from "@variate/math";
import { integerInterval, ordered, real, type Bounded } from "../constraints.js";
import type { Distribution, HasCdf, HasEntropy, HasEnumerableSupport, HasMode, HasQuantile } from "../distribution.js";
import { makeFamily } from "../family.js";
import { finiteFormulas } from "../finiteSupport.js";
import { logisticNoise } from "./discretizedLogisticMass.js";

export interface OrderedLogisticParameters {
  readonly cutpoints: NumericInput;
  readonly loc: NumericInput;
}

export interface OrderedLogistic
  extends Distribution<Tensor, readonly []>, HasMode, HasEntropy, HasCdf, HasQuantile, HasEnumerableSupport {
  readonly family: "orderedLogistic";
  readonly support: Bounded;
  /** Number K of classes. */
  readonly classes: number;
  /** Increasing, [...batch, K − 1]. */
  readonly cutpoints: Tensor;
  readonly loc: Tensor;
}

type Given = Readonly<Record<"cutpoints" | "loc", Tensor>>;
const constraints = { cutpoints: ordered, loc: real };

/**
 * Ordered logistic distribution over the classes 0 … K − 1: where a logistic draw around `loc` lies among K − 1 cutpoints.
 *
 *   P(k) = σ(c_k − loc) − σ(c_{k−1} − loc),   σ(c_{K−1} − loc) = 1 and σ(c_{−1} − loc) = 0
 *
 * taken in logarithms without that difference. Entropy (in nats), mode, cdf and quantile are sums over the classes on the
 * device; the quantile is the first class whose cdf reaches its argument to 3e-7. An index has no mean.
 *
 * `sample(key, s)` counts the cutpoints below `loc + log u − log(1 − u)`, u = `uniformDraws(key, [...s, ...batchShape])` + 2⁻²⁴,
 * int32.
 *
 * @param parameters.cutpoints - Increasing, shape [...batch, K − 1].
 * @param parameters.loc - Centre of the logistic draw, in the units of the cutpoints; broadcasts to the batch.
 *   Events are scalars. Gradients reach both.
 * @throws If `cutpoints` has no class axis or does not broadcast with `loc`.
 *
 * Reference: McCullagh (1980), "Regression models for ordinal data".
 */
export function orderedLogistic(parameters: OrderedLogisticParameters): OrderedLogistic {
  const support = ({ cutpoints }: Given): Bounded => integerInterval(0, cutpoints.shape.at(-1) as number);
  return makeFamily({ family: "orderedLogistic", constraints, parameters, support }, ({ cutpoints, loc }: Given, { batchShape }) => {
    const cuts = cutpoints.shape.at(-1) as number;
    const classes = cuts + 1;
    /** log P of every class, along the last axis. */
    const logs = (): Tensor => {
      const offset = tf.sub(cutpoints, tf.expandDims(loc, -1));
      const part = (x: Tensor, begin: number, size: number): Tensor =>
        tf.slice(x, [...x.shape.slice(1).map(() => 0), begin], [...x.shape.slice(1).map(() => -1), size]);
      const none = tf.zerosLike(part(offset, 0, 1));
      const upper = tf.concat([tf.neg(softplus(tf.neg(offset))), none], -1);
      const lower = tf.concat([none, tf.neg(softplus(offset))], -1);
      if (cuts === 1) return tf.add(upper, lower);
      const gaps = log1mexp(tf.sub(part(cutpoints, 1, cuts - 1), part(cutpoints, 0, cuts - 1)));
      const wide = tf.add(gaps, tf.zerosLike(part(offset, 1, cuts - 1)));
      return tf.add(tf.add(upper, lower), tf.concat([none, wide, none], -1));
    };
    const table = (): Tensor => tf.transpose(logs(), [batchShape.length, ...batchShape.keys()]);
    const { entropy, mode, cdf, logCdf, quantile } = finiteFormulas(0, batchShape, table);
    return {
      classes, entropy, cdf, logCdf, quantile,
      logProb: (x) => {
        const hot = isEqual(tf.expandDims(x, -1), tf.range(0, classes));
        const isClass = withoutGradient(() => tf.any(hot, -1));
        return select(isClass, tf.sum(select(hot, logs(), 0), -1), -Infinity);
      },
      sample: (key, shape) => {
        const y = tf.expandDims(tf.add(loc, logisticNoise(key, shape)), -1);
        return tf.sum(tf.cast(tf.greater(y, cutpoints), "int32"), -1);
      },
      mode: () => tf.cast(mode(), "int32"),
      enumerateSupport: () => tf.range(0, classes, 1, "int32"),
    };
  }) as OrderedLogistic;
}
