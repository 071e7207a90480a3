import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { exactProduct, exactSum, exponential, isEqual, isGreater, roundedExponential, select, smooth, tidy, withGradientOf, withoutGradient, type NumericInput, type Shape } from "@variate/math";
import { gumbelDraws, type RandomKey } from "@variate/random";
import { arrayOf, positive, real, simplex, type Constraint } from "../constraints.js";
import type { Reparameterized } from "../distribution.js";
import { makeFamily } from "../family.js";
import { exactly, withOdds, type GivenOdds } from "../odds.js";
import { classCount, roundedShares, type CategoricalParameters } from "./categoricalWeights.js";
import { logShares } from "./dirichletLogProb.js";
import { representable, type HasLogDraws } from "./gammaFormulas.js";

export type RelaxedOneHotCategoricalParameters = CategoricalParameters & { readonly temperature: NumericInput };

export interface RelaxedOneHotCategorical extends Reparameterized<Tensor, readonly [number]>, HasLogDraws {
  readonly family: "relaxedOneHotCategorical";
  readonly temperature: Tensor;
  /** Log weights [...batch, classes], when the distribution was given by them. */
  readonly logits?: Tensor;
  /** Weights [...batch, classes], when the distribution was given by them. */
  readonly probs?: Tensor;
}

const weights = { logits: arrayOf(real, 1), probs: arrayOf(positive, 1) };

/** The constraints of the relaxed families of classes, for whichever of `probs` and `logits` is given. */
export const withTemperatureAndWeights = (family: string, parameters: CategoricalParameters): Readonly<Record<"temperature" | keyof GivenOdds, Constraint>> =>
  withOdds(family, parameters, { temperature: positive }, weights) as Readonly<Record<"temperature" | keyof GivenOdds, Constraint>>;

/**
 * Relaxed one-hot categorical (Concrete, Gumbel-softmax) distribution over probability vectors of length K: that of the
 * softmax of y = (logits + ε) / T, with ε from the standard Gumbel distribution.
 *
 *   log p(x) = log Γ(K) + (K − 1) log T − Σ log xᵢ + Σ (sᵢ − logSumExp(s)),   s = logits − T log x
 *
 * in nats; float32 loses about 1e-7 T of it, and next to nothing of its gradients. The moments have no closed form. As the temperature T falls to 0, draws approach one-hot draws with the same logits.
 *
 * `rsampleLog(key, s)` is y − logSumExp(y) with ε = `gumbelDraws(key, [...s, ...batchShape, K])`, and `rsample` its
 * exponential, entries at least 2⁻¹²⁶: low temperatures put much of the mass below, so use the logarithms there.
 *
 * @param parameters.temperature - T; positive. Its shape broadcasts with the batch.
 * @param parameters - Beside it exactly one of `probs`, positive weights, and `logits`, their logarithms; shape
 *   [...batch, K]. A common factor of the weights makes no difference.
 * @throws Unless exactly one of `probs` and `logits` is given, or if the parameters do not broadcast together.
 *
 * Reference: Maddison, Mnih and Teh (2017), "The Concrete distribution"; Jang, Gu and Poole (2017).
 */
export function relaxedOneHotCategorical(parameters: RelaxedOneHotCategoricalParameters): RelaxedOneHotCategorical {
  const constraints = withTemperatureAndWeights("relaxedOneHotCategorical", parameters);
  const eventShape = (given: GivenOdds): readonly [number] => [classCount(given)];
  return makeFamily(
    { family: "relaxedOneHotCategorical", constraints, parameters: parameters as never, support: simplex, eventShape },
    ({ temperature, ...given }, { batchShape, eventShape: [size] }) => {
      const whole = [...batchShape, size];
      const draws = (key: RandomKey, shape: number[]): Tensor => relaxedLogShares(key, shape, temperature, given);
      return {
        logProb: (x) => logDensity(x, tf.expandDims(temperature, -1), logWeights(given)),
        rsample: (key: RandomKey, shape: number[]) => representable(draws(key, shape)),
        rsampleLog: (key: RandomKey, sampleShape: Shape = []) => tidy(() => draws(key, [...sampleShape, ...whole])),
        logSample: (key: RandomKey, sampleShape: Shape = []) => tidy(() => withoutGradient(() => draws(key, [...sampleShape, ...whole]))),
      };
    },
  ) as unknown as RelaxedOneHotCategorical;
}

