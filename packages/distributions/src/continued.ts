import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isGreater, isLess, select } from "@variate/math";

/**
 * A function of an open interval, such as a cdf, continued by constants: `inside(x)` between the bounds, where alone it
 * is evaluated, so that no NaN of elsewhere reaches its gradient.
 *
 * @param bounds - Of the interval; `(0, 1)` unless told.
 */
export function continued(
  x: Tensor,
  low: number,
  inside: (x: Tensor) => Tensor,
  high: number,
  bounds: readonly [number, number] = [0, 1],
): Tensor {
  const above = isGreater(x, bounds[0]);
  const isInside = tf.logicalAnd(above, isLess(x, bounds[1]));
  const safe = bounds[1] === 1 ? 0.5 : 1;
  return select(isInside, inside(select(isInside, x, safe)), select(above, high, tf.fill(x.shape, low)));
}
