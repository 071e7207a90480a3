import { shapeSize, type Shape } from "@variate/math";

/** How many inputs one output unit sums over, and how many outputs one input unit reaches. */
export interface Fans {
  readonly fanIn: number;
  readonly fanOut: number;
}

/**
 * The fans of a weight by its shape: [inputs, outputs] for a dense layer, [height, width, inputs, outputs] for a
 * convolution, whose fans count every position of the kernel. A vector's fans are both its size, a scalar's both 1.
 */
export function computeFans(shape: Shape): Fans {
  if (shape.length < 2) return { fanIn: shapeSize(shape), fanOut: shapeSize(shape) };
  const receptive = shapeSize(shape.slice(0, -2));
  return { fanIn: receptive * (shape.at(-2) as number), fanOut: receptive * (shape.at(-1) as number) };
}
