import * as tf from "@tensorflow/tfjs-core";
import { klDivergence, type Distribution } from "@variate/distributions";

/** A distribution whose event is made of independent parts, reached through `base`. */
interface WithBase extends Distribution {
  readonly base: Distribution;
}

/** KL(q ‖ p) of each latent, shape [batch, …latent]: the KL of the bases of two `independent` distributions. */
export function latentKl(q: Distribution, p: Distribution): tf.Tensor {
  return klDivergence(baseOf(q), baseOf(p));
}

/** log q(z) − log p(z) of each latent, shape of `z`. */
export function sampledLatentLogRatio(q: Distribution, p: Distribution, z: tf.Tensor): tf.Tensor {
  return tf.sub(baseOf(q).logProb(z), baseOf(p).logProb(z));
}

function baseOf(distribution: Distribution): Distribution {
  if (distribution.eventShape.length === 0) return distribution;
  if (distribution.family === "independent") return (distribution as WithBase).base;
  throw new Error(
    `elbo: expected independent latents with freeBits; got ${distribution.family}. ` +
      "Use a posterior and a prior made with independent(…), or leave freeBits out.",
  );
}
