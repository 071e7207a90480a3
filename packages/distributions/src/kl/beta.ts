import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { poissonDeviance } from "@variate/math";
import type { Distribution } from "../distribution.js";
import { concentrationTerm } from "./dirichletTerms.js";
import type { KlRule, With } from "./table.js";

type Beta = With<"concentration1" | "concentration0">;

/**
 * KL(beta‖beta) = log B(c, d) − log B(a, b) + (a − c)(ψ(a) − ψ(n)) + (b − d)(ψ(b) − ψ(n)),   p with a, b, q with c, d
 *
 * with n = a + b and m = c + d, evaluated as D(c, m a/n) + D(d, m b/n) + t(a, c) + t(b, d) − t(n, m), D the deviance and
 * t the `concentrationTerm`.
 */
export const klBeta: KlRule<Beta, Beta> = (p, q) =>
  betaDivergence([p.concentration1, p.concentration0], [q.concentration1, q.concentration0]);

/** The same of concentrations. */
export function betaDivergence([a, b]: readonly [Tensor, Tensor], [c, d]: readonly [Tensor, Tensor]): Tensor {
  const n = tf.add(a, b);
  const m = tf.add(c, d);
  const means = tf.add(poissonDeviance(c, tf.mul(m, tf.div(a, n))), poissonDeviance(d, tf.mul(m, tf.div(b, n))));
  const terms = tf.sub(tf.add(concentrationTerm(a, c), concentrationTerm(b, d)), concentrationTerm(n, m));
  return tf.add(means, terms);
}

/** KL(dirichlet‖dirichlet) = Σ (D(b_i, m a_i/n) + t(a_i, b_i)) − t(n, m),   n = Σ a_i, m = Σ b_i, D and t as for `beta`. */
export const klDirichlet: KlRule<With<"concentration">, With<"concentration">> = ({ concentration: a }, { concentration: b }) => {
  const n = tf.sum(a, -1, true);
  const m = tf.sum(b, -1, true);
  const parts = tf.add(poissonDeviance(b, tf.mul(m, tf.div(a, n))), concentrationTerm(a, b));
  return tf.sub(tf.sum(parts, -1), tf.squeeze(concentrationTerm(n, m), [-1]));
};

/**
 * KL(lkjCholesky‖lkjCholesky) = Σ_{m=1}^{n−1} KL(beta(m/2, η_p + (n − 1 − m)/2)‖beta(m/2, η_q + (n − 1 − m)/2))
 *
 * η being the concentrations: the squared lengths of the rows' parts below the diagonal are beta distributed, independent,
 * and all in which the two differ.
 */
export const klLkj: KlRule<Lkj, Lkj> = (p, q) => {
  const n = p.eventShape[0] as number;
  const steps = tf.range(1, n);
  const half = tf.mul(0.5, steps);
  const other = (d: Lkj): Tensor => tf.add(tf.expandDims(d.concentration, -1), tf.mul(0.5, tf.sub(n - 1, steps)));
  return tf.sum(betaDivergence([half, other(p)], [half, other(q)]), -1);
};

type Lkj = Distribution & With<"concentration">;
