import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import type { NumericInput } from "@variate/math";
import { real } from "../constraints.js";
import { readParameters } from "../parameters.js";
import { bijector, zero, type AffineMap, type Bijector, type Monotone } from "./bijector.js";

export interface Shift extends Bijector<"shift">, AffineMap, Monotone {
  readonly shift: Tensor;
}

const constraints = { shift: real };

/**
 * y = offset + x, elementwise, log |dy/dx| = 0.
 *
 * @param offset - Its shape is the batch shape; the result calls it `shift`.
 */
export function shift(offset: NumericInput): Shift {
  const { tensors, batchShape } = readParameters("shift", constraints, { shift: offset });
  return bijector(
    {
      name: "shift", domain: real, codomain: real, batchShape, constraints,
      remake: ({ shift: other }: { readonly shift: Tensor }) => shift(other),
      forward: (x) => tf.add(tensors.shift, x),
      inverse: (y) => tf.sub(y, tensors.shift),
      forwardLogDet: zero,
    },
    { ...tensors, affine: true, direction: () => 1 },
  );
}
