import * as tf from "./tf.js";
import { select } from "./masks.js";

/** One branch: a constant, or a function of the input that is only ever given elements of its own side. */
export type Branch = number | tf.Tensor | ((x: tf.Tensor) => tf.Tensor);

/**
 * Branches of which each is evaluated only where it is chosen, so neither values nor gradients of the other side can
 * turn into NaN ("double where").
 *
 *   y = whenTrue(x) where the mask holds, whenFalse(x) elsewhere
 *
 * A plain `tf.where(mask, f(x), g(x))` multiplies the gradient of the branch not taken by zero, and 0 · ∞ is NaN. Here
 * each function sees `x` with the elements of the other side replaced by `safe`.
 *
 * @param mask - Boolean; broadcasts with `x`.
 * @param x - The input of both branches.
 * @param whenTrue - Branch where the mask holds.
 * @param whenFalse - Branch elsewhere.
 * @param safe - An input at which both branches and their derivatives are finite.
 *
 *     safeWhere(isGreater(x, 0), x, tf.sqrt, 0)   // gradient 0, not NaN, at x ≤ 0
 */
export function safeWhere(mask: tf.Tensor, x: tf.Tensor, whenTrue: Branch, whenFalse: Branch, safe = 1): tf.Tensor {
  return tf.tidy(() => {
    const inside = typeof whenTrue === "function" ? whenTrue(select(mask, x, safe)) : whenTrue;
    const outside = typeof whenFalse === "function" ? whenFalse(select(mask, safe, x)) : whenFalse;
    return select(mask, inside, outside);
  });
}
