import * as tf from "../tf.js";
import { toFloatTensor, type NumericInput } from "../convert.js";
import { smooth } from "../elementwise.js";
import { broadcastShapes } from "../shape.js";
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
    return smooth(name, inputs, (own) => value(checked(own.order), checked(own.x)), (own) => ({ x: derivative(own.order, own.x) }));
  });
}
