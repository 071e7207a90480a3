import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { expm1, exponential, isLess, select, stirlingRemainder, type NumericInput } from "@variate/math";
import { nonNegative, positive } from "../constraints.js";
import type { HasCdf, HasEntropy, HasMean, HasMode, HasQuantile, HasVariance, Reparameterized } from "../distribution.js";
import { makeFamily } from "../family.js";
import { gammaFormulas, type HasLogDraws } from "./gammaFormulas.js";

export interface ChiParameters {
  readonly df: NumericInput;
}

export interface Chi
  extends Reparameterized<Tensor, readonly []>, HasLogDraws, HasMean, HasVariance, HasMode, HasEntropy, HasCdf, HasQuantile {
  readonly family: "chi";
  readonly df: Tensor;
}

const constraints = { df: positive };

/**
 * Chi distribution over the numbers of 0 or more: that of the length of a vector of df standard normals.
 *
 *   log p(x) = (df − 1) log x − x²/2 − (df/2 − 1) log 2 − log Γ(df/2)
 *   mean = √2 Γ((df + 1)/2) / Γ(df/2),   variance = df − mean²,   mode = √max(df − 1, 0)
 *
 * The variance is not taken from that difference, so it keeps its digits where it tends to ½.
 *
 * `rsampleLog(key, s)` is half of `log 2 + logGammaDraws(key, df / 2, [...s, ...batchShape])`, and `rsample` its
 * exponential, at least 2⁻¹²⁶. Gradients are implicit, exact to float32. Drawing reads `df` back from the device.
 * Entropies in nats.
 *
 * @param parameters.df - Degrees of freedom; positive, whole or not. Its shape is the batch shape; events are scalars.
 * @throws If `df` is missing or holds no numbers.
 *
 * Reference: Johnson, Kotz and Balakrishnan (1994), §18.8.3.
 */
export function chi(parameters: ChiParameters): Chi {
  return makeFamily({ family: "chi", constraints, parameters, support: nonNegative }, ({ df }, { batchShape }) => ({
    ...gammaFormulas(() => ({ a: tf.mul(0.5, df), rate: tf.scalar(0.5) }), 2, batchShape),
    mean: () => {
      const { shrink, ratio } = rootRatio(tf.mul(0.5, df));
      return tf.mul(tf.mul(tf.sqrt(df), shrink), exponential(ratio));
    },
    variance: () => {
      const { small, shrink, ratio } = rootRatio(tf.mul(0.5, df));
      const spread = tf.sub(1, tf.mul(tf.square(shrink), exponential(tf.mul(2, ratio))));
      return tf.mul(df, select(small, spread, tf.neg(expm1(tf.mul(2, ratio)))));
    },
    mode: () => tf.sqrt(tf.maximum(tf.sub(df, 1), 0)),
  }));
}

/**
 * Γ(a + ½) / (√a Γ(a)) as shrink · exp(ratio): the ratio for b = a, or b = a + 1 below 1, is
 *
 *   s(b + ½) − s(b) − D(b, b + ½),   s the Stirling remainder, D the deviance b log(b / (b + ½)) + ½
 */
function rootRatio(a: Tensor): { small: Tensor; shrink: Tensor; ratio: Tensor } {
  const small = isLess(a, 1);
  const b = select(small, tf.add(a, 1), a);
  // With v = 1/(4b + 1), D = v/2 − 2b (v³/3 + v⁵/5 + …).
  const v = tf.div(1, tf.add(tf.mul(4, b), 1));
  const square = tf.square(v);
  const series = [1 / 11, 1 / 9, 1 / 7, 1 / 5, 1 / 3].reduce<Tensor | number>((sum, c) => tf.add(c, tf.mul(sum, square)), 0) as Tensor;
  const deviance = tf.mul(v, tf.sub(0.5, tf.mul(tf.mul(2, tf.mul(b, square)), series)));
  const ratio = tf.sub(tf.sub(stirlingRemainder(tf.add(b, 0.5)), stirlingRemainder(b)), deviance);
  // Γ(a + ½)/Γ(a) = Γ(a + 3/2)/Γ(a + 1) · a/(a + ½)
  const raised = tf.mul(tf.sqrt(tf.mul(a, tf.add(a, 1))), tf.div(1, tf.add(a, 0.5)));
  return { small, shrink: select(small, raised, 1), ratio };
}
