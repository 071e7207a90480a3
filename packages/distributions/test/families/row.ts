import type * as tf from "@tensorflow/tfjs-core";
import type { RandomKey } from "@variate/random";
import type { Nested } from "@variate/testing";
import type { Distribution } from "../../src/index.js";

/** Scalars taken from draws, and the distribution function they have when the draws are right. */
export interface Projection {
  readonly name: string;
  readonly values: ArrayLike<number>;
  /** P(X ≤ x) at each of the sorted values, float64 where it matters. */
  readonly cdf: (sorted: Float64Array) => ArrayLike<number>;
  /** True where the function must see every value, as one that sums up a density from value to value. */
  readonly everywhere?: boolean;
}

/** One family: what its reference file does not say and the checks need. */
export interface FamilyRow {
  /** The factory's name, and that of its reference file. */
  readonly family: string;
  readonly make: unknown;
  /** The definition of `sample` by its base draw, for one key and the shape of all draws; parameters are tensors. */
  readonly draws?: (key: RandomKey, shape: number[], parameters: Readonly<Record<string, tf.Tensor>>) => tf.Tensor;
  /**
   * What gradients of `rsample` are held at: central differences of its own formula, noise held fixed (the default), or
   * −(∂F/∂θ)/p with the gradient of `cdf` ("implicit"); "atoms" have differences and no density.
   */
  readonly pathwise?: "differences" | "implicit" | "atoms";
  /** Parameters that take no gradient, such as whole numbers. */
  readonly constants?: readonly string[];
  /** Parameters that are plain numbers, never tensors, such as a dimension. */
  readonly plain?: readonly string[];
  /** True where values off the support are scored by the same formula, as the family's doc comment says. */
  readonly scoresBeyondSupport?: true;
  /** Moments that do not exist for some parameters and are NaN there, as the family's doc comment says. */
  readonly mayBeUndefined?: readonly string[];
  /** The number of draws in the tests of draws, 20,000 unless told. */
  readonly drawCount?: number;
  /**
   * Scalars with a known distribution for events that are no scalars, or whose cdf is no method. Scalar families go
   * without: their own cdf serves, or their density is summed up.
   */
  readonly projections?: (draws: tf.Tensor, d: Distribution) => readonly Projection[];
  /** Settings for the tests of draws and structure, in place of the first cases of the reference file. */
  readonly settings?: readonly Readonly<Record<string, Nested>>[];
  /** Errors of what float32 cannot do better, by quantity; also stated in the family's doc comment. */
  readonly tolerances?: Readonly<Record<string, number>>;
}
