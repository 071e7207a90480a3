import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { expm1, log1mexp, log1p, type NumericInput } from "@variate/math";
import { openUnitInterval, positive } from "../constraints.js";
import { readParameters } from "../parameters.js";
import { bijector, type Bijector, type Monotone } from "./bijector.js";
import { timesLog } from "./ends.js";

export interface KumaraswamyCdfParameters {
  readonly concentration1: NumericInput;
  readonly concentration0: NumericInput;
}

export interface KumaraswamyCdf extends Bijector<"kumaraswamyCdf">, Monotone {
  readonly concentration1: Tensor;
  readonly concentration0: Tensor;
}

/**
 * y = 1 − (1 − x^a)^b, the Kumaraswamy distribution function, from (0, 1) onto itself, elementwise.
 *
 *   log |dy/dx| = log a + log b + (a − 1) log x + (b − 1) log(1 − x^a)
 *   inverse (1 − (1 − y)^(1/b))^(1/a)
 *
 * @param parameters.concentration1 - a, positive. @param parameters.concentration0 - b, positive.
 * @throws If the two do not broadcast together.
 */
export function kumaraswamyCdf(parameters: KumaraswamyCdfParameters): KumaraswamyCdf {
  const constraints = { concentration1: positive, concentration0: positive };
  const { tensors, batchShape } = readParameters("kumaraswamyCdf", constraints, parameters);
  const { concentration1: a, concentration0: b } = tensors;
  /** log(1 − x^a). */
  const logRest = (x: Tensor): Tensor => log1mexp(tf.mul(a, tf.log(x)));
  return bijector(
    {
      name: "kumaraswamyCdf", domain: openUnitInterval, codomain: openUnitInterval, batchShape, constraints, remake: kumaraswamyCdf,
      forward: (x) => tf.neg(expm1(tf.mul(b, logRest(x)))),
      inverse: (y) => tf.exp(tf.div(log1mexp(tf.div(log1p(tf.neg(y)), b)), a)),
      forwardLogDet: (x) => {
        const constant = tf.add(tf.log(a), tf.log(b));
        return tf.add(constant, tf.add(timesLog(tf.sub(a, 1), tf.log(x)), timesLog(tf.sub(b, 1), logRest(x))));
      },
    },
    { ...tensors, direction: () => 1 },
  );
}
