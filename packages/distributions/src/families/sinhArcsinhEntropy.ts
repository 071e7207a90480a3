import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { gaussLegendre, log1p, normalCdf, normalPdf } from "@variate/math";

const RULE = /* @__PURE__ */ gaussLegendre(24, 0, 1);
/** |V| beyond which float32 knows no probability. */
const REACH = 2.6;

/** ∫ f from low to high, 0 where low is above. */
function integral(low: Tensor, high: Tensor, f: (v: Tensor) => Tensor): Tensor {
  const length = tf.maximum(tf.sub(high, low), 0);
  const v = tf.add(tf.expandDims(low, -1), tf.mul(tf.expandDims(length, -1), tf.tensor1d([...RULE.nodes])));
  return tf.mul(length, tf.sum(tf.mul(f(v), tf.tensor1d([...RULE.weights])), -1));
}

const cosh = (v: Tensor): Tensor => tf.mul(0.5, tf.add(tf.exp(v), tf.exp(tf.neg(v))));
const sinh = (v: Tensor): Tensor => tf.mul(0.5, tf.sub(tf.exp(v), tf.exp(tf.neg(v))));

/**
 * E log(2 cosh τ(V + ε)), sinh V standard normal: E τ|V + ε| and E log(1 + exp(−2τ|V + ε|)), each of which is smooth on either
 * side of the bend.
 */
export function meanLogTwiceCosh(tailweight: Tensor, skewness: Tensor): Tensor {
  const shift = tf.abs(skewness);
  const beyond = integral(shift, tf.scalar(REACH), (v) => normalCdf(tf.neg(sinh(v))));
  const density = (v: Tensor): Tensor => tf.mul(normalPdf(sinh(v)), cosh(v));
  const away = tf.expandDims(shift, -1);
  // Over v = |V + ε| − |ε|, from the bend on.
  const bend = integral(tf.maximum(tf.neg(shift), -REACH), tf.minimum(tf.sub(tf.div(9, tailweight), shift), REACH), (v) => {
    const sides = tf.add(density(v), density(tf.minimum(tf.add(v, tf.mul(2, away)), 9)));
    return tf.mul(sides, log1p(tf.exp(tf.mul(-2, tf.mul(tf.expandDims(tailweight, -1), tf.add(v, away))))));
  });
  return tf.add(tf.mul(tailweight, tf.add(shift, tf.mul(2, beyond))), bend);
}
