import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { logAddExp, tidy, type NumericInput, type Shape } from "@variate/math";
import { splitKey, type RandomKey } from "@variate/random";
import type { Distribution, HasEnumerableSupport } from "../distribution.js";
import { klFinite } from "../kl/finite.js";
import { monteCarloKl, type MonteCarloKl, type MonteCarloKlOptions } from "../kl/monteCarloKl.js";
import { requirePair } from "../kl/pair.js";
import { broadcast } from "../parameters.js";

/**
 * Jensen–Shannon divergence of distributions over finitely many values,
 *
 *   JS = ½ KL(p‖m) + ½ KL(q‖m),   m = ½ (p + q),   in nats,
 *
 * symmetric, between 0 and log 2, of the common batch shape: a sum over the values that each lists. Gradients reach the
 * parameters of both.
 *
 * @throws If event shapes differ or batch shapes do not broadcast. `monteCarloJensenShannon` estimates that of any pair.
 *
 * Reference: Lin (1991), "Divergence measures based on the Shannon entropy".
 */
export function jensenShannon(p: Distribution & HasEnumerableSupport, q: Distribution & HasEnumerableSupport): Tensor {
  requirePair("jensenShannon", p, q);
  return tidy(() => {
    const middle = midpoint(p, q);
    return tf.mul(0.5, tf.add(klFinite(p, middle), klFinite(q, middle)));
  });
}

/**
 * Jensen–Shannon divergence of any pair, estimated from draws of both: `monteCarloKl` of each from their mixture, with the
 * keys `splitKey(key, 2)`, halved and added. Unbiased, in nats, with its standard error. Gradients as there.
 *
 * @throws If event shapes differ, batch shapes do not broadcast, or `samples` is below 2.
 */
export function monteCarloJensenShannon(p: Distribution, q: Distribution, { key, samples }: MonteCarloKlOptions): MonteCarloKl {
  requirePair("monteCarloJensenShannon", p, q);
  return tidy(() => {
    const middle = midpoint(p, q);
    const [one, other] = splitKey(key, 2) as [RandomKey, RandomKey];
    const ofP = monteCarloKl(p, middle, { key: one, samples });
    const ofQ = monteCarloKl(q, middle, { key: other, samples });
    const variance = tf.add(tf.square(ofP.standardError), tf.square(ofQ.standardError));
    return { estimate: tf.mul(0.5, tf.add(ofP.estimate, ofQ.estimate)), standardError: tf.mul(0.5, tf.sqrt(variance)) };
  });
}

/** ½ (p + q), as far as its density goes. */
function midpoint(p: Distribution, q: Distribution): Distribution {
  const batchShape = broadcast(p.batchShape, q.batchShape) as Shape;
  return { ...p, batchShape, logProb: (x: NumericInput) => tf.sub(logAddExp(p.logProb(x), q.logProb(x)), Math.LN2) };
}
