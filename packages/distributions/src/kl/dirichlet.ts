import * as tf from "@tensorflow/tfjs-core";
import { poissonDeviance } from "@variate/math";
import type { Dirichlet } from "../families/dirichlet.js";
import { concentrationTerm } from "./dirichletTerms.js";
import type { KlRule } from "./table.js";

/**
 * KL(dirichlet‖dirichlet) = log B(b) − log B(a) + Σ (aᵢ − bᵢ)(ψ(aᵢ) − ψ(n)),   p with a, q with b, n = Σ aᵢ, m = Σ bᵢ
 *
 * evaluated as Σ (D(bᵢ, m aᵢ/n) + t(aᵢ, bᵢ)) − t(n, m), D the deviance and t the `concentrationTerm`.
 */
export const klDirichlet: KlRule<Dirichlet, Dirichlet> = (p, q) => {
  const [a, b] = [p.concentration, q.concentration];
  const [n, m] = [tf.sum(a, -1, true), tf.sum(b, -1, true)];
  const own = tf.add(poissonDeviance(b, tf.mul(m, tf.div(a, n))), concentrationTerm(a, b));
  return tf.sub(tf.sum(own, -1), tf.squeeze(concentrationTerm(n, m), [-1]));
};
