import { formatShape, type Shape } from "@variate/math";

/** `value` itself, once it is known to be a positive integer. */
export function positiveInteger(caller: string, name: string, value: number): number {
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new RangeError(`${caller}: expected ${name} to be a positive integer; got ${String(value)}.`);
  }
  return value;
}

/** A number as the shape of one axis, a shape as it is; every size checked. */
export function asShape(caller: string, name: string, value: number | Shape): Shape {
  const shape = typeof value === "number" ? [value] : [...value];
  for (const size of shape) positiveInteger(caller, name, size);
  return shape;
}

/** One number for both axes, or one for each. */
export type Pair = number | readonly [number, number];

export function asPair(caller: string, name: string, value: Pair): [number, number] {
  const [height, width] = typeof value === "number" ? [value, value] : value;
  return [positiveInteger(caller, name, height), positiveInteger(caller, name, width)];
}

/** Height, width and channels of an image shape. */
export type ImageShape = readonly [height: number, width: number, channels: number];

export function asImageShape(caller: string, shape: Shape): ImageShape {
  if (shape.length !== 3) {
    throw new Error(
      `${caller}: expected an input shape [height, width, channels]; got ${formatShape(shape)}. ` +
        `Put reshape([height, width, channels]) before it.`,
    );
  }
  return asShape(caller, "the input's sizes", shape) as ImageShape;
}
