import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isInteger, tidy, withoutGradient } from "@variate/math";

/** A set of values: the support of a distribution, or the legal values of a parameter. */
export interface Constraint {
  readonly name: string;
  /** The set in words, as errors name it: "positive numbers". */
  readonly description: string;
  /** Number of trailing axes that one element takes: 0 for scalars, 1 for vectors, 2 for matrices. */
  readonly eventRank: number;
  /** Whether the set is countable. */
  readonly discrete: boolean;
  /** A bool tensor, one entry for each element. */
  contains(value: Tensor): Tensor;
}

/** A set of numbers between two bounds, which may be tensors that broadcast against the value. */
export interface Bounded extends Constraint {
  readonly low: Tensor | number;
  readonly high: Tensor | number;
}

// Sums of float32 probabilities, and products of triangular factors, are right to about this much.
const TOLERANCE = 1e-5;

const isFinite = (x: Tensor): Tensor => tf.less(tf.abs(x), Infinity);
const untaped = (test: () => Tensor): Tensor => tidy(() => withoutGradient(test));
const all = (xs: Tensor[]): Tensor => xs.reduce((a, b) => tf.logicalAnd(a, b));

function scalars(
  name: string,
  description: string,
  discrete: boolean,
  test: (x: Tensor) => Tensor,
): Constraint {
  return { name, description, eventRank: 0, discrete, contains: (value) => untaped(() => test(value)) };
}

/** (−∞, ∞). */
export const real = scalars("real", "finite numbers", false, isFinite);

/** (0, ∞). */
export const positive = scalars("positive", "positive numbers", false, (x) => all([tf.greater(x, 0), isFinite(x)]));

/** [0, ∞). */
export const nonNegative = scalars("nonNegative", "numbers of 0 or more", false, (x) => all([tf.greaterEqual(x, 0), isFinite(x)]));

/** (low, ∞). */
export function greaterThan(low: Tensor | number): Constraint & { readonly low: Tensor | number } {
  return {
    name: "greaterThan", description: `numbers above ${boundName(low, "low")}`, eventRank: 0, discrete: false, low,
    contains: (value) => untaped(() => all([tf.greater(value, low), isFinite(value)])),
  };
}

/** [0, 1]. */
export const unitInterval = scalars("unitInterval", "numbers in [0, 1]", false, (x) => all([tf.greaterEqual(x, 0), tf.lessEqual(x, 1)]));

/** {0, 1}. */
export const boolean = scalars("boolean", "0 or 1", true, (x) => tf.logicalOr(tf.equal(x, 0), tf.equal(x, 1)));

/** {0, 1, 2, …}. */
export const nonNegativeInteger = scalars("nonNegativeInteger", "whole numbers", true, (x) => all([tf.greaterEqual(x, 0), isInteger(x)]));

/** [low, high], bounds included. */
export function interval(low: Tensor | number, high: Tensor | number): Bounded {
  return {
    name: "interval", description: `numbers in [${boundName(low, "low")}, ${boundName(high, "high")}]`,
    eventRank: 0, discrete: false, low, high,
    contains: (value) => untaped(() => all([tf.greaterEqual(value, low), tf.lessEqual(value, high)])),
  };
}

/** {low, low + 1, …, high}, bounds included. */
export function integerInterval(low: Tensor | number, high: Tensor | number): Bounded {
  return {
    name: "integerInterval", description: `integers from ${boundName(low, "low")} to ${boundName(high, "high")}`,
    eventRank: 0, discrete: true, low, high,
    contains: (value) => untaped(() => all([tf.greaterEqual(value, low), tf.lessEqual(value, high), isInteger(value)])),
  };
}

const boundName = (bound: Tensor | number, name: string): string => (typeof bound === "number" ? String(bound) : name);

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
export const realVector: Constraint = { ...arrayOf(real, 1), name: "realVector", description: "vectors of finite numbers" };

/** Vectors of numbers in [0, 1] with sum 1, to 1e-5. */
export const simplex: Constraint = {
  name: "simplex", description: "probability vectors", eventRank: 1, discrete: false,
  contains: (value) =>
    untaped(() =>
      all([
        tf.all(tf.greaterEqual(value, 0), -1),
        tf.lessEqual(tf.abs(tf.sub(tf.sum(value, -1), 1)), TOLERANCE),
      ]),
    ),
};

/** Vectors with one entry 1 and the rest 0. */
export const oneHot: Constraint = {
  name: "oneHot", description: "one-hot vectors", eventRank: 1, discrete: true,
  contains: (value) => untaped(() => all([tf.all(boolean.contains(value), -1), tf.equal(tf.sum(value, -1), 1)])),
};

/** Lower-triangular matrices with a positive diagonal. */
export const lowerCholesky: Constraint = {
  name: "lowerCholesky", description: "lower-triangular matrices with a positive diagonal", eventRank: 2, discrete: false,
  contains: (value) =>
    untaped(() => {
      const n = value.shape[value.rank - 1] as number;
      const above = tf.linalg.bandPart(tf.ones([n, n]), 0, -1);
      const identity = tf.eye(n);
      const strictlyAbove = tf.mul(value, tf.sub(above, identity));
      const diagonal = tf.sum(tf.mul(value, identity), -1);
      return all([tf.all(isFinite(value), [-2, -1]), tf.all(tf.equal(strictlyAbove, 0), [-2, -1]), tf.all(tf.greater(diagonal, 0), -1)]);
    }),
};

function lastAxes(x: Tensor, count: number): number[] {
  return Array.from({ length: count }, (_, i) => x.rank - count + i);
}
