import * as tf from "@tensorflow/tfjs-core";

/** The gradient of the sum of f² with unequal weights, by all inputs, as one vector: not constant where f is linear. */
export function gradientOfSquares(f: (...inputs: tf.Tensor[]) => tf.Tensor): (...inputs: tf.Tensor[]) => tf.Tensor {
  return (...inputs) => {
    const grads = tf.grads((...xs: tf.Tensor[]) => {
      const y = tf.reshape(f(...xs), [-1]);
      return tf.sum(tf.mul(tf.square(y), tf.tensor1d(Array.from({ length: y.size }, (_, i) => Math.sin(i + 1)))));
    })(inputs);
    return tf.concat(grads.map((g) => tf.reshape(g, [-1])));
  };
}
