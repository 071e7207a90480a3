import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { boundName, isFinite, named, scalars, type Bounded, type Constraint } from "./constraint.js";

/** (−∞, ∞). */
export const real = /* @__PURE__ */ scalars("real", "finite numbers", false, isFinite);

/** (0, ∞). */
export const positive = /* @__PURE__ */ scalars("positive", "positive numbers", false, (x) => tf.logicalAnd(tf.greater(x, 0), isFinite(x)));

/** (−∞, 0) and (0, ∞): what scales and exponents of bijectors may be. */
export const nonZero = /* @__PURE__ */ scalars("nonZero", "finite numbers other than 0", false, (x) => tf.logicalAnd(tf.notEqual(x, 0), isFinite(x)));

/** [0, ∞). */
export const nonNegative = /* @__PURE__ */ scalars("nonNegative", "numbers of 0 or more", false, (x) => tf.logicalAnd(tf.greaterEqual(x, 0), isFinite(x)));

/** (low, ∞). */
export function greaterThan(low: Tensor | number): Constraint & { readonly low: Tensor | number } {
  return {
    ...scalars("greaterThan", `numbers above ${boundName(low, "low")}`, false, (x) => tf.logicalAnd(tf.greater(x, low), isFinite(x))),
    low,
  };
}

/** [low, ∞). */
export function greaterThanOrEqual(low: Tensor | number): Constraint & { readonly low: Tensor | number } {
  const description = `numbers of ${boundName(low, "low")} or more`;
  return { ...scalars("greaterThanOrEqual", description, false, (x) => tf.logicalAnd(tf.greaterEqual(x, low), isFinite(x))), low };
}

/** (−∞, high). */
export function lessThan(high: Tensor | number): Constraint & { readonly high: Tensor | number } {
  return {
    ...scalars("lessThan", `numbers below ${boundName(high, "high")}`, false, (x) => tf.logicalAnd(tf.less(x, high), isFinite(x))),
    high,
  };
}

/** (−∞, high]. */
export function lessThanOrEqual(high: Tensor | number): Constraint & { readonly high: Tensor | number } {
  const description = `numbers of ${boundName(high, "high")} or less`;
  return { ...scalars("lessThanOrEqual", description, false, (x) => tf.logicalAnd(tf.lessEqual(x, high), isFinite(x))), high };
}

/** [0, 1]. */
export const unitInterval = /* @__PURE__ */ scalars("unitInterval", "numbers in [0, 1]", false, (x) => tf.logicalAnd(tf.greaterEqual(x, 0), tf.lessEqual(x, 1)));

/** (0, 1). */
export const openUnitInterval = /* @__PURE__ */ scalars("openUnitInterval", "numbers in (0, 1)", false, (x) => tf.logicalAnd(tf.greater(x, 0), tf.less(x, 1)));

/** [low, high], bounds included. */
export function interval(low: Tensor | number, high: Tensor | number): Bounded {
  const description = `numbers in [${boundName(low, "low")}, ${boundName(high, "high")}]`;
  return { ...scalars("interval", description, false, (x) => tf.logicalAnd(tf.greaterEqual(x, low), tf.lessEqual(x, high))), low, high };
}

/** (low, high). */
export function openInterval(low: Tensor | number, high: Tensor | number): Bounded {
  const description = `numbers in (${boundName(low, "low")}, ${boundName(high, "high")})`;
  return { ...scalars("openInterval", description, false, (x) => tf.logicalAnd(tf.greater(x, low), tf.less(x, high))), low, high };
}

/** Angles in radians, [−π, π]: both ends are one point, and π is the float32 nearest to it, which is above. */
export const circle = /* @__PURE__ */ named(/* @__PURE__ */ interval(-3.1415927410125732, 3.1415927410125732), "circle", "angles in [−π, π]");