const logWeights = ({ logits, probs }: GivenOdds): Tensor => logits ?? tf.log(probs as Tensor);

/** Logarithms of the softmax of logits and Gumbel noise, over the temperature. */
export function relaxedLogShares(key: RandomKey, shape: number[], temperature: Tensor, given: GivenOdds): Tensor {
  return logShares(tf.div(tf.add(logWeights(given), gumbelDraws(key, shape)), tf.expandDims(temperature, -1)));
}

function logDensity(value: Tensor, temperature: Tensor, logits: Tensor): Tensor {
  const inside = simplex.contains(value);
  const size = logits.shape.at(-1) as number;
  const density = smooth("variate.relaxedOneHotLogProb", { x: tf.maximum(value, 2 ** -126), temperature, logits }, interior, ({ x, temperature: t, logits: l }) => {
    const excess = excessShares(x, t, l);
    return {
      x: tf.neg(tf.div(tf.add(1, tf.mul(t, excess)), x)),
      temperature: tf.sub(tf.div(size - 1, t), tf.sum(tf.mul(tf.log(x), excess), -1, true)),
      logits: excess,
    };
  }, { summed: true });
  // Where m entries are 0 the density goes with their size to the power (K − m) T − m.
  const power = withoutGradient(() => {
    const zeros = tf.sum(tf.cast(isEqual(value, 0), "float32"), -1, true);
    return tf.squeeze(select(tf.greater(zeros, 0), tf.sub(tf.mul(tf.sub(size, zeros), temperature), zeros), 0), [-1]);
  });
  const limit = select(isGreater(power, 0), -Infinity, tf.fill(power.shape, Infinity));
  return select(inside, select(isEqual(power, 0), density, limit), -Infinity);
}

/** 1 − K softmax(s), which is small where entries weigh alike: s, its exponentials and their sum have twice the digits. */
function excessShares(x: Tensor, t: Tensor, logits: Tensor): Tensor {
  const size = logits.shape.at(-1) as number;
  const plain = exponential(logShares(tf.sub(logits, tf.mul(t, tf.log(x)))));
  const exact = withoutGradient(() => {
    const logX = tf.log(x);
    // One of Newton's steps gives log x its other digits.
    const back = roundedExponential(exactly(logX));
    const rest = tf.div(tf.sub(tf.sub(x, back.value), back.error), x);
    const product = exactProduct(t, logX);
    const scores = exactSum(logits, tf.neg(product.value));
    const own = exactSum(scores.value, tf.neg(tf.max(scores.value, -1, true)));
    const share = roundedShares(roundedExponential({ value: own.value, error: tf.sub(tf.add(scores.error, own.error), tf.add(product.error, tf.mul(t, rest))) }));
    const whole = exactProduct(tf.scalar(size), share.value);
    return tf.sub(tf.sub(tf.sub(1, whole.value), whole.error), tf.mul(size, share.error));
  });
  return withGradientOf(tf.sub(1, tf.mul(size, plain)), exact);
}

type Inputs = { readonly x: Tensor; readonly temperature: Tensor; readonly logits: Tensor };

function interior({ x, temperature, logits }: Inputs): Tensor {
  return tidy(() => {
    const size = logits.shape.at(-1) as number;
    const logX = tf.log(x);
    const scores = logShares(tf.sub(logits, tf.mul(temperature, logX)));
    let logFactorial = 0;
    for (let k = 2; k < size; k++) logFactorial += Math.log(k);
    const scale = tf.squeeze(tf.mul(size - 1, tf.log(temperature)), [-1]);
    return tf.add(tf.add(tf.sum(tf.sub(scores, logX), -1), scale), logFactorial);
  });
}
