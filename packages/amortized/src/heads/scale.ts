import * as tf from "@tensorflow/tfjs-core";

/** Which function of an unconstrained number h is the scale; `positiveScale` gives the formulas. */
export type ScaleParameterization = "logVariance" | "logScale" | "softplus";

/** Small enough to change no scale that data support, large enough that (x − loc) / scale stays finite in float32. */
export const DEFAULT_FLOOR = 1e-6;

/**
 * A positive scale from an unconstrained tensor h:
 *
 *   logVariance: floor + exp(h / 2)   (AEVB's: h is the log variance)
 *   logScale:    floor + exp(h)
 *   softplus:    floor + log(1 + exp(h))
 *
 * The floor is added rather than clipped to, so the gradient never vanishes at it; a scale s comes out as s + floor.
 */
export function positiveScale(h: tf.Tensor, parameterization: ScaleParameterization, floor: number): tf.Tensor {
  const scale = forward[parameterization](h);
  return floor === 0 ? scale : tf.add(scale, floor);
}

/** The h at which `positiveScale` is `scale`. */
export function inverseScale(scale: number, parameterization: ScaleParameterization, floor: number): number {
  const above = scale - floor;
  if (parameterization === "softplus") return above + Math.log(-Math.expm1(-above));
  return parameterization === "logVariance" ? 2 * Math.log(above) : Math.log(above);
}

const forward = {
  logVariance: (h: tf.Tensor): tf.Tensor => tf.exp(tf.mul(h, 0.5)),
  logScale: (h: tf.Tensor): tf.Tensor => tf.exp(h),
  softplus: (h: tf.Tensor): tf.Tensor => tf.softplus(h),
};

/** @throws If there is no such parameterization, or the floor is negative or not finite. */
export function checkScaleOptions(caller: string, parameterization: string, floor: number): void {
  if (!Object.hasOwn(forward, parameterization)) {
    const names = Object.keys(forward).join(", ");
    throw new Error(`${caller}: expected a parameterization, ${names}; got ${JSON.stringify(parameterization)}.`);
  }
  if (!(floor >= 0 && floor < Infinity)) {
    throw new RangeError(`${caller}: expected a floor of at least 0; got ${String(floor)}.`);
  }
}
