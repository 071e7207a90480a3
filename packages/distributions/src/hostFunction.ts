import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { broadcastShapes, smooth, type KernelInputs } from "@variate/math";

// Of a fourth-order difference the error is about this to the power 4, and rounding costs 1e-16 over it.
const STEP = 1e-3;

/**
 * An elementwise function of inputs that broadcast, in double precision on the host; reads them back from the device.
 *
 * @param unit - The scale of input number i at x, on which the function is smooth.
 *
 * Gradient: by central differences in double precision, to about 1e-10; first derivatives only.
 */
export function hostFunction<I extends KernelInputs>(
  name: `variate.${string}`,
  inputs: I,
  value: (...numbers: number[]) => number,
  unit: (x: number, i: number) => number,
): Tensor {
  const evaluate = (own: I, at: (numbers: number[]) => number): Tensor =>
    tf.tidy(() => {
      const shape = broadcastShapes(name, Object.fromEntries(Object.entries(own).map(([key, x]) => [key, x.shape])));
      const columns = Object.values(own).map((x) => tf.broadcastTo(x, shape).dataSync());
      const size = shape.reduce((a, b) => a * b, 1);
      return tf.tensor(Float32Array.from({ length: size }, (_, i) => at(columns.map((column) => column[i] as number))), shape, "float32");
    });
  const slope = (numbers: number[], i: number): number => {
    const step = STEP * unit(numbers[i] as number, i);
    const moved = (steps: number): number => value(...numbers.map((x, j) => (j === i ? x + steps * step : x)));
    return (8 * (moved(1) - moved(-1)) - (moved(2) - moved(-2))) / (12 * step);
  };
  return smooth(name, inputs, (own) => evaluate(own, (numbers) => value(...numbers)), (own) => {
    const slopes = Object.keys(own).map((key, i) => [key, () => evaluate(own, (numbers) => slope(numbers, i))]);
    return Object.fromEntries(slopes) as Record<keyof I, () => Tensor>;
  });
}
