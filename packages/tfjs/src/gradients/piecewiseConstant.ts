import * as tf from "@tensorflow/tfjs-core";
import { defineGradient, zerosFor } from "./define.js";

/**
 * Operations whose result does not move when an input moves a little: their gradient is zero wherever it exists.
 *
 * tfjs registers none for most comparisons, so `tf.where(tf.greater(x, 0), …)` could not be in a loss, and for some the
 * gradient has the input's type, which it refuses unless that is float32. Operations on truth values need none: the
 * tape leaves them out.
 */
export const piecewiseConstantGradients: readonly tf.GradConfig[] = [
  ...zeroGradients(["a", "b"], [
    tf.Equal, tf.NotEqual, tf.Greater, tf.GreaterEqual, tf.Less, tf.LessEqual,
    tf.BitwiseAnd,
  ]), // prettier-ignore
  ...zeroGradients(["x"], [tf.All, tf.Any, tf.ArgMax, tf.ArgMin]),
  ...zeroGradients(["sortedSequence", "values"], [tf.SearchSorted]),
  /** From float32 to whole numbers or truth values; every other change of type leaves the number as it is. */
  defineGradient<{ dtype: tf.DataType }, "x">(tf.Cast, { inputs: ["x"] }, (dy, { x }, { dtype }) => ({
    x: () => (x.dtype === "float32" && (dtype === "int32" || dtype === "bool") ? zerosFor(x) : tf.clone(dy)),
  })),
];

function zeroGradients<Name extends string>(inputs: readonly Name[], kernels: readonly string[]): tf.GradConfig[] {
  return kernels.map((kernelName) =>
    defineGradient(kernelName, { inputs }, (_, saved) =>
      Object.fromEntries(inputs.map((name) => [name, () => zerosFor(saved[name])])),
    ),
  );
}
