import { formatShape } from "@variate/math";
import { realVector } from "../constraints.js";
import { bijector, zero, type AffineMap, type Bijector } from "./bijector.js";
import { ofLength } from "./ofLength.js";
import { rearrange } from "./vectors.js";

export interface Permute extends Bijector<"permute">, AffineMap {
  readonly permutation: readonly number[];
}

/**
 * yᵢ = x[permutation[i]], of vectors; the log-determinant is 0.
 *
 * @param permutation - Each of 0, …, n − 1 once.
 * @throws If it is no permutation, or a vector has another length.
 */
export function permute(permutation: readonly number[]): Permute {
  const n = permutation.length;
  const inverse = Array.from({ length: n }, (_, i) => permutation.indexOf(i));
  if (inverse.includes(-1)) {
    throw new Error(`permute: expected each of 0, …, ${n - 1} once; got ${formatShape(permutation)}.`);
  }
  const sized = ofLength(n);
  return bijector(
    {
      name: "permute", domain: realVector, codomain: realVector,
      forward: (x) => rearrange(x, permutation),
      inverse: (y) => rearrange(y, inverse),
      forwardLogDet: zero,
      forwardShape: sized,
      inverseShape: sized,
    },
    { permutation, affine: true },
  );
}
