import * as tf from "../tf.js";
import type { NumericInput } from "../convert.js";
import { elementwisePair } from "../elementwise.js";
import { unitLegendre } from "../gaussLegendre.js";
import { select } from "../masks.js";
import { broadcastShapes } from "../shape.js";
import { erf } from "./erf.js";
import { normalCdf, normalPdf } from "./normalCdf.js";
import { quadratureSums } from "./quadratureSums.js";

/**
 * Owen's T function, elementwise; broadcasts:
 *
 *   T(h, a) = 1/(2π) ∫₀ᵃ exp(−h² (1 + t²)/2) / (1 + t²) dt
 *
 * the probability of X > h and 0 < Y < a X for independent standard normals, for h, a ≥ 0. Even in h, odd in a. The
 * distribution function of a skew normal is Φ(z) − 2 T(z, shape).
 *
 * Error below 4e-8; relative error below 1e-6 as long as exp(−h²/2) is a normal float32, to h = 13.
 *
 * Gradient: −½ φ(h) erf(a h/√2) in h and φ(h) φ(a h)/(1 + a²) in a; derivatives of every order.
 *
 * Reference: Owen (1956), "Tables for computing bivariate normal probabilities". Computed by quadrature over t ≤ 1; for
 * |a| > 1 from T(a h, 1/a).
 */
export function owensT(h: NumericInput, a: NumericInput): tf.Tensor {
  return elementwisePair("variate.owensT", h, a, value, (x, slope) => {
    const density = normalPdf(x);
    const steep = tf.mul(x, slope);
    const square = tf.add(1, tf.square(slope));
    return [
      tf.mul(tf.mul(-0.5, density), erf(tf.mul(Math.SQRT1_2, steep))),
      tf.div(tf.mul(density, normalPdf(steep)), square),
    ];
  });
}

/** With Q the upper tail, T(h, a) = ½ (Q(h) + Q(ah)) − Q(h) Q(ah) − T(ah, 1/a) for h ≥ 0, a > 0. */
function value(h: tf.Tensor, a: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const shape = broadcastShapes("owensT", { h: h.shape, a: a.shape });
    // Bounds beyond which nothing changes keep 0 · ∞ out.
    const x = tf.minimum(tf.abs(tf.broadcastTo(h, shape)), 1e18);
    const slope = tf.minimum(tf.abs(tf.broadcastTo(a, shape)), 1e18);
    const steep = tf.greater(slope, 1);
    const product = tf.minimum(tf.mul(x, slope), 1e18);
    const inner = overUnit(select(steep, product, x), select(steep, tf.div(1, slope), slope));
    const [tail, other] = [normalCdf(tf.neg(x)), normalCdf(tf.neg(product))];
    const outer = tf.sub(tf.add(tf.mul(0.5, tail), tf.mul(other, tf.sub(0.5, tail))), inner);
    return tf.mul(tf.sign(a), select(steep, outer, inner));
  });
}

const RULE = unitLegendre(16);

/** T(h, a) for h ≥ 0 and 0 ≤ a ≤ 1, over t up to where exp(−h² t²/2) is e⁻¹⁸. */
function overUnit(h: tf.Tensor, a: tf.Tensor): tf.Tensor {
  const end = tf.minimum(a, tf.div(6, h));
  const reach = tf.expandDims(tf.mul(-0.5, tf.square(tf.mul(h, end))), -1);
  const width = tf.square(tf.expandDims(end, -1));
  const [sum] = quadratureSums(h, RULE, (nodes, weights) => {
    const square = tf.square(nodes);
    return [tf.mul(weights, tf.div(tf.exp(tf.mul(reach, square)), tf.add(1, tf.mul(width, square))))];
  }) as [tf.Tensor];
  return tf.mul(tf.mul(normalPdf(h), tf.mul(end, 1 / Math.sqrt(2 * Math.PI))), sum);
}
