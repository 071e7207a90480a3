import * as tf from "../tf.js";
import { unitLegendre } from "../gaussLegendre.js";
import { withoutGradient } from "../gradientControl.js";
import { isGreater, select } from "../masks.js";
import { exponential } from "./exponential.js";
import { quadratureSums } from "./quadratureSums.js";

/** Exponent at which integrals over a tail end. */
const DEPTH = 18;

/** π as the float32 next to it and the rest. */
const PI_HIGH = Math.fround(Math.PI);
const PI_LOW = Math.PI - PI_HIGH;

const RULE = unitLegendre(16);

/** π − a for a in [0, π], to relative accuracy. */
function fromOpposite(a: tf.Tensor): tf.Tensor {
  return tf.relu(tf.add(tf.sub(PI_HIGH, a), PI_LOW));
}

/**
 * ∫ exp(κ (cos t − cos a)) weight(t) dt over the side of a von Mises density from t = a up to π, or from 0 up to a where
 * `inner` holds: the density relative to that at a.
 *
 * On the tail the integrand is over, or e⁻¹⁸ is left, at the end; towards 0 it is meant for angles within the bulk.
 * Gauss and Legendre's rule with 16 nodes is then exact to 3e-8, for any concentration.
 *
 * @param a - Angle in [0, π].
 * @param concentration - κ ≥ 0, of the same shape.
 * @param inner - Boolean, of the same shape.
 * @param weight - In differentiable operations, of t and of a column of anything else; 1 without it.
 */
export function integrateVonMisesSide(
  a: tf.Tensor,
  concentration: tf.Tensor,
  inner: tf.Tensor,
  weight?: (t: tf.Tensor) => tf.Tensor,
): tf.Tensor {
  const opposite = fromOpposite(a);
  const end = withoutGradient(() => tailEnd(a, concentration));
  // Where the tail ends early its end is a constant; elsewhere it is π and moves with a.
  const tail = select(isGreater(opposite, end), end, opposite);
  const width = select(inner, a, tail);
  const signed = select(inner, tf.neg(a), tail);
  const wide = (v: tf.Tensor): tf.Tensor => tf.expandDims(v, -1);
  const twice = tf.mul(-2, wide(concentration));
  const [sum] = quadratureSums(a, RULE, (nodes, weights) => {
    const offset = tf.mul(wide(signed), nodes);
    const half = tf.mul(0.5, offset);
    // cos t − cos a = −2 sin((t + a)/2) sin((t − a)/2)
    const part = tf.mul(weights, exponential(tf.mul(tf.mul(twice, tf.sin(half)), tf.sin(tf.add(wide(a), half)))));
    return [weight === undefined ? part : tf.mul(part, weight(tf.add(wide(a), offset)))];
  }) as [tf.Tensor];
  return tf.mul(width, sum);
}

/**
 * s with κ (cos a − cos(a + s)) = depth, π where there is none: with b = a + s,
 * sin²(b/2) = sin²(a/2) + D and sin((b − a)/2) = D / sin((a + b)/2) for D = depth/(2κ).
 */
function tailEnd(a: tf.Tensor, concentration: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const share = tf.div(DEPTH / 2, tf.maximum(concentration, 1e-3));
    const sine = tf.sqrt(tf.add(tf.square(tf.sin(tf.mul(0.5, a))), share));
    const b = tf.mul(2, tf.asin(tf.minimum(sine, 1)));
    const half = tf.div(share, tf.maximum(tf.sin(tf.mul(0.5, tf.add(a, b))), 1e-30));
    return select(tf.less(sine, 1), tf.mul(2, tf.asin(tf.minimum(half, 1))), Math.PI);
  });
}
