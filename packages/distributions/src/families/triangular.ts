import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isGreater, isLess, log1p, logRatio, select, type NumericInput } from "@variate/math";
import { uniformDraws } from "@variate/random";
import { greaterThan, interval, real } from "../constraints.js";
import type { HasCdf, HasEntropy, HasMean, HasMode, HasQuantile, HasVariance, Reparameterized } from "../distribution.js";
import { makeFamily } from "../family.js";

export interface TriangularParameters {
  readonly low: NumericInput;
  readonly high: NumericInput;
  readonly peak: NumericInput;
}

export interface Triangular
  extends Reparameterized<Tensor, readonly []>, HasMean, HasVariance, HasMode, HasEntropy, HasCdf, HasQuantile {
  readonly family: "triangular";
  readonly low: Tensor;
  readonly high: Tensor;
  readonly peak: Tensor;
}

const constraints = { low: real, high: real, peak: real };

/**
 * Triangular distribution over [low, high].
 *
 *   p(x) = 2 (x − low) / (w a) up to the peak, 2 (high − x) / (w b) beyond,   a = peak − low, b = high − peak, w = a + b
 *   mean = (low + high + peak)/3,   variance = (a² + ab + b²)/18,   entropy = ½ + log(w/2), in nats
 *
 * `rsample(key, s)` is `quantile(max(uniformDraws(key, [...s, ...batchShape]), 2⁻²⁴))`.
 *
 * @param parameters.low - Lower bound, in the units of `x`.
 * @param parameters.high - Upper bound, same units; above `low`.
 * @param parameters.peak - Mode, in [low, high], ends included. All three broadcast to the batch shape; events are scalars.
 * @throws If the parameters do not broadcast together.
 *
 * Reference: Kotz and van Dorp (2004), "Beyond Beta", ch. 1.
 */
export function triangular(parameters: TriangularParameters): Triangular {
  return makeFamily(
    {
      family: "triangular", constraints, parameters,
      support: ({ low, high }) => interval(low, high),
      parameterConstraints: ({ low, high }) => ({ low: real, high: greaterThan(low), peak: interval(low, high) }),
    },
    ({ low, high, peak }) => {
      const width = (): Tensor => tf.sub(high, low);
      /** Whether x is on the left of the peak, the distance from the bound on its side, and that of the peak. */
      const side = (x: Tensor): { left: Tensor; distance: Tensor; side: Tensor } => {
        const left = isLess(x, peak);
        return { left, distance: select(left, tf.sub(x, low), tf.sub(high, x)), side: select(left, tf.sub(peak, low), tf.sub(high, peak)) };
      };
      /** `inside` of values between the bounds, which alone it sees. */
      const between = (x: Tensor, below: number, inside: (x: Tensor) => Tensor, above: number): Tensor => {
        const within = tf.logicalAnd(isGreater(x, low), isLess(x, high));
        const safe = tf.add(tf.mul(0.5, low), tf.mul(0.5, high));
        return select(within, inside(select(within, x, safe)), select(isGreater(x, low), above, tf.fill(x.shape, below)));
      };
      /** The mass between x and the bound on its side. */
      const tail = (x: Tensor): { left: Tensor; mass: Tensor; log: Tensor } => {
        const { left, distance, side: own } = side(x);
        const log = tf.add(logRatio(distance, own), logRatio(distance, width()));
        return { left, mass: tf.mul(tf.div(distance, own), tf.div(distance, width())), log };
      };
      const quantile = (p: Tensor): Tensor => {
        const left = isLess(p, tf.div(tf.sub(peak, low), width()));
        const share = select(left, p, tf.sub(1, p));
        const own = select(left, tf.sub(peak, low), tf.sub(high, peak));
        // Roots apart, whose product neither under- nor overflows; that of 0 has no slope.
        const none = tf.logicalNot(tf.logicalAnd(isGreater(share, 0), isGreater(own, 0)));
        const root = (v: Tensor): Tensor => tf.sqrt(select(none, 1, v));
        const distance = select(none, 0, tf.mul(tf.mul(root(share), root(own)), root(width())));
        return select(left, tf.add(low, distance), tf.sub(high, distance));
      };
      return {
        logProb: (x) => {
          // At a bound that is the peak too the density is 2/w.
          const end = tf.logicalAnd(tf.equal(x, peak), tf.logicalOr(tf.equal(peak, low), tf.equal(peak, high)));
          const atPeak = tf.sub(Math.LN2, tf.log(width()));
          const inside = (v: Tensor): Tensor => {
            const { distance, side: own } = side(v);
            return tf.add(logRatio(distance, own), atPeak);
          };
          return select(end, atPeak, between(x, -Infinity, inside, -Infinity));
        },
        rsample: (key, shape) => tf.minimum(tf.maximum(quantile(tf.maximum(uniformDraws(key, shape), 2 ** -24)), low), high),
        mean: () => tf.add(tf.add(tf.div(low, 3), tf.div(high, 3)), tf.div(peak, 3)),
        mode: () => peak,
        variance: () => {
          const [a, b] = [tf.sub(peak, low), tf.sub(high, peak)];
          return tf.div(tf.add(tf.mul(a, tf.add(a, b)), tf.mul(b, b)), 18);
        },
        entropy: () => tf.add(tf.log(width()), 0.5 - Math.LN2),
        cdf: (x) =>
          between(x, 0, (v) => {
            const { left, mass } = tail(v);
            return select(left, mass, tf.sub(1, mass));
          }, 1),
        logCdf: (x) =>
          between(x, -Infinity, (v) => {
            const { left, mass, log } = tail(v);
            return select(left, log, log1p(tf.neg(mass)));
          }, 0),
        quantile,
      };
    },
  ) as Triangular;
}
