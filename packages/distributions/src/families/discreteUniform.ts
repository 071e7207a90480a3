import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isBetween, isInteger, select, withoutGradient, type NumericInput } from "@variate/math";
import { uniformDraws } from "@variate/random";
import { integer, integerInterval } from "../constraints.js";
import { ENDS, ofFloor, type Ends } from "../countCdf.js";
import type { Distribution, HasCdf, HasEntropy, HasMean, HasQuantile, HasVariance } from "../distribution.js";
import { makeFamily } from "../family.js";

export interface DiscreteUniformParameters {
  readonly low: NumericInput;
  readonly high: NumericInput;
}

export interface DiscreteUniform extends Distribution<Tensor, readonly []>, HasMean, HasVariance, HasEntropy, HasCdf, HasQuantile {
  readonly family: "discreteUniform";
  readonly low: Tensor;
  readonly high: Tensor;
  /** low, …, high. Reads both back from the device. @throws Unless they are the same for the whole batch. */
  enumerateSupport(): Tensor;
}

type Given = Readonly<Record<"low" | "high", Tensor>>;
const constraints = { low: integer, high: integer };

/**
 * Uniform distribution over the integers low, low + 1, …, high.
 *
 *   p(x) = 1 / n,   n = high − low + 1
 *   mean = (low + high) / 2,   variance = (n² − 1) / 12,   entropy = log n, in nats
 *
 * Every value is a mode: there is no method for it. `sample(key, s)` is
 * `low + ⌊n · uniformDraws(key, [...s, ...batchShape])⌋`, which tells at most 2²³ values apart.
 *
 * @param parameters.low - The least value, an integer.
 * @param parameters.high - The largest value, an integer, at least `low`.
 *   Both broadcast to the batch shape; events are scalars. Neither takes a gradient.
 * @throws If `low` and `high` do not broadcast together.
 *
 * Reference: Johnson, Kemp and Kotz (2005), "Univariate Discrete Distributions", §6.10.1.
 */
export function discreteUniform(parameters: DiscreteUniformParameters): DiscreteUniform {
  const support = ({ low, high }: Given) => integerInterval(low, high);
  return makeFamily({ family: "discreteUniform", constraints, parameters, support }, ({ low, high }) => {
    const last = (): Tensor => withoutGradient(() => tf.sub(high, low));
    const count = (): Tensor => withoutGradient(() => tf.add(tf.sub(high, low), 1));
    const below = (x: Tensor, ends: Ends, inside: (share: Tensor) => Tensor): Tensor =>
      withoutGradient(() => ofFloor(x, low, high, ends, (k) => inside(tf.div(tf.add(tf.sub(k, low), 1), count()))));
    return {
      logProb: (x) =>
        withoutGradient(() => {
          const legal = tf.logicalAnd(isBetween(x, low, high), isInteger(x));
          // tf.where leaves a scalar as it is beside no values at all.
          return select(legal, tf.sub(tf.zerosLike(x), tf.log(count())), -Infinity);
        }),
      sample: (key, shape) => tf.minimum(tf.add(low, tf.floor(tf.mul(count(), uniformDraws(key, shape)))), high),
      mean: () => withoutGradient(() => tf.add(low, tf.mul(0.5, last()))),
      // (n² − 1) / 12 in factors, of which neither overflows before the product does.
      variance: () => withoutGradient(() => tf.mul(tf.div(last(), 12), tf.add(count(), 1))),
      entropy: () => tf.log(count()),
      cdf: (x) => below(x, ENDS.plain, (share) => share),
      logCdf: (x) => below(x, ENDS.log, tf.log),
      // To the rounding of float32: p = 1/3 of three values is the first.
      quantile: (p) =>
        withoutGradient(() => {
          const steps = tf.sub(tf.ceil(tf.mul(tf.mul(p, count()), 1 - 3e-7)), 1);
          return select(isBetween(p, 0, 1), tf.minimum(tf.add(low, tf.maximum(steps, 0)), high), NaN);
        }),
      enumerateSupport: () => {
        const [first, end] = [low, high].map((bound) => single(bound)) as [number, number];
        return tf.range(first, end + 1);
      },
    };
  });
}

function single(bound: Tensor): number {
  const values = bound.dataSync();
  if (values.length === 0 || values.some((value) => value !== values[0])) {
    throw new Error(
      `discreteUniform.enumerateSupport: expected the same bounds for the whole batch; got ${values.slice(0, 3).join(", ") || "none"}. ` +
        "Make one distribution for each.",
    );
  }
  return values[0] as number;
}
