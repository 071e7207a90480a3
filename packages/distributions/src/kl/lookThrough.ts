import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isGreater, log1mexp, select, type Shape } from "@variate/math";
import { sumLastAxes } from "../combinators/independent.js";
import type { Joint } from "../combinators/joint.js";
import type { Masked } from "../combinators/masked.js";
import type { MixtureSameFamily } from "../combinators/mixtureSameFamily.js";
import type { Transformed } from "../combinators/transformed.js";
import type { ZeroInflated } from "../combinators/zeroInflated.js";
import type { Distribution } from "../distribution.js";
import { chanceOf, type GivenOdds } from "../odds.js";
import { broadcast } from "../parameters.js";
import { massDeviance } from "./massDeviance.js";
import { innermost } from "./pair.js";

/** Pairs of simpler distributions, and how their divergences make that of the pair they were found in. */
export interface SimplerPairs {
  readonly pairs: readonly (readonly [p: Distribution, q: Distribution])[];
  /** KL of the pair from KL of the simpler ones. */
  readonly lift: (divergences: readonly Tensor[]) => Tensor;
}

/** Reduces a pair of combinators to pairs of what they are made of; undefined where it does not apply. */
export type LookThrough = (p: Distribution, q: Distribution) => SimplerPairs | undefined;

const only = (divergences: readonly Tensor[]): Tensor => divergences[0] as Tensor;

/** Components of `independent`, nested or not, add up. */
const independents: LookThrough = (p, q) => {
  const base = innermost(p);
  const otherBase = innermost(q);
  if ((base === p && otherBase === q) || base.eventShape.length !== otherBase.eventShape.length) return undefined;
  return { pairs: [[base, otherBase]], lift: (each) => sumLastAxes(only(each), p.eventShape.length - base.eventShape.length) };
};

/** For two of one combinator, told by its name. */
const two = <D extends Distribution>(family: D["family"], look: (p: D, q: D) => SimplerPairs | undefined): LookThrough =>
  (p, q) => (p.family === family && q.family === family ? look(p as D, q as D) : undefined);

const over = (p: Distribution, q: Distribution, x: Tensor): Tensor => tf.broadcastTo(x, [...(broadcast(p.batchShape, q.batchShape) as Shape)]);

/**
 * KL(f(X)‖f(Y)) = KL(X‖Y): a bijection changes no divergence. It must be the same object in both, for equality of
 * parameters would have to be read from the device.
 */
const transforms = two<Transformed>("transformed", (p, q) =>
  p.bijector === q.bijector ? { pairs: [[p.base, q.base]], lift: (each) => over(p, q, only(each)) } : undefined,
);

/** What one of the two masks leaves out adds 0. */
const masks = two<Masked>("masked", (p, q) => ({
  pairs: [[p.base, q.base]],
  lift: (each) => select(isGreater(tf.minimum(p.mask, q.mask), 0), only(each), 0),
}));

/** Parts that do not depend on each other add up. */
const joints = two<Joint<Readonly<Record<string, Distribution>>> & Distribution>("joint", (p, q) => {
  const names = Object.keys(p.parts);
  const same = names.length === Object.keys(q.parts).length && names.every((name) => Object.hasOwn(q.parts, name));
  const all = [...Object.values(p.parts), ...Object.values(q.parts)];
  if (!same || all.some((part) => typeof part === "function")) return undefined;
  return {
    pairs: names.map((name) => [p.parts[name] as Distribution, q.parts[name] as Distribution]),
    lift: (each) => each.reduce((sum, part) => tf.add(sum, part), tf.zeros([...p.batchShape])),
  };
});

/** 0 for one component object under one tensor of weights: other divergences of mixtures have no closed form. */
const mixtures = two<MixtureSameFamily>("mixtureSameFamily", (p, q) =>
  p.component === q.component && p.logits === q.logits && p.probs === q.probs
    ? { pairs: [], lift: () => tf.zeros([...p.batchShape]) }
    : undefined,
);

/** Of one base object: given that a value is not 0, the two are equal, so their divergence is that of whether it is. */
const zeros = two<ZeroInflated & GivenOdds>("zeroInflated", (p, q) => {
  if (p.base !== q.base) return undefined;
  const others = (d: typeof p): Tensor => tf.add(chanceOf(d).logOthers(), log1mexp(d.base.logProb(0)));
  return { pairs: [], lift: () => tf.add(massDeviance(p.logProb(0), q.logProb(0)), massDeviance(others(p), others(q))) };
});

/** What `klDivergence` looks through where a pair has no rule of its own, in the order in which it tries. */
export const lookThroughs: readonly LookThrough[] = [independents, transforms, masks, joints, mixtures, zeros];
