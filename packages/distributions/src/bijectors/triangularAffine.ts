import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { formatShape, matmul, triangularLogDeterminant, triangularSolve, tril, type NumericInput } from "@variate/math";
import { lowerCholesky, realVector } from "../constraints.js";
import { readParameters } from "../parameters.js";
import { bijector, type AffineMap, type Bijector } from "./bijector.js";
import { ofLength } from "./ofLength.js";

export interface TriangularAffineParameters {
  readonly shift: NumericInput;
  readonly scaleTril: NumericInput;
}

export interface TriangularAffine extends Bijector<"triangularAffine">, AffineMap {
  readonly shift: Tensor;
  readonly scaleTril: Tensor;
}

/**
 * y = shift + L x, of vectors.
 *
 *   log |det J| = Σ log Lᵢᵢ
 *
 * @param parameters.shift - [..., n].
 * @param parameters.scaleTril - L, [..., n, n]; lower-triangular, with a positive diagonal. Entries above it are ignored.
 * @throws If the two do not fit together.
 */
export function triangularAffine(parameters: TriangularAffineParameters): TriangularAffine {
  const constraints = { shift: realVector, scaleTril: lowerCholesky };
  const { tensors, batchShape } = readParameters("triangularAffine", constraints, parameters, ({ shift, scaleTril }) => {
    const n = shift.shape[shift.rank - 1];
    const [rows, columns] = scaleTril.shape.slice(-2);
    if (rows !== n || columns !== n) {
      throw new Error(
        `triangularAffine: expected scaleTril [..., n, n] for shift [..., n]; got ${formatShape(scaleTril.shape)} and ${formatShape(shift.shape)}.`,
      );
    }
  });
  const { shift, scaleTril } = tensors;
  const n = shift.shape[shift.rank - 1] as number;
  const sized = ofLength(n);
  return bijector(
    {
      name: "triangularAffine", domain: realVector, codomain: realVector, batchShape, constraints, remake: triangularAffine,
      forward: (x) => tf.add(shift, tf.squeeze(matmul(tril(scaleTril), tf.expandDims(x, -1)), [-1])),
      inverse: (y) => tf.squeeze(triangularSolve(scaleTril, tf.expandDims(tf.sub(y, shift), -1)), [-1]),
      forwardLogDet: () => triangularLogDeterminant(scaleTril),
      forwardShape: sized,
      inverseShape: sized,
    },
    { shift, scaleTril, affine: true },
  );
}
