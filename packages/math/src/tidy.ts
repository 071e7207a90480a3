import * as tf from "./tf.js";

/**
 * `tf.tidy` for results of any type: tensors reachable from the result through plain properties are kept,
 * everything else made inside is freed.
 *
 * tfjs's own types reject objects with methods, such as distributions. `fn` must be synchronous.
 */
export function tidy<T>(fn: () => T): T {
  return tf.tidy(fn as () => tf.TensorContainer) as T;
}

/**
 * `tf.dispose` for values of any type: frees every tensor that is reachable through plain properties, such as those of
 * a distribution, a fit's result or a parameter tree. Tensors that are shared with something else are freed too.
 */
export function dispose(value: unknown): void {
  tf.dispose(value as tf.TensorContainer);
}
