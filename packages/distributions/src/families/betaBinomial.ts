import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { broadcastShapes, isGreater, isLess, select, withoutGradient, type NumericInput } from "@variate/math";
import { binomialDraws, logGammaArray, splitKey, type RandomKey } from "@variate/random";
import { commonCount, largestCount } from "../commonCount.js";
import { integerInterval, nonNegativeInteger, positive } from "../constraints.js";
import type { Distribution, HasCdf, HasEntropy, HasMean, HasMode, HasQuantile, HasVariance } from "../distribution.js";
import { makeFamily } from "../family.js";
import { finiteFormulas } from "../finiteSupport.js";
import { hostParameter } from "../hostParameter.js";
import { betaBinomialTable, firstReaching, type HostTable } from "./betaBinomialHost.js";
import { dirichletMultinomialLogProb } from "./dirichletMultinomialMass.js";

export interface BetaBinomialParameters {
  readonly totalCount: NumericInput;
  readonly concentration1: NumericInput;
  readonly concentration0: NumericInput;
}

export interface BetaBinomial extends Distribution<Tensor, readonly []>, HasMean, HasVariance, HasMode, HasEntropy, HasCdf, HasQuantile {
  readonly family: "betaBinomial";
  readonly totalCount: Tensor;
  readonly concentration1: Tensor;
  readonly concentration0: Tensor;
  /** 0, 1, …, n. Reads `totalCount` back from the device. @throws Unless it is the same for the whole batch. */
  enumerateSupport(): Tensor;
}

type Given = Readonly<Record<"totalCount" | "concentration1" | "concentration0", Tensor>>;
const constraints = { totalCount: nonNegativeInteger, concentration1: positive, concentration0: positive };

// Beyond this a sum on the device takes too much of its time and memory.
const LARGEST_ON_DEVICE = 4096;

/**
 * Binomial counts whose probability of success is a beta draw: {0, 1, …, n}.
 *
 *   log p(x) = log C(n, x) + log B(x + a, n − x + b) − log B(a, b),   a = concentration1, b = concentration0
 *   mean = n a / (a + b),   variance = n a b (a + b + n) / ((a + b)² (a + b + 1))
 *   mode = ⌊(n + 1)(a − 1) / (a + b − 2)⌋ for a, b > 1; else the end of the larger concentration
 *
 * evaluated by saddle points, so large counts and concentrations keep their digits. Entropy (in nats), cdf, logCdf and
 * quantile are sums over 0 … n: they read `totalCount` back from the device, and take memory for n + 1 values each. Above n = 4096 they are
 * summed on the host in double precision, read all parameters back, and have no gradient. The quantile is the smallest count whose cdf reaches its argument to 3e-7.
 *
 * `sample(key, s)` is `binomialDraws(count, totalCount, { logits: g₁ − g₀ }, [...s, ...batchShape])` with
 * `[one, zero, count] = splitKey(key, 3)` and g₁ = `logGammaArray(one, concentration1, …)`, g₀ = `logGammaArray(zero,
 * concentration0, …)`. Drawing reads the parameters back from the device.
 *
 * @param parameters.totalCount - Number n of trials, a whole number. No gradient.
 * @param parameters.concentration1 - Weight of success; positive.
 * @param parameters.concentration0 - Weight of failure; positive.
 *   All broadcast to the batch shape; events are scalars. Gradients do not cancel.
 * @throws If the parameters do not broadcast together.
 *
 * Reference: Johnson, Kemp and Kotz (2005), "Univariate Discrete Distributions", §6.2.2; Loader (2000).
 */
