import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { expm1, tidy } from "@variate/math";
import type { Distribution } from "../distribution.js";
import type { WithForm } from "./forms.js";
import { renyiDivergence, type RenyiTable } from "./renyi.js";
import { safeRoot } from "./safeRoot.js";

/**
 * Hellinger distance in closed form,
 *
 *   H = √(1 − ∫ √(p q) dx) = √(1 − exp(−½ D_½)),   D_½ the Rényi divergence of order ½,
 *
 * between 0 and 1, symmetric, of the common batch shape. Gradients reach the parameters of both; where p and q are equal,
 * a kink, they are 0.
 *
 * @throws As `renyiDivergence`, whose pairs it has.
 *
 * Reference: Pardo (2006), "Statistical inference based on divergence measures".
 */
export function hellinger<P extends Distribution, Q extends Distribution>(p: P, q: Q & WithForm<RenyiTable, "hellinger", P, Q>): Tensor {
  return tidy(() => safeRoot(tf.neg(expm1(tf.mul(-0.5, renyiDivergence<Distribution, Distribution>(p, q, 0.5))))));
}
