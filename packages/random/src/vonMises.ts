import * as tf from "@variate/math/tf";
import type { Shape } from "@variate/math";
import { checkedParameter, type DrawParameter } from "./drawParameter.js";
import { drawEach, nextUniform, type DrawStream } from "./drawStream.js";
import type { RandomKey } from "./key.js";
import { checkedSize } from "./validate.js";

/**
 * Draws of the von Mises distribution about 0: angles θ in (−π, π), in radians, with density proportional to
 * exp(concentration · cos θ). Exact for every concentration; at 0 uniform on the circle, at Infinity 0.
 *
 * Draw i depends on block i of `key` alone: with that block as its own key, block j gives the uniform u_j of 52 bits.
 * Attempt t = 0, 1, … of Best and Fisher's rejection takes from u_{2t} a wrapped Cauchy angle,
 * tan(θ / 2) = g tan(π (u_{2t} − ½)) with their g, and accepts it by u_{2t+1}.
 *
 * @param concentration - At least 0; draws of any other are NaN. An array's length divides the number of draws.
 * @returns A float32 tensor of shape `shape`. Angles that would round to ±float32(π), which lies outside, become
 *   ±3.1415925, the float32 next to it.
 * @throws If the concentrations cannot be repeated to fill `shape`.
 *
 * Reference: Best and Fisher (1979), "Efficient simulation of the von Mises distribution".
 */
export function vonMisesDraws(key: RandomKey, concentration: DrawParameter, shape: Shape): tf.Tensor {
  const angles = Float32Array.from(angleArray("vonMisesDraws", key, concentration, shape), insideFloat32);
  return tf.tensor(angles, shape as number[]);
}

/** The values of `vonMisesDraws`, row-major, before they are rounded to float32. */
export function vonMisesArray(key: RandomKey, concentration: DrawParameter, shape: Shape): Float64Array {
  return angleArray("vonMisesArray", key, concentration, shape);
}

function angleArray(caller: string, key: RandomKey, concentration: DrawParameter, shape: Shape): Float64Array {
  const size = checkedSize(caller, shape);
  const given = checkedParameter(caller, "concentrations", concentration, size, shape);
  return drawEach(caller, key, size, (stream, i) => vonMisesAngle(stream, given[i % given.length] as number));
}

/** One angle, as `vonMisesDraws` defines it. */
export function vonMisesAngle(stream: DrawStream, concentration: number): number {
  if (!(concentration >= 0)) return NaN;
  if (concentration === Infinity) return 0;
  // Best and Fisher's r is 1 + (1 + w) / (2 κ). Here are g = √((r − 1) / (r + 1)) and κ (r − 1), with no r to round:
  // an angle of κ^(-1/2) would be lost in cosines.
  const w = 1 / (Math.hypot(1, 2 * concentration) + 2 * concentration);
  const root = Math.sqrt(concentration);
  const g = 1 / Math.hypot(1, (2 * root) / Math.sqrt(1 + w));
  for (;;) {
    const turn = Math.PI * (nextUniform(stream) - 0.5);
    const half = Math.atan2(g * Math.sin(turn), Math.cos(turn));
    // κ (r − cos θ)
    const c = 0.5 * (1 + w) + 2 * (root * Math.sin(half)) ** 2;
    if (Math.log(c / nextUniform(stream)) + 1 - c >= 0) return inside(2 * half);
  }
}

// The float64 π lies below π, but an angle of it is none of [−π, π) by anyone's test.
const LARGEST = Math.PI - 2 ** -51;
const inside = (angle: number): number => Math.max(-LARGEST, Math.min(angle, LARGEST));

const LARGEST_FLOAT32 = Math.fround(Math.PI) - 2 ** -22;
const insideFloat32 = (angle: number): number => Math.max(-LARGEST_FLOAT32, Math.min(angle, LARGEST_FLOAT32));
