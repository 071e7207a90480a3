import type * as tf from "@tensorflow/tfjs-core";
import type { Distribution, HasMean } from "@variate/distributions";
import { tidy } from "@variate/math";
import type { LatentVariableModel } from "@variate/objectives";
import { splitKey, type RandomKey } from "@variate/random";

export interface GenerateOptions {
  /** `[latents, observations] = splitKey(key, 2)`. */
  readonly key: RandomKey;
  readonly count: number;
  /** `"mean"` returns E[x|z] for drawn z, `"sample"` draws x as well. By default the mean. */
  readonly output?: "mean" | "sample";
}

/**
 * Draws from the model: z ~ p(z), then the mean of p(x|z) or a draw from it. A likelihood without a mean, such as a
 * categorical one, can only be drawn from: `output: "sample"`.
 *
 * @returns [count, …data].
 * @throws If `count` is not a whole number from 1 on.
 */
export function generate(
  model: LatentVariableModel<never, Distribution, Distribution, Distribution & HasMean>,
  options: GenerateOptions,
): tf.Tensor;
export function generate(
  model: LatentVariableModel<never, Distribution, Distribution, Distribution>,
  options: GenerateOptions & { readonly output: "sample" },
): tf.Tensor;
export function generate(
  model: LatentVariableModel<never, Distribution, Distribution, Distribution & Partial<HasMean>>,
  options: GenerateOptions,
): tf.Tensor {
  const { key, count, output = "mean" } = options;
  if (!Number.isInteger(count) || count < 1) {
    throw new Error(`generate: expected count to be a whole number from 1 on; got ${count}.`);
  }
  const [latents, observations] = splitKey(key, 2) as [RandomKey, RandomKey];
  return tidy(() => {
    const likelihood = model.likelihood(model.prior.sample(latents, [count]));
    if (output === "sample") return likelihood.sample(observations);
    if (likelihood.mean === undefined) {
      throw new Error(`generate: expected a likelihood with a mean; got ${likelihood.family}. Ask for output: "sample".`);
    }
    return likelihood.mean();
  });
}
