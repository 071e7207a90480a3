/** Sizes of a tensor's axes. A scalar is `[]`. */
export type Shape = readonly number[];

/** `[2, 3]`, as error messages print shapes. */
export function formatShape(shape: Shape): string {
  return `[${shape.join(", ")}]`;
}

/** Number of elements; 1 for a scalar. */
export function shapeSize(shape: Shape): number {
  return shape.reduce((product, size) => product * size, 1);
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}

/**
 * The shape to which all named shapes broadcast, by NumPy's rule.
 *
 * @param caller - Named first in the error.
 * @param shapes - By the name the error gives them.
 * @throws If two of them disagree on an axis where neither is 1.
 */
export function broadcastShapes(caller: string, shapes: Readonly<Record<string, Shape>>): number[] {
  const all = Object.values(shapes);
  const rank = Math.max(0, ...all.map((shape) => shape.length));
  const result = Array.from({ length: rank }, () => 1);
  for (const shape of all) {
    const offset = rank - shape.length;
    for (let axis = 0; axis < shape.length; axis++) {
      const size = shape[axis] as number;
      const known = result[offset + axis] as number;
      if (known === 1) result[offset + axis] = size;
      else if (size !== 1 && size !== known) {
        const list = Object.entries(shapes).map(([name, s]) => `${name} ${formatShape(s)}`);
        throw new Error(`${caller}: expected parameters that broadcast together; got ${list.join(", ")}.`);
      }
    }
  }
  return result;
}