export function betaBinomial(parameters: BetaBinomialParameters): BetaBinomial {
  const support = ({ totalCount }: Given) => integerInterval(0, totalCount);
  return makeFamily({ family: "betaBinomial", constraints, parameters, support }, ({ totalCount: n, concentration1: a, concentration0: b }, { batchShape }) => {
    const logProb = (x: Tensor): Tensor => {
      const shape = broadcastShapes("betaBinomial", { x: x.shape, batch: batchShape });
      const pair = (first: Tensor, second: Tensor, to: number[]): Tensor => tf.stack([tf.broadcastTo(first, to), tf.broadcastTo(second, to)], -1);
      return dirichletMultinomialLogProb(pair(x, tf.sub(n, x), shape), n, pair(a, b, batchShape));
    };
    const device = finiteFormulas(0, batchShape, () => {
      const count = largestCount(n) + 1;
      return logProb(tf.reshape(tf.range(0, count), [count, ...batchShape.map(() => 1)]));
    });
    /** The device's formula, or the host's where a sum is long: `pick` takes its result from each element's own table. */
    const summed = (x: Tensor, onDevice: (x: Tensor) => Tensor, pick: (table: HostTable, x: number) => number): Tensor =>
      largestCount(n) <= LARGEST_ON_DEVICE ? onDevice(x) : onHost([n, a, b], batchShape, x, pick);
    const total = (): Tensor => tf.add(a, b);
    const share = (): Tensor => tf.div(a, total());
    return {
      logProb,
      sample: (key, shape) => {
        const [one, zero, count] = splitKey(key, 3) as [RandomKey, RandomKey, RandomKey];
        const ones = logGammaArray(one, hostParameter(a, batchShape), shape);
        const zeros = logGammaArray(zero, hostParameter(b, batchShape), shape);
        return binomialDraws(count, hostParameter(n, batchShape), { logits: ones.map((log, i) => log - (zeros[i] as number)) }, shape);
      },
      mean: () => tf.mul(n, share()),
      // (a + b + n) / (a + b + 1) is how much wider it spreads than the binomial.
      variance: () => {
        const spread = tf.add(1, tf.div(tf.sub(n, 1), tf.add(total(), 1)));
        return tf.mul(tf.mul(tf.mul(n, share()), tf.div(b, total())), spread);
      },
      mode: () => withoutGradient(() => {
        const inside = tf.logicalAnd(isGreater(a, 1), isGreater(b, 1));
        const weight = select(inside, tf.div(tf.sub(a, 1), tf.sub(tf.add(a, b), 2)), 0);
        const peak = tf.minimum(tf.floor(tf.mul(tf.add(n, 1), weight)), n);
        return select(inside, peak, select(isLess(b, a), n, tf.zerosLike(n)));
      }),
      entropy: () => summed(tf.zeros(batchShape), device.entropy, (table) => table.entropy),
      cdf: (x) => summed(x, device.cdf, (table, at) => valueAt(table.cdf, at, 0)),
      logCdf: (x) => summed(x, device.logCdf, (table, at) => valueAt(table.logCdf, at, -Infinity)),
      quantile: (p) => summed(p, device.quantile, ({ cdf }, level) => (level === 1 ? cdf.length - 1 : level >= 0 && level < 1 ? firstReaching(cdf, level) : NaN)),
      enumerateSupport: () => tf.range(0, commonCount("betaBinomial", n) + 1),
    };
  });
}

/** `pick` of every element of x against its batch's table, made once for each element of the batch. */
function onHost(parameters: readonly Tensor[], batchShape: number[], x: Tensor, pick: (table: HostTable, x: number) => number): Tensor {
  return withoutGradient(() => {
    const own = parameters.map((each) => hostParameter(each, batchShape));
    const tables = Array.from(own[0] as Float32Array, (_, i) => betaBinomialTable(...(own.map((values) => values[i]) as [number, number, number])));
    const shape = broadcastShapes("betaBinomial", { x: x.shape, batch: batchShape });
    const values = tf.broadcastTo(x, shape).dataSync();
    return tf.tensor(Float32Array.from(values, (v, i) => pick(tables[i % tables.length] as HostTable, v)), shape, "float32");
  });
}

/** A running sum at ⌊x⌋: `none` below 0, the last beyond the end. */
const valueAt = (sums: Float64Array, x: number, none: number): number =>
  x < 0 ? none : (sums[Math.min(Math.floor(x), sums.length - 1)] as number);
