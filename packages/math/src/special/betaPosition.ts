import * as tf from "../tf.js";
import { isLess, select } from "../masks.js";
import { exactProduct, exactSum } from "../rounded.js";
import { safeWhere } from "../safeWhere.js";
import { between, UNIT, type Ends } from "./ends.js";
import { expm1 } from "./expm1.js";
import { log1p } from "./log1p.js";
import { logistic, softplus } from "./softplus.js";

/** How a value of a beta variable is given: as its share x, or as its log-odds log x − log(1 − x). */
export type Scale = "share" | "odds";

/** A value of a beta variable with what keeps the digits of both of its ends. */
export interface BetaPosition {
  readonly x: tf.Tensor;
  /** 1 − x. */
  readonly y: tf.Tensor;
  readonly logX: tf.Tensor;
  readonly logY: tf.Tensor;
  /** a y − b x, which is the slope of the log density of the log-odds; not the difference of rounded products. */
  readonly excess: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;
}

/** @param value - Strictly inside the support. */
export function betaPosition(value: tf.Tensor, scale: Scale): BetaPosition {
  return scale === "share" ? ofShare(value) : ofOdds(value);
}

function ofShare(x: tf.Tensor): BetaPosition {
  const y = tf.sub(1, x);
  const low = isLess(x, 0.5);
  return {
    x,
    y,
    logX: select(low, tf.log(x), log1p(tf.neg(select(low, 0, y)))),
    logY: select(low, log1p(tf.neg(select(low, x, 0))), tf.log(y)),
    // The smaller of x and y is exact.
    excess: (a, b) => select(low, remainder(a, b, x), tf.neg(remainder(b, a, y))),
  };
}

/** a − (a + b) x in twice the digits. */
function remainder(a: tf.Tensor, b: tf.Tensor, x: tf.Tensor): tf.Tensor {
  const first = exactProduct(a, x);
  const second = exactProduct(b, x);
  const rest = exactSum(a, tf.neg(first.value));
  return tf.add(tf.sub(rest.value, second.value), tf.sub(rest.error, tf.add(first.error, second.error)));
}

function ofOdds(z: tf.Tensor): BetaPosition {
  const x = logistic(z);
  const y = logistic(tf.neg(z));
  const near = isLess(tf.abs(z), 1);
  return {
    x,
    y,
    logX: tf.neg(softplus(tf.neg(z))),
    logY: tf.neg(softplus(z)),
    excess: (a, b) => {
      // Near 0 the digits of z are in x − ½ = ½ tanh(z/2).
      const centred = safeWhere(near, z, (v) => tf.div(expm1(v), tf.add(expm1(v), 2)), 0, 0);
      const small = tf.mul(0.5, tf.sub(tf.sub(a, b), tf.mul(tf.add(a, b), centred)));
      return select(near, small, tf.sub(tf.mul(a, y), tf.mul(b, x)));
    },
  };
}

/** The ends of the support. */
export function endsOf(scale: Scale): Ends {
  return scale === "share" ? UNIT : [-Infinity, Infinity];
}

/** `value` with a harmless one wherever it is not strictly inside the support, and the mask of where it is. */
export function insideBetaSupport(value: tf.Tensor, scale: Scale): { inside: tf.Tensor; safe: tf.Tensor } {
  return between(value, endsOf(scale), scale === "share" ? 0.5 : 0);
}
