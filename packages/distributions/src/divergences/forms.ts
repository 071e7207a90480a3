import type { Tensor } from "@tensorflow/tfjs-core";
import { tidy } from "@variate/math";
import { sumLastAxes } from "../combinators/independent.js";
import type { Distribution } from "../distribution.js";
import { describe, innermost, requirePair } from "../kl/pair.js";
import type { BaseFamily } from "../kl/table.js";

/**
 * Everything, unless the compiler knows that a table of closed forms lacks the pair; then a type that no distribution has,
 * whose one property says so.
 */
export type WithForm<Table, Name extends string, P, Q> = string extends BaseFamily<P> | BaseFamily<Q>
  ? unknown
  : `${BaseFamily<P>}|${BaseFamily<Q>}` extends keyof Table
    ? unknown
    : { readonly [K in `no closed form of ${Name} for`]: `${BaseFamily<P>}|${BaseFamily<Q>}` };

/**
 * A divergence from a table of closed forms; of `independent` those of the components add up.
 *
 * @throws If event shapes differ, batch shapes do not broadcast, or the table lacks the pair.
 */
export function fromTable<R>(
  caller: string,
  table: Readonly<Record<string, R>>,
  p: Distribution,
  q: Distribution,
  evaluate: (rule: R, p: Distribution, q: Distribution) => Tensor,
  wayOut: string,
): Tensor {
  requirePair(caller, p, q);
  const [own, other] = [innermost(p), innermost(q)];
  const pair = `${own.family}|${other.family}`;
  if (!Object.hasOwn(table, pair) || own.eventShape.length !== other.eventShape.length) {
    throw new Error(`${caller}: expected a pair with a closed form; got ${describe(p)} and ${describe(q)}. ${wayOut}`);
  }
  return tidy(() => sumLastAxes(evaluate(table[pair] as R, own, other), p.eventShape.length - own.eventShape.length));
}
