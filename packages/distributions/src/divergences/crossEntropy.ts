import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { tidy } from "@variate/math";
import type { Distribution, HasEntropy } from "../distribution.js";
import { klDivergence } from "../kl/klDivergence.js";
import type { AnalyticKl } from "../kl/table.js";

/**
 * Cross entropy in closed form,
 *
 *   H(p, q) = −E_p log q(x) = KL(p‖q) + H(p),   in nats,
 *
 * of the common batch shape: the length of a code for `q` on draws of `p`. Gradients reach the parameters of both.
 *
 * @throws As `klDivergence`. A `p` without `entropy()` does not compile.
 */
export function crossEntropy<P extends Distribution & HasEntropy, Q extends Distribution>(p: P, q: Q & AnalyticKl<P, Q>): Tensor {
  return tidy(() => tf.add(klDivergence<Distribution, Distribution>(p, q), p.entropy()));
}
