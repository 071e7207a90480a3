import * as tf from "../tf.js";
import { fused } from "../fused.js";
import { withoutGradient } from "../gradientControl.js";
import { isEqual, select } from "../masks.js";
import type { Rounded } from "../rounded.js";
import { broadcastShapes } from "../shape.js";
import { sumToShape } from "../sumToShape.js";
import { tidy } from "../tidy.js";
import { log1p } from "./log1p.js";

/**
 * z = (log x − loc) / scale, elementwise, for x ≥ 0 and scale > 0, to relative accuracy also where log x is within rounding
 * of loc, and what the rounding of z itself left out. Broadcasts.
 *
 * A logarithm rounded to float32 costs z some 1e-7 |loc| / scale. On the backends that keep tensors in the host's memory it is
 * taken there in float64; elsewhere z has that error, and what was left out is 0.
 *
 * Gradient: 1/(x scale), −1/scale and −z/scale, of every order; none through the error.
 */
export function standardizedLog(x: tf.Tensor, loc: tf.Tensor, scale: tf.Tensor): Rounded {
  return standardized("variate.standardizedLog", x, loc, scale, Math.log, tf.log, (v) => tf.div(1, v));
}

/** z = (log x − log(1 − x) − loc) / scale for x in [0, 1], likewise; its gradient in x is (1/x + 1/(1 − x)) / scale. */
export function standardizedLogit(x: tf.Tensor, loc: tf.Tensor, scale: tf.Tensor): Rounded {
  // Around ½ the logit is small, and atanh keeps its digits.
  const logit = (v: number): number => (v > 0.25 && v < 0.75 ? 2 * Math.atanh(2 * v - 1) : Math.log(v) - Math.log1p(-v));
  const plain = (v: tf.Tensor): tf.Tensor => tf.sub(tf.log(v), log1p(tf.neg(v)));
  const slope = (v: tf.Tensor): tf.Tensor => tf.add(tf.div(1, v), tf.div(1, tf.sub(1, v)));
  return standardized("variate.standardizedLogit", x, loc, scale, logit, plain, slope);
}

function standardized(
  name: `variate.${string}`,
  x: tf.Tensor,
  loc: tf.Tensor,
  scale: tf.Tensor,
  exact: (x: number) => number,
  plain: (x: tf.Tensor) => tf.Tensor,
  slope: (x: tf.Tensor) => tf.Tensor,
): Rounded {
  return tidy(() => {
    const known = withoutGradient((): Rounded => {
      if (IN_HOST_MEMORY.has(tf.getBackend())) return onHost(name, exact, x, loc, scale);
      const value = tf.div(tf.sub(plain(x), loc), scale);
      return { value, error: tf.zerosLike(value) };
    });
    const value = fused(name, { x, loc, scale, z: known.value }, (own) => tf.clone(own.z), {
      gradient: (dy, own) => {
        // An infinite slope through which nothing flows, as that of a distribution function, is none.
        const still = isEqual(dy, 0);
        const z = standardized(name, own.x, own.loc, own.scale, exact, plain, slope).value;
        const part = (g: tf.Tensor, input: tf.Tensor): tf.Tensor => sumToShape(select(still, 0, tf.mul(dy, tf.div(g, own.scale))), input.shape);
        return { x: part(slope(own.x), own.x), loc: part(tf.neg(tf.onesLike(own.loc)), own.loc), scale: part(tf.neg(z), own.scale) };
      },
    });
    return { value, error: known.error };
  });
}

/** Backends from which reading waits for nothing. */
const IN_HOST_MEMORY: ReadonlySet<string> = new Set(["cpu", "wasm", "simd", "tensorflow"]);

function onHost(name: string, exact: (x: number) => number, ...tensors: readonly [tf.Tensor, tf.Tensor, tf.Tensor]): Rounded {
  const [x, loc, scale] = tensors;
  const shape = broadcastShapes(name.slice("variate.".length), { x: x.shape, loc: loc.shape, scale: scale.shape });
  const [xs, locs, scales] = tensors.map((t) => tf.broadcastTo(t, shape).dataSync()) as [Float32Array, Float32Array, Float32Array];
  const value = new Float32Array(xs.length);
  const error = new Float32Array(xs.length);
  for (let i = 0; i < xs.length; i++) {
    const z = (exact(xs[i] as number) - (locs[i] as number)) / (scales[i] as number);
    value[i] = z;
    error[i] = Number.isFinite(value[i]) ? z - (value[i] as number) : 0;
  }
  return { value: tf.tensor(value, shape), error: tf.tensor(error, shape) };
}
