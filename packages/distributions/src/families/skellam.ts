import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { expm1, isInteger, isLess, logBesselIRemainder, poissonDeviance, select, smooth, tidy, withoutGradient, type NumericInput } from "@variate/math";
import { poissonDraws, splitKey, type RandomKey } from "@variate/random";
import { integer, positive } from "../constraints.js";
import type { Distribution, HasMean, HasVariance } from "../distribution.js";
import { makeFamily } from "../family.js";
import { hostParameter } from "../hostParameter.js";

export interface SkellamParameters {
  readonly rate1: NumericInput;
  readonly rate2: NumericInput;
}

export interface Skellam extends Distribution<Tensor, readonly []>, HasMean, HasVariance {
  readonly family: "skellam";
  readonly rate1: Tensor;
  readonly rate2: Tensor;
}

const constraints = { rate1: positive, rate2: positive };

/**
 * Skellam distribution over the integers: the difference of two Poisson counts with means m = rate1 and n = rate2.
 *
 *   log p(k) = −m − n + ½ k log(m / n) + log I_|k|(2 √(m n)),   I the modified Bessel function; in nats
 *   mean = m − n,   variance = m + n
 *
 * evaluated as a saddle point, by deviances and what the uniform expansion leaves of I, so large rates keep their digits.
 * Mode, entropy, cdf and quantile have no closed form: there are no methods for them.
 *
 * `sample(key, s)` is `poissonDraws(first, rate1, [...s, ...batchShape]) − poissonDraws(second, rate2, …)` with
 * `[first, second] = splitKey(key, 2)`. Drawing reads the rates back from the device.
 *
 * @param parameters.rate1 - Mean of the count that is added; positive.
 * @param parameters.rate2 - Mean of the count that is subtracted; positive.
 *   Both broadcast to the batch shape; events are scalars. Their gradients are p(k − 1) / p(k) − 1 and p(k + 1) / p(k) − 1.
 * @throws If `rate1` and `rate2` do not broadcast together.
 *
 * Reference: Skellam (1946); Johnson, Kemp and Kotz (2005), "Univariate Discrete Distributions", §4.12.3.
 */
export function skellam(parameters: SkellamParameters): Skellam {
  return makeFamily({ family: "skellam", constraints, parameters, support: integer }, ({ rate1, rate2 }, { batchShape }) => ({
    logProb: (x) => skellamLogProb(x, rate1, rate2),
    sample: (key, shape) => {
      const [first, second] = splitKey(key, 2) as [RandomKey, RandomKey];
      const draws = (own: RandomKey, rate: Tensor): Tensor => poissonDraws(own, hostParameter(rate, batchShape), shape);
      return tf.sub(draws(first, rate1), draws(second, rate2));
    },
    mean: () => tf.sub(rate1, rate2),
    variance: () => tf.add(rate1, rate2),
  }));
}

function skellamLogProb(value: Tensor, rate1: Tensor, rate2: Tensor): Tensor {
  return smooth("variate.skellamLogProb", { value, rate1, rate2 }, (own) => mass(own.value, own.rate1, own.rate2), ({ value: k, rate1: m, rate2: n }) => {
    const legal = isInteger(k);
    const safe = select(legal, k, 0);
    const here = skellamLogProb(safe, m, n);
    const along = (step: number): Tensor => select(legal, expm1(tf.sub(skellamLogProb(tf.add(safe, step), m, n), here)), 0);
    return { rate1: along(-1), rate2: along(1) };
  });
}

/** −D(a, m) − D(b, n) − ½ log 2πr + L(|k|, x), see `logBesselIRemainder`. */
function mass(value: Tensor, m: Tensor, n: Tensor): Tensor {
  return tidy(() => {
    const legal = isInteger(value);
    const k = select(legal, value, 0);
    const size = tf.abs(k);
    const root = tf.mul(tf.sqrt(m), tf.sqrt(n));
    const x = tf.mul(2, root);
    // √(k² + x²) without overflow.
    const larger = tf.maximum(size, x);
    const r = tf.mul(larger, tf.sqrt(tf.add(tf.square(tf.div(size, larger)), tf.square(tf.div(x, larger)))));
    const a = tf.mul(0.5, tf.add(r, size));
    // Of all a and b with a − b = |k| these make the deviances least, so a rounding of a that b shares costs nothing.
    const shared = tf.sub(a, size);
    const b = select(isLess(shared, tf.mul(1e-3, a)), tf.mul(root, tf.div(root, a)), shared);
    const negative = withoutGradient(() => isLess(k, 0));
    const deviances = tf.add(poissonDeviance(select(negative, b, a), m), poissonDeviance(select(negative, a, b), n));
    const rest = tf.sub(logBesselIRemainder(size, x), tf.mul(0.5, tf.add(Math.log(2 * Math.PI), tf.log(r))));
    return select(legal, tf.sub(rest, deviances), -Infinity);
  });
}
