import type { Tensor } from "@tensorflow/tfjs-core";
import { tidy } from "@variate/math";
import type { Distribution } from "../distribution.js";
import { closedForms } from "./closedForms.js";
import { finiteRule } from "./finite.js";
import { infiniteBySupport } from "./infinite.js";
import { lookThroughs } from "./lookThrough.js";
import { describe, requirePair } from "./pair.js";
import type { AnalyticKl, KlRule } from "./table.js";

const registered = new Map<string, KlRule>();

/**
 * Kullback–Leibler divergence in closed form,
 *
 *   KL(p‖q) = E_p[log p(x) − log q(x)],   in nats,
 *
 * of the common batch shape of `p` and `q`. It is Infinity where `p` puts mass outside the support of `q`. Gradients
 * reach the parameters of both.
 *
 * Combinators are looked through: components of `independent` add up, and so do parts of `joint` that do not depend on each
 * other; two of `transformed` with one bijector object have the divergence of their bases; what one of two masks of
 * `masked` leaves out adds 0. At run time, two of `zeroInflated` with one base object have a divergence too, and one mixture
 * from itself 0; `klBounds` bounds that of other mixtures.
 *
 * The README lists the pairs. A pair without a closed form does not compile where both families are known, and throws at
 * run time; there, beside the pairs that compile, a support that passes that of `q` gives Infinity whatever the families, and
 * `p` over finitely many values is summed against any discrete `q`. Some pairs that compile are Infinity whatever the
 * parameters, as normal and gamma: a fit that meets one stops at its first step.
 *
 * Error below 1e-5 · max(1, |value|), and 2e-6 for equal parameters.
 *
 * @throws If the event shapes differ, the batch shapes do not broadcast, or the pair has no closed form.
 */
export function klDivergence<P extends Distribution, Q extends Distribution>(p: P, q: Q & AnalyticKl<P, Q>): Tensor {
  requirePair("klDivergence", p, q);
  const form = closedForm(p, q);
  if (form === undefined) {
    throw new Error(
      `klDivergence: expected a pair with a closed form; got ${describe(p)} and ${describe(q)}. ` +
        `${oneBijector(p, q)}Register one with registerKlRule, or estimate it with monteCarloKl.`,
    );
  }
  return tidy(form);
}

/**
 * Adds a closed form for a pair of families, or replaces one. Add the pair to `KlTable` too, so that it compiles.
 *
 * @param p - The family of the first distribution; of the base, where events are made with `independent`.
 * @param q - The family of the second.
 * @param rule - KL(p‖q) of the common batch shape. It runs inside `tidy`.
 */
export function registerKlRule<P extends Distribution, Q extends Distribution>(
  p: P["family"],
  q: Q["family"],
  rule: KlRule<P, Q>,
): void {
  registered.set(`${p}|${q}`, rule as unknown as KlRule);
}

/** Whether `klDivergence(p, q)` has a closed form, asked at run time. */
export function hasKl(p: Distribution, q: Distribution): boolean {
  return closedForm(p, q) !== undefined;
}

/** The rule of the pair itself, or of the first simpler pair inside it that has one. */
function closedForm(p: Distribution, q: Distribution): (() => Tensor) | undefined {
  const rule = ruleFor(p, q);
  if (rule !== undefined) return () => rule(p, q);
  for (const lookThrough of lookThroughs) {
    const simpler = lookThrough(p, q);
    if (simpler === undefined) continue;
    const inner = simpler.pairs.map(([own, other]) => closedForm(own, other));
    if (inner.every((form) => form !== undefined)) return () => simpler.lift(inner.map((form) => form()));
  }
  const general = infiniteBySupport(p, q) ?? finiteRule(p, q);
  return general && (() => general(p, q));
}

function ruleFor(p: Distribution, q: Distribution): KlRule | undefined {
  const pair = `${p.family}|${q.family}`;
  if (registered.has(pair)) return registered.get(pair);
  return Object.hasOwn(closedForms, pair) ? (closedForms[pair as keyof typeof closedForms] as unknown as KlRule) : undefined;
}

/** What lets two images under equal bijectors be compared, where that is what is missing. */
function oneBijector(p: Distribution, q: Distribution): string {
  return p.family === "transformed" && q.family === "transformed" ? "Give both the same bijector object: equality of parameters is not looked for. " : "";
}
