import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { all, arrays, isFinite, named, TOLERANCE, untaped, type Constraint } from "./constraint.js";
import { real } from "./numbers.js";

/** Arrays whose last `rank` axes hold elements of `base` everywhere. */
export function arrayOf(base: Constraint, rank: number): Constraint & { readonly base: Constraint } {
  return {
    name: "arrayOf", description: base.description, eventRank: base.eventRank + rank, discrete: base.discrete, base,
    contains: (value) =>
      untaped(() => {
        const inside = base.contains(value);
        return rank === 0 ? inside : tf.all(inside, lastAxes(inside, rank));
      }),
  };
}

/** Vectors of finite numbers. */
export const realVector = /* @__PURE__ */ named(/* @__PURE__ */ arrayOf(real, 1), "realVector", "vectors of finite numbers");

/** Vectors of numbers in [0, 1] with sum 1, to 1e-5. */
export const simplex = /* @__PURE__ */ arrays("simplex", "probability vectors", 1, false, (x) =>
  all([tf.all(tf.greaterEqual(x, 0), -1), tf.lessEqual(tf.abs(tf.sub(tf.sum(x, -1), 1)), TOLERANCE)]),
);

/** Vectors of positive numbers with sum 1, to 1e-5. */
export const openSimplex = /* @__PURE__ */ arrays("openSimplex", "positive probability vectors", 1, false, (x) =>
  all([tf.all(tf.greater(x, 0), -1), simplex.contains(x)]),
);

/** Vectors of finite numbers, each above the one before it. */
export const ordered = /* @__PURE__ */ arrays("ordered", "increasing vectors", 1, false, (x) => {
  const n = x.shape[x.rank - 1] as number;
  const finite = tf.all(isFinite(x), -1);
  if (n < 2) return finite;
  const lead = x.shape.map(() => 0);
  const part = (from: number): Tensor => tf.slice(x, [...lead.slice(1), from], [...lead.slice(1).map(() => -1), n - 1]);
  return all([finite, tf.all(tf.less(part(0), part(1)), -1)]);
});

/** Vectors of Euclidean length 1, to 1e-5. */
export const unitSphere = /* @__PURE__ */ arrays("unitSphere", "vectors of length 1", 1, false, (x) =>
  tf.lessEqual(tf.abs(tf.sub(tf.sqrt(tf.sum(tf.square(x), -1)), 1)), TOLERANCE),
);

function lastAxes(x: Tensor, count: number): number[] {
  return Array.from({ length: count }, (_, i) => x.rank - count + i);
}
