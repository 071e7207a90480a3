import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { tidy, withoutGradient } from "@variate/math";
import type { RandomKey } from "@variate/random";
import type { Distribution, Reparameterized } from "../distribution.js";

export interface MonteCarloKlOptions {
  readonly key: RandomKey;
  /** Number of draws from `p`; at least 2. */
  readonly samples: number;
}

/** An average over draws, of the common batch shape, in nats. */
export interface MonteCarloKl {
  readonly estimate: Tensor;
  /** Standard deviation of the estimate over repetitions, itself estimated: s / √samples. */
  readonly standardError: Tensor;
}

/**
 * KL(p‖q) estimated from draws of `p`, for any pair:
 *
 *   (1/S) Σ log p(xₛ) − log q(xₛ),   xₛ ~ p
 *
 * unbiased, in nats. Draws are `p.rsample(key, [samples])` where `p` is reparameterized, and gradients then reach both
 * distributions; elsewhere `p.sample(key, [samples])`, and gradients reach `q` alone.
 *
 * @throws If `samples` is not an integer of at least 2, below which there is no standard error.
 */
export function monteCarloKl(p: Distribution, q: Distribution, { key, samples }: MonteCarloKlOptions): MonteCarloKl {
  if (!Number.isInteger(samples) || samples < 2) {
    throw new Error(`monteCarloKl: expected samples to be an integer of at least 2; got ${samples}.`);
  }
  return tidy(() => {
    const pathwise = "rsample" in p;
    const draws = pathwise ? (p as Reparameterized).rsample(key, [samples]) : p.sample(key, [samples]);
    const logP = pathwise ? p.logProb(draws) : withoutGradient(() => p.logProb(draws));
    const differences = tf.sub(logP, q.logProb(draws));
    const estimate = tf.mean(differences, 0);
    const standardError = withoutGradient(() => {
      const squares = tf.sum(tf.square(tf.sub(differences, estimate)), 0);
      return tf.sqrt(tf.div(squares, samples * (samples - 1)));
    });
    return { estimate, standardError };
  });
}
