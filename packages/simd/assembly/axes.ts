/** How far the element that `locate` was asked for lies in the first and in the second tensor, in elements. */
export let first: i32 = 0;
export let second: i32 = 0;

/**
 * Finds where index `index` of all axes lies. `axes` of them stand at `at`, from the innermost: the length of each and its
 * strides in the first and the second tensor.
 */
// @ts-ignore: decorator
@inline
export function locate(at: usize, axes: i32, index: i32): void {
  let a = 0, b = 0;
  for (let axis = 0; axis < axes; axis++) {
    const extent = load<i32>(at);
    const own = index % extent;
    index /= extent;
    a += own * load<i32>(at, 4);
    b += own * load<i32>(at, 8);
    at += 12;
  }
  first = a;
  second = b;
}
