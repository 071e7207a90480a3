import * as tf from "../tf.js";
import { toFloatTensor, type NumericInput } from "../convert.js";
import { fused } from "../fused.js";
import { broadcastShapes } from "../shape.js";
import { sumToShape } from "../sumToShape.js";
import { tidy } from "../tidy.js";

/** `elementwisePair` for a function of a constant order and of x, NaN where either is negative: a gradient in x alone. */
export function elementwiseOfOrder(
  name: `variate.${string}`,
  order: NumericInput,
  x: NumericInput,
  value: (order: tf.Tensor, x: tf.Tensor) => tf.Tensor,
  derivative: (order: tf.Tensor, x: tf.Tensor) => tf.Tensor,
): tf.Tensor {
  return tidy(() => {
    const inputs = { order: toFloatTensor(order), x: toFloatTensor(x) };
    broadcastShapes(name.slice("variate.".length), { order: inputs.order.shape, x: inputs.x.shape });
    // A negative argument is NaN from here on, whatever branches the function has.
    const checked = (v: tf.Tensor): tf.Tensor => tf.where(tf.less(v, 0), tf.fill(v.shape, NaN), v);
    return fused(name, inputs, (own) => tf.tidy(() => value(checked(own.order), checked(own.x))), {
      gradient: (dy, own) => ({ x: sumToShape(tf.mul(dy, derivative(own.order, own.x)), own.x.shape) }),
    });
  });
}
