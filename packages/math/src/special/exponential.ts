import * as tf from "../tf.js";
import { elementwise } from "../elementwise.js";

/**
 * exp(x) with derivatives of every order: tfjs's own saves its result for the gradient, which ends the second order.
 */
export function exponential(x: tf.Tensor): tf.Tensor {
  return elementwise("variate.exp", x, (v) => tf.exp(v), exponential);
}
