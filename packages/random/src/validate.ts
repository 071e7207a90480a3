import { formatShape, shapeSize, type Shape } from "@variate/math";

/** @throws Unless `value` is an integer in [0, limit). */
export function wholeNumber(caller: string, name: string, value: number, limit = 2 ** 32): void {
  if (!Number.isInteger(value) || value < 0 || value >= limit) {
    throw new RangeError(`${caller}: expected ${name} to be an integer in [0, ${limit}); got ${String(value)}.`);
  }
}

/**
 * The number of elements of `shape`.
 *
 * @throws If an axis is not a whole number, or there are 2³² elements or more.
 */
export function checkedSize(caller: string, shape: Shape): number {
  if (!Array.isArray(shape) || !shape.every((size) => Number.isInteger(size) && size >= 0)) {
    const got = Array.isArray(shape) ? formatShape(shape) : String(shape);
    throw new RangeError(`${caller}: expected a shape of whole numbers, such as [2, 3]; got ${got}.`);
  }
  const size = shapeSize(shape);
  if (size >= 2 ** 32) {
    throw new RangeError(`${caller}: expected fewer than 2^32 elements; got shape ${formatShape(shape)}. Draw in parts, one key each.`);
  }
  return size;
}
