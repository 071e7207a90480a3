import type { Tensor } from "@tensorflow/tfjs-core";

/** A set of values: the support of a distribution, or the legal values of a parameter. */
export interface Constraint {
  readonly name: string;
  /** Number of trailing axes that one element takes: 0 for scalars, 1 for vectors, 2 for matrices. */
  readonly eventRank: number;
  /** Whether the set is countable. */
  readonly discrete: boolean;
  /** A bool tensor, one entry for each element. */
  contains(value: Tensor): Tensor;
}
