import type * as tf from "@tensorflow/tfjs-core";
import { tidy, type Shape } from "@variate/math";
import { splitKey, type RandomKey } from "@variate/random";
import type { Fans } from "../initializers/fans.js";
import type { Initializer } from "../initializers/initializer.js";

/** How a layer of the form W x + b starts. */
interface Initializers {
  readonly weight: Initializer;
  readonly bias: Initializer;
}

/** First values of a weight and a bias, drawn with `[weight, bias] = splitKey(key, 2)`. */
export function initWeightAndBias(
  key: RandomKey,
  { weight, bias }: Initializers,
  shapes: { readonly weight: Shape; readonly bias: Shape },
  fans: Fans,
): { weight: tf.Tensor; bias: tf.Tensor } {
  return tidy(() => {
    const [weightKey, biasKey] = splitKey(key, 2) as [RandomKey, RandomKey];
    return { weight: weight(weightKey, shapes.weight, fans), bias: bias(biasKey, shapes.bias, fans) };
  });
}
