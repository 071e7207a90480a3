import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { tidy, withoutGradient } from "@variate/math";

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

/** Sums of float32 probabilities, lengths of vectors and products of triangular factors are right to about this much. */
export const TOLERANCE = 1e-5;

export const isFinite = (x: Tensor): Tensor => tf.less(tf.abs(x), Infinity);

export const untaped = (test: () => Tensor): Tensor => tidy(() => withoutGradient(test));

export const all = (xs: Tensor[]): Tensor => xs.reduce((a, b) => tf.logicalAnd(a, b));

/** A bound as descriptions name it: the number, or `name` where it is a tensor. */
export const boundName = (bound: Tensor | number, name: string): string => (typeof bound === "number" ? String(bound) : name);

// The sets themselves are made by calls marked pure, so that a bundle holds only those that it uses.

/** The same set under another name. */
export function named<C extends Constraint>(constraint: C, name: string, description: string): C {
  return { ...constraint, name, description };
}

/** A set of vectors or matrices. On wasm some operations on tensors without elements corrupt memory, so those run none. */
export function arrays(name: string, description: string, eventRank: number, discrete: boolean, test: (x: Tensor) => Tensor): Constraint {
  const contains = (value: Tensor): Tensor =>
    value.size === 0 ? tf.ones(value.shape.slice(0, value.rank - eventRank), "bool") : untaped(() => test(value));
  return { name, description, eventRank, discrete, contains };
}

/** A set of scalars. */
export function scalars(name: string, description: string, discrete: boolean, test: (x: Tensor) => Tensor): Constraint {
  return arrays(name, description, 0, discrete, test);
}
