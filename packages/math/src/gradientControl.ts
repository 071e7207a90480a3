import * as tf from "./tf.js";

/**
 * Runs `fn` with the gradient tape off: to every gradient taken outside, what it computes is a constant.
 *
 * The tape is on while tfjs's gradient depth is above zero. Setting it to zero, rather than returning zeros from
 * a custom gradient, keeps everything upstream off the tape too. `fn` must be synchronous.
 */
export function withoutGradient<T>(fn: () => T): T {
  const { state } = tf.engine();
  const depth = state.gradientDepth;
  state.gradientDepth = 0;
  try {
    return fn();
  } finally {
    state.gradientDepth = depth;
  }
}

/** The same values as `x`, with gradient zero: ∂ stopGradient(x) / ∂x = 0. */
export function stopGradient<T extends tf.Tensor>(x: T): T {
  return withoutGradient(() => tf.clone(x));
}

/**
 * `value`, with the gradient of `source`, a less exact form of the same quantity that is finite: how what is computed off the
 * tape, such as a number of twice the digits, gets one.
 */
export function withGradientOf(source: tf.Tensor, value: tf.Tensor): tf.Tensor {
  // The difference is 0.
  return tf.tidy(() => tf.add(value, tf.sub(source, stopGradient(source))));
}
