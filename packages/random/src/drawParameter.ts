import { formatShape, type Shape } from "@variate/math";

/** One value for all draws, or a row-major block of them that repeats along the leading axes. */
export type DrawParameter = number | ArrayLike<number>;

/**
 * The values of a parameter; draw i takes entry i modulo their number.
 *
 * @param names - What the error calls them: "rates".
 * @param size - The number of draws.
 * @throws If the values cannot be repeated to fill the draws.
 */
export function checkedParameter(
  caller: string,
  names: string,
  given: DrawParameter,
  size: number,
  shape: Shape,
): ArrayLike<number> {
  const values = typeof given === "number" ? [given] : given;
  if (size > 0 && !(values.length > 0 && size % values.length === 0)) {
    throw new Error(
      `${caller}: expected a number of ${names} that divides the draws of shape ${formatShape(shape)}; got ${values.length}.`,
    );
  }
  return values;
}
