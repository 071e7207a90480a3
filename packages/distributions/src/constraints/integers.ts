import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isInteger } from "@variate/math";
import { all, arrays, boundName, scalars, type Bounded, type Constraint } from "./constraint.js";

/** {0, 1}. */
export const boolean = /* @__PURE__ */ scalars("boolean", "0 or 1", true, (x) => tf.logicalOr(tf.equal(x, 0), tf.equal(x, 1)));

/** {…, −1, 0, 1, …}. */
export const integer = /* @__PURE__ */ scalars("integer", "integers", true, isInteger);

/** {0, 1, 2, …}. */
export const nonNegativeInteger = /* @__PURE__ */ scalars("nonNegativeInteger", "whole numbers", true, (x) => tf.logicalAnd(tf.greaterEqual(x, 0), isInteger(x)));

/** {1, 2, 3, …}. */
export const positiveInteger = /* @__PURE__ */ scalars("positiveInteger", "positive integers", true, (x) => tf.logicalAnd(tf.greaterEqual(x, 1), isInteger(x)));

/** {low, low + 1, …, high}, bounds included. */
export function integerInterval(low: Tensor | number, high: Tensor | number): Bounded {
  const description = `integers from ${boundName(low, "low")} to ${boundName(high, "high")}`;
  return {
    ...scalars("integerInterval", description, true, (x) => all([tf.greaterEqual(x, low), tf.lessEqual(x, high), isInteger(x)])),
    low, high,
  };
}

/** Vectors with one entry 1 and the rest 0. */
export const oneHot = /* @__PURE__ */ arrays("oneHot", "one-hot vectors", 1, true, (x) => tf.logicalAnd(tf.all(boolean.contains(x), -1), tf.equal(tf.sum(x, -1), 1)));

/**
 * Vectors of whole numbers with sum `totalCount`, which may be a tensor that broadcasts against the batch. Sums are
 * exact up to 2²⁴.
 */
export function countVector(totalCount: Tensor | number): Constraint & { readonly totalCount: Tensor | number } {
  const description = `vectors of counts with sum ${boundName(totalCount, "totalCount")}`;
  return {
    ...arrays("countVector", description, 1, true, (x) =>
      tf.logicalAnd(tf.all(nonNegativeInteger.contains(x), -1), tf.equal(tf.sum(x, -1), totalCount)),
    ),
    totalCount,
  };
}

/** Vectors that hold each of 0, 1, …, n − 1 once: rankings of n things. */
export const permutation = /* @__PURE__ */ arrays("permutation", "permutations of 0, 1, …, n − 1", 1, true, (x) => {
  const n = x.shape[x.rank - 1] as number;
  const hits = tf.equal(tf.expandDims(x, -1), tf.range(0, n));
  // n places that hold all of n numbers hold each of them once.
  return tf.all(tf.any(hits, -2), -1);
});
