import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import {
  digammaRemainder,
  isLess,
  logGammaDrawDerivative,
  logRegularizedGammaP,
  regularizedGammaP,
  select,
  stirlingRemainder,
  stopGradient,
  tidy,
  withoutGradient,
  type NumericInput,
  type Shape,
} from "@variate/math";
import { logGammaDraws, type RandomKey } from "@variate/random";
import { positive } from "../constraints.js";
import type { HasCdf, HasEntropy, HasMean, HasMode, HasVariance, Reparameterized } from "../distribution.js";
import { readParameters } from "../parameters.js";
import { readValue } from "../values.js";
import { gammaLogProb } from "./gammaLogProb.js";

export interface GammaParameters {
  readonly concentration: NumericInput;
  readonly rate: NumericInput;
}

export interface Gamma extends Reparameterized<Tensor, readonly []>, HasMean, HasVariance, HasMode, HasEntropy, HasCdf {
  readonly family: "gamma";
  readonly concentration: Tensor;
  readonly rate: Tensor;
  /** Logarithms of the draws of `sample`, exact where those underflow. */
  logSample(key: RandomKey, sampleShape?: Shape): Tensor;
  /** Logarithms of the draws of `rsample`, exact where those underflow, with pathwise gradients. */
  rsampleLog(key: RandomKey, sampleShape?: Shape): Tensor;
}

const constraints = { concentration: positive, rate: positive };
const SMALLEST_NORMAL = 2 ** -126;
const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

/**
 * Gamma distribution over the positive numbers.
 *
 *   log p(x) = a log r + (a − 1) log x − r x − log Γ(a),   a = concentration, r = rate
 *   mean = a / r,   variance = a / r²,   entropy = a − log r + log Γ(a) + (1 − a) ψ(a), in nats
 *
 * evaluated by Stirling remainders and deviances, so large concentrations keep their digits.
 *
 * `rsampleLog(key, s)` is `logGammaDraws(key, concentration, [...s, ...batchShape]) − log(rate)`, and `rsample` its
 * exponential, at least 2⁻¹²⁶, the smallest normal float32: a concentration of 0.001 falls below that 9 times in 10, so
 * use the logarithms there. Gradients in the concentration are implicit, exact to float32. Drawing reads the
 * concentration back from the device, since the rejection runs on the host.
 *
 * @param parameters.concentration - Shape parameter; positive.
 * @param parameters.rate - Inverse scale, in units of 1 / `x`; positive.
 *   Both broadcast to the batch shape; events are scalars.
 * @throws If `concentration` and `rate` do not broadcast together.
 *
 * Reference: Marsaglia and Tsang (2000); Figurnov, Mohamed and Mnih (2018); Loader (2000).
 */
export function gamma(parameters: GammaParameters): Gamma {
  const { tensors, batchShape } = readParameters("gamma", constraints, parameters);
  const { concentration, rate } = tensors;
  const shapes = { batchShape, eventShape: [] as const };

  const drawLog = (key: RandomKey, sampleShape: Shape, pathwise: boolean): Tensor => {
    const shape = [...sampleShape, ...batchShape];
    const repeated = withoutGradient(() => tf.broadcastTo(concentration, batchShape));
    const draws = logGammaDraws(key, repeated.dataSync(), shape);
    if (!pathwise) return tf.sub(draws, tf.log(rate));
    // Adds 0 to the value, and the derivative times that of the concentration to the gradient.
    const derivative = withoutGradient(() => logGammaDrawDerivative(concentration, draws));
    const moved = tf.mul(derivative, tf.sub(concentration, stopGradient(concentration)));
    return tf.sub(tf.add(draws, moved), tf.log(rate));
  };
  const scaled = (caller: string, value: NumericInput): Tensor => {
    const x = readValue(caller, value, shapes);
    return tf.mul(rate, select(isLess(x, 0), 0, x));
  };
  const representable = (logs: Tensor): Tensor => tf.maximum(tf.exp(logs), SMALLEST_NORMAL);

  return {
    family: "gamma", ...shapes, support: positive, parameterConstraints: constraints, concentration, rate,
    logProb: (value) => tidy(() => gammaLogProb(readValue("gamma.logProb", value, shapes), concentration, rate)),
    rsampleLog: (key, sampleShape = []) => tidy(() => drawLog(key, sampleShape, true)),
    logSample: (key, sampleShape = []) => tidy(() => withoutGradient(() => drawLog(key, sampleShape, false))),
    rsample: (key, sampleShape = []) => tidy(() => representable(drawLog(key, sampleShape, true))),
    sample: (key, sampleShape = []) => tidy(() => withoutGradient(() => representable(drawLog(key, sampleShape, false)))),
    mean: () => tidy(() => tf.div(concentration, rate)),
    variance: () => tidy(() => tf.div(tf.div(concentration, rate), rate)),
    // Below concentration 1 the density grows without bound towards 0.
    mode: () => tidy(() => tf.div(tf.maximum(tf.sub(concentration, 1), 0), rate)),
    entropy: () =>
      tidy(() => {
        const a = concentration;
        const excess = tf.mul(tf.sub(a, 1), tf.sub(tf.div(0.5, a), digammaRemainder(a)));
        const logs = tf.sub(tf.mul(0.5, tf.log(a)), tf.log(rate));
        return tf.add(tf.add(logs, tf.add(stirlingRemainder(a), excess)), HALF_LOG_TWO_PI);
      }),
    cdf: (value) => tidy(() => regularizedGammaP(concentration, scaled("gamma.cdf", value))),
    logCdf: (value) => tidy(() => logRegularizedGammaP(concentration, scaled("gamma.logCdf", value))),
  };
}
