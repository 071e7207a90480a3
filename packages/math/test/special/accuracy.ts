import * as tf from "@tensorflow/tfjs-core";

export type Stored = number | "inf" | "-inf";

/** Largest error against stored values, in two measures. */
export interface Errors {
  /** max |got − want| / |want|, over results that are normal float32 numbers. */
  readonly relative: number;
  /** max |got − want| / max(1, |want|, |scale|). */
  readonly scaled: number;
  /** Where the measure in question is largest, for messages. */
  readonly relativeAt: number;
  readonly scaledAt: number;
}

const LARGEST = 3.4028235e38;
const SMALLEST_NORMAL = 1.1754944e-38;

export function parse(value: Stored): number {
  return value === "inf" ? Infinity : value === "-inf" ? -Infinity : value;
}

/** Compares float32 results with float64 references; what float32 cannot hold has to be infinite or vanish. */
export function errorsOf(
  got: ArrayLike<number>,
  want: readonly Stored[],
  x: readonly number[],
  scale?: readonly number[],
): Errors {
  const errors = { relative: 0, scaled: 0, relativeAt: NaN, scaledAt: NaN };
  want.forEach((stored, i) => {
    const g = got[i] as number;
    const w = parse(stored);
    const at = x[i] as number;
    let relative: number;
    let scaled: number;
    if (Math.abs(w) > LARGEST * 0.9999) {
      // Beside the largest float32 a rounding may fall on either side.
      relative = scaled = g === Math.sign(w) * Infinity || (Math.abs(w) < LARGEST * 1.0001 && g / w > 0.999) ? 0 : Infinity;
    } else {
      const error = Math.abs(g - w);
      scaled = error / Math.max(1, Math.abs(w), Math.abs(scale?.[i] ?? 0));
      relative = Math.abs(w) < SMALLEST_NORMAL ? (error < 2 * SMALLEST_NORMAL ? 0 : Infinity) : error / Math.abs(w);
      if (Number.isNaN(error)) relative = scaled = Infinity;
    }
    if (relative > errors.relative) [errors.relative, errors.relativeAt] = [relative, at];
    if (scaled > errors.scaled) [errors.scaled, errors.scaledAt] = [scaled, at];
  });
  return errors;
}

/** The values of y, dy/dx and d²y/dx² at the points `x`. */
export function derivatives(fn: (x: tf.Tensor) => tf.Tensor, x: readonly number[]): [Float32Array, Float32Array, Float32Array] {
  const input = tf.tensor1d([...x]);
  const first = tf.grad(fn);
  const tensors = [fn(input), first(input), tf.grad(first)(input)];
  const values = tensors.map((t) => Float32Array.from(t.dataSync()));
  tf.dispose([input, ...tensors]);
  return values as [Float32Array, Float32Array, Float32Array];
}
