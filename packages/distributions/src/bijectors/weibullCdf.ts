import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { expm1, log1p, type NumericInput } from "@variate/math";
import { openUnitInterval, positive } from "../constraints.js";
import { readParameters } from "../parameters.js";
import { bijector, type Bijector, type Monotone } from "./bijector.js";
import { lessFaster, timesLog } from "./ends.js";

export interface WeibullCdfParameters {
  readonly scale: NumericInput;
  readonly concentration: NumericInput;
}

export interface WeibullCdf extends Bijector<"weibullCdf">, Monotone {
  readonly scale: Tensor;
  readonly concentration: Tensor;
}

const constraints = { scale: positive, concentration: positive };

/**
 * y = 1 − exp(−t), t = (x / scale)^k: the Weibull distribution function, from the positive numbers onto (0, 1), elementwise.
 *
 *   log |dy/dx| = log k − log scale + (k − 1) log(x / scale) − t,   inverse scale (−log(1 − y))^(1/k)
 *
 * @param parameters.scale - Positive. @param parameters.concentration - k, positive.
 * @throws If the two do not broadcast together.
 */
export function weibullCdf(parameters: WeibullCdfParameters): WeibullCdf {
  const { tensors, batchShape } = readParameters("weibullCdf", constraints, parameters);
  const { scale, concentration: k } = tensors;
  return bijector(
    {
      name: "weibullCdf", domain: positive, codomain: openUnitInterval, batchShape, constraints, remake: weibullCdf,
      forward: (x) => tf.neg(expm1(tf.neg(tf.pow(tf.div(x, scale), k)))),
      inverse: (y) => tf.mul(scale, tf.pow(tf.neg(log1p(tf.neg(y))), tf.div(1, k))),
      forwardLogDet: (x) => {
        const ratio = tf.div(x, scale);
        const growth = tf.add(tf.sub(tf.log(k), tf.log(scale)), timesLog(tf.sub(k, 1), tf.log(ratio)));
        return lessFaster(growth, tf.pow(ratio, k));
      },
    },
    { ...tensors, direction: () => 1 },
  );
}
