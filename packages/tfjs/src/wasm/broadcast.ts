/**
 * Where each element of the shape `to` finds its value in an array of the shape `from` that broadcasts to it, row-major
 * and times `step`.
 */
export function broadcastOffsets(from: readonly number[], to: readonly number[], step = 1): number[] {
  let offsets = [0];
  let stride = step;
  const strides: number[] = [];
  for (let axis = to.length - 1; axis >= 0; axis--) {
    const size = from[axis - (to.length - from.length)] ?? 1;
    strides[axis] = size === 1 ? 0 : stride;
    stride *= size;
  }
  to.forEach((size, axis) => {
    const axisStride = strides[axis] as number;
    offsets = offsets.flatMap((offset) => Array.from({ length: size }, (_, i) => offset + i * axisStride));
  });
  return offsets;
}
