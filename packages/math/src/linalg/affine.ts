import * as tf from "../tf.js";
import { fused } from "../fused.js";
import { formatShape } from "../shape.js";

/**
 * Rows times a matrix plus a row: x W + b, of x [n, inputs], weight [inputs, outputs] and bias [outputs].
 *
 * Gradient: x̄ = ȳ Wᵀ, W̄ = xᵀ ȳ and b̄ the sum of ȳ over rows, each computed only where it is asked for; of every order.
 *
 * @throws If the shapes do not fit.
 */
export function affine(x: tf.Tensor, weight: tf.Tensor, bias: tf.Tensor): tf.Tensor {
  const [inputs, outputs] = weight.shape;
  if (x.rank !== 2 || weight.rank !== 2 || bias.rank !== 1 || x.shape[1] !== inputs || bias.shape[0] !== outputs) {
    const got = [x, weight, bias].map(({ shape }) => formatShape(shape)).join(", ");
    throw new Error(`affine: expected x [n, inputs], weight [inputs, outputs] and bias [outputs]; got ${got}.`);
  }
  return fused("variate.affine", { x, weight, bias }, (own) => tf.add(tf.matMul(own.x, own.weight), own.bias), {
    gradient: (dy, own) => ({
      x: () => tf.matMul(dy, own.weight, false, true),
      weight: () => tf.matMul(own.x, dy, true, false),
      bias: () => tf.sum(dy, 0),
    }),
  });
}
