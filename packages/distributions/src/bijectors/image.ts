import * as tf from "@variate/math/tf";
import { tidy, withoutGradient } from "@variate/math";
import { arrayOf, type Constraint } from "../constraints.js";
import type { Bijector } from "./bijector.js";

/** `constraint` as a set of elements of `rank` axes, at least its own: arrays whose every part belongs to it. */
export function raised(constraint: Constraint, rank: number): Constraint {
  return rank === constraint.eventRank ? constraint : arrayOf(constraint, rank - constraint.eventRank);
}

/** Whether a set holds all finite arrays of its rank. */
export const isWhole = (set: Constraint): boolean => innermost(set) === "real";

/** The values that `bijector` takes on `set`, a part of its domain or arrays of such parts; its codomain where `set` is all. */
export function image(bijector: Bijector, set: Constraint): Constraint {
  const { name, forwardEventRank, inverseEventRank, codomain } = bijector;
  const whole = raised(codomain, inverseEventRank + Math.max(0, set.eventRank - forwardEventRank));
  if (isWhole(set) || innermost(set) === innermost(bijector.domain)) return whole;
  return {
    name: "image", description: `values of ${name} at ${set.description}`, eventRank: whole.eventRank, discrete: false,
    contains: (value) => tidy(() => withoutGradient(() => tf.logicalAnd(whole.contains(value), within(set, bijector, value)))),
  };
}

/** Whether the pre-image lies in `set`, one entry for each element of the image. */
function within(set: Constraint, bijector: Bijector, value: tf.Tensor): tf.Tensor {
  const missing = bijector.forwardEventRank - set.eventRank;
  return raised(set, set.eventRank + Math.max(0, missing)).contains(bijector.inverse(value));
}

/** A name for the set of which a constraint holds arrays: all numbers, all positive ones. */
function innermost(constraint: Constraint): Constraint | string {
  if ("base" in constraint) return innermost(constraint.base as Constraint);
  const parameters = "low" in constraint || "high" in constraint || "parts" in constraint;
  return parameters || constraint.name === "image" ? constraint : constraint.name;
}
