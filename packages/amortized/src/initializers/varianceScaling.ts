import * as tf from "@tensorflow/tfjs-core";
import { normalArray, uniformArray } from "@variate/random";
import { computeFans } from "./fans.js";
import type { Initializer } from "./initializer.js";

export interface VarianceScalingOptions {
  /** Numerator of the variance; positive. */
  readonly scale: number;
  /** Its denominator: the inputs, the outputs, or the mean of both. */
  readonly mode: "fanIn" | "fanOut" | "fanAverage";
  readonly distribution: "uniform" | "normal";
}

/**
 * Independent weights of mean 0 whose variance is set by the fans:
 *
 *   variance = scale / n,   n = fanIn, fanOut or (fanIn + fanOut) / 2
 *   uniform: √(3 · variance) · (2u − 1), u the draws of `uniformDraws(key, shape)`
 *   normal:  √variance · e, e the draws of `normalDraws(key, shape)`, not truncated
 *
 * The uniform form equals `jax.nn.initializers.variance_scaling` with the same key.
 *
 * @throws If `scale` is not positive.
 */
export function varianceScaling({ scale, mode, distribution }: VarianceScalingOptions): Initializer {
  if (!(scale > 0 && scale < Infinity)) {
    throw new RangeError(`varianceScaling: expected a positive scale; got ${String(scale)}.`);
  }
  return (key, shape, fans = computeFans(shape)) => {
    const { fanIn, fanOut } = fans;
    const variance = scale / { fanIn, fanOut, fanAverage: (fanIn + fanOut) / 2 }[mode];
    const weights = distribution === "uniform" ? uniformArray(key, shape) : normalArray(key, shape);
    const limit = Math.sqrt(distribution === "uniform" ? 3 * variance : variance);
    for (let i = 0; i < weights.length; i++) {
      const draw = weights[i] as number;
      weights[i] = limit * (distribution === "uniform" ? 2 * draw - 1 : draw);
    }
    return tf.tensor(weights, [...shape], "float32");
  };
}

/**
 * Uniform on ±√(6 / (fanIn + fanOut)): variance 2 / (fanIn + fanOut), which keeps the scale of activations and of
 * gradients through tanh-like layers. The default of every layer.
 *
 * Reference: Glorot and Bengio (2010), equation 16.
 */
export const glorotUniform: Initializer = varianceScaling({ scale: 1, mode: "fanAverage", distribution: "uniform" });

/** Normal of variance 2 / (fanIn + fanOut). Reference: Glorot and Bengio (2010). */
export const glorotNormal: Initializer = varianceScaling({ scale: 1, mode: "fanAverage", distribution: "normal" });

/** Uniform on ±√(6 / fanIn): variance 2 / fanIn, for relu-like layers. Reference: He et al. (2015). */
export const heUniform: Initializer = varianceScaling({ scale: 2, mode: "fanIn", distribution: "uniform" });

/** Normal of variance 2 / fanIn, for relu-like layers. Reference: He et al. (2015). */
export const heNormal: Initializer = varianceScaling({ scale: 2, mode: "fanIn", distribution: "normal" });

/** Uniform on ±√(3 / fanIn): variance 1 / fanIn. Reference: LeCun et al. (1998). */
export const lecunUniform: Initializer = varianceScaling({ scale: 1, mode: "fanIn", distribution: "uniform" });

/** Normal of variance 1 / fanIn, for selu-like layers. Reference: LeCun et al. (1998). */
export const lecunNormal: Initializer = varianceScaling({ scale: 1, mode: "fanIn", distribution: "normal" });
