import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import type { NumericInput } from "@variate/math";
import { positive } from "../constraints.js";
import { nonZero } from "../constraints/numbers.js";
import { readParameters } from "../parameters.js";
import { bijector, type Bijector, type Monotone } from "./bijector.js";
import { timesLog } from "./ends.js";

export interface Power extends Bijector<"power">, Monotone {
  readonly exponent: Tensor;
}

const constraints = { exponent: nonZero };

/**
 * y = x^exponent, from the positive numbers onto themselves, elementwise.
 *
 *   log |dy/dx| = log |exponent| + (exponent − 1) log x
 *
 * @param exponent - Of either sign; not 0. Its shape is the batch shape.
 */
export function power(exponent: NumericInput): Power {
  const { tensors, batchShape } = readParameters("power", constraints, { exponent });
  const e = tensors.exponent;
  return bijector(
    {
      name: "power", domain: positive, codomain: positive, batchShape, constraints,
      remake: ({ exponent: other }: { readonly exponent: Tensor }) => power(other),
      forward: (x) => tf.pow(x, e),
      inverse: (y) => tf.pow(y, tf.div(1, e)),
      forwardLogDet: (x) => tf.add(tf.log(tf.abs(e)), timesLog(tf.sub(e, 1), tf.log(x))),
      // (1 / e − 1) log y rather than (1 − e) log x, which x^e out of range would spoil.
      inverseLogDet: (y) => tf.sub(timesLog(tf.sub(tf.div(1, e), 1), tf.log(y)), tf.log(tf.abs(e))),
    },
    { exponent: e, direction: () => tf.sign(e) },
  );
}
