import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import type { NumericInput } from "@variate/math";
import { openUnitInterval, positive, real } from "../constraints.js";
import { readParameters } from "../parameters.js";
import { bijector, type Bijector, type Monotone } from "./bijector.js";
import { lessFaster } from "./ends.js";

export interface GumbelCdfParameters {
  readonly loc: NumericInput;
  readonly scale: NumericInput;
}

export interface GumbelCdf extends Bijector<"gumbelCdf">, Monotone {
  readonly loc: Tensor;
  readonly scale: Tensor;
}

const constraints = { loc: real, scale: positive };

/**
 * y = exp(−exp(−z)), z = (x − loc) / scale: the Gumbel distribution function, from all numbers onto (0, 1), elementwise.
 *
 *   log |dy/dx| = −z − exp(−z) − log scale,   inverse loc − scale log(−log y)
 *
 * @param parameters.loc - Where y is 1/e. @param parameters.scale - Positive. Both broadcast to the batch shape.
 * @throws If `loc` and `scale` do not broadcast together.
 */
export function gumbelCdf(parameters: GumbelCdfParameters): GumbelCdf {
  const { tensors, batchShape } = readParameters("gumbelCdf", constraints, parameters);
  const { loc, scale } = tensors;
  const negated = (x: Tensor): Tensor => tf.div(tf.sub(loc, x), scale);
  return bijector(
    {
      name: "gumbelCdf", domain: real, codomain: openUnitInterval, batchShape, constraints, remake: gumbelCdf,
      forward: (x) => tf.exp(tf.neg(tf.exp(negated(x)))),
      inverse: (y) => tf.sub(loc, tf.mul(scale, tf.log(tf.neg(tf.log(y))))),
      forwardLogDet: (x) => {
        const z = negated(x);
        return tf.sub(lessFaster(z, tf.exp(z)), tf.log(scale));
      },
      // exp(−z) is −log y, and the derivative y exp(−z) / scale.
      inverseLogDet: (y) => {
        const w = tf.neg(tf.log(y));
        return tf.sub(tf.log(scale), lessFaster(tf.log(w), w));
      },
    },
    { loc, scale, direction: () => 1 },
  );
}
