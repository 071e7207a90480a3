import type { Tensor } from "@tensorflow/tfjs-core";
import type { Distribution } from "../distribution.js";
import type { closedForms } from "./closedForms.js";
import type { InfinitePair } from "./infinite.js";

/**
 * Pairs of families whose divergence KL(p‖q) has a closed form, as `"p|q"`. Open: a package that registers a rule
 * adds its pair by declaration merging, and the compiler knows it from then on.
 *
 * ```ts
 * declare module "@variate/distributions" {
 *   interface KlTable { "mine|normal": true }
 * }
 * ```
 */
export interface KlTable extends Readonly<Record<keyof typeof closedForms | InfinitePair, true>> {}

/** The family on which a closed form depends: that of the innermost base of `independent`. */
export type BaseFamily<D> = D extends { readonly family: "independent"; readonly base: infer B }
  ? BaseFamily<B>
  : D extends { readonly family: infer F extends string }
    ? F
    : never;

/** Parts of a pair of `joint`, where each has a name that the other has too. */
type JointParts<P, Q> = [P, Q] extends [
  { readonly family: "joint"; readonly parts: infer A },
  { readonly family: "joint"; readonly parts: infer B },
]
  ? [keyof A, keyof B] extends [keyof B, keyof A]
    ? [A, B]
    : never
  : never;

/** Whether all parts are distributions and have divergences. */
type HasKlOfParts<A, B> = {
  [N in keyof A]: N extends keyof B ? PartAnswer<A[N], B[N]> : "no";
}[keyof A] extends infer H
  ? "no" extends H
    ? false
    : "perhaps" extends H
      ? boolean
      : true
  : never;

type PartAnswer<P, Q> = [P | Q] extends [{ readonly family: string }]
  ? [HasKl<P, Q>] extends [false]
    ? "no"
    : [HasKl<P, Q>] extends [true]
      ? "yes"
      : "perhaps"
  : "no";

/** What `independent`, nested or not, is made of. */
type Innermost<D> = D extends { readonly family: "independent"; readonly base: infer B } ? Innermost<B> : D;

/** Bases of a pair of `masked`, or of `transformed`, which share a divergence where they share a bijector. */
type SimplerBases<P, Q> = [P, Q] extends [
  { readonly family: "transformed"; readonly base: infer A; readonly bijector: infer F },
  { readonly family: "transformed"; readonly base: infer B; readonly bijector: infer G },
]
  ? F extends G
    ? [A, B]
    : never
  : [P, Q] extends [{ readonly family: "masked"; readonly base: infer A }, { readonly family: "masked"; readonly base: infer B }]
    ? [A, B]
    : never;

/**
 * `true` or `false` where both families are known to the compiler, `boolean` where one is not. Two of `transformed` have
 * what their bases have, given that their bijector is one object, which the compiler cannot see.
 */
export type HasKl<P, Q> = [JointParts<P, Q>] extends [never]
  ? HasKlOfOne<P, Q>
  : JointParts<P, Q> extends [infer A, infer B]
    ? HasKlOfParts<A, B>
    : never;

type HasKlOfOne<P, Q> = [SimplerBases<Innermost<P>, Innermost<Q>>] extends [never]
  ? string extends BaseFamily<P> | BaseFamily<Q>
    ? boolean
    : `${BaseFamily<P>}|${BaseFamily<Q>}` extends keyof KlTable
      ? true
      : false
  : SimplerBases<Innermost<P>, Innermost<Q>> extends [infer A, infer B]
    ? HasKl<A, B>
    : never;

/**
 * Everything, unless the compiler knows that KL(p‖q) has no closed form; then a type that no distribution has, whose
 * one property says so. Intersect it with the type of `q`: `q: Q & AnalyticKl<P, Q>`.
 */
export type AnalyticKl<P, Q> = HasKl<P, Q> extends false
  ? { readonly "no closed form of klDivergence for": `${BaseFamily<P>}|${BaseFamily<Q>}` }
  : unknown;

/** KL(p‖q) in nats for two distributions with events of one rank, of their common batch shape. */
export type KlRule<P extends Distribution = Distribution, Q extends Distribution = Distribution> = (p: P, q: Q) => Tensor;

/** A distribution that has these tensors. */
export type With<K extends string> = Distribution & Readonly<Record<K, Tensor>>;
