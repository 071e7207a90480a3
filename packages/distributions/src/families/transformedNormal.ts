import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { exactProduct, fused, isEqual, isLess, select, sumToShape, withoutGradient, type Rounded } from "@variate/math";

/** An increasing function x of a normal variable y. */
export interface Link {
  readonly name: `variate.${string}`;
  /** (y(x) − loc) / scale. */
  standardize(x: Tensor, loc: Tensor, scale: Tensor): Rounded;
  /** log dx/dy at x. */
  logSlope(x: Tensor): Tensor;
  /** dy/dx at x. */
  inverseSlope(x: Tensor): Tensor;
  /** z + scale d(log dx/dy)/dy, of which the two cancel at modes. */
  descent(z: Rounded, scale: Tensor, x: Tensor): Tensor;
}

const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

/**
 * log of the density of x(y), y normal: −z²/2 − log scale − log(2π)/2 − log dx/dy, in nats, for x inside the support.
 *
 * Gradient: from z to twice the digits of float32, since its terms cancel, at modes in the value and at z = ±1 in the scale.
 * Second order too.
 */
export function transformedNormalLogProb(link: Link, value: Tensor, loc: Tensor, scale: Tensor): Tensor {
  return fused(
    link.name,
    { value, loc, scale },
    (own) => {
      const z = link.standardize(own.value, own.loc, own.scale).value;
      return tf.sub(tf.sub(tf.mul(tf.mul(-0.5, z), z), link.logSlope(own.value)), tf.add(tf.log(own.scale), HALF_LOG_TWO_PI));
    },
    {
      gradient: (dy, { value: x, loc: l, scale: s }) => {
        const z = link.standardize(x, l, s);
        // In two halves, since of the factors one may be beyond float32 where the product is not.
        const half = tf.div(tf.sqrt(link.inverseSlope(x)), tf.sqrt(s));
        const square = roundedSquare(z);
        // Nothing flows from values outside the support, whatever the slope at what stands in their place.
        const still = isEqual(dy, 0);
        const part = (g: Tensor, input: Tensor): Tensor => sumToShape(select(still, 0, tf.mul(dy, g)), input.shape);
        return {
          value: part(tf.neg(tf.mul(tf.mul(link.descent(z, s, x), half), half)), x),
          loc: part(tf.div(z.value, s), l),
          scale: part(tf.div(tf.add(tf.sub(square.value, 1), square.error), s), s),
        };
      },
    },
  );
}

/** z², with the error that z has beside its own; not where that matters no more. */
function roundedSquare({ value: z, error }: Rounded): Rounded {
  const square = exactProduct(z, z);
  const carried = withoutGradient(() => tf.mul(select(isLess(tf.abs(z), 1e4), z, 0), tf.mul(2, error)));
  return { value: square.value, error: tf.add(square.error, carried) };
}
