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

/** The shape to which two broadcast, by NumPy's rule; undefined where there is none. */
export function broadcast(a: Shape, b: Shape): number[] | undefined {
  const result: number[] = [];
  for (let fromEnd = 1; fromEnd <= Math.max(a.length, b.length); fromEnd++) {
    const x = a[a.length - fromEnd] ?? 1;
    const y = b[b.length - fromEnd] ?? 1;
    if (x !== y && x !== 1 && y !== 1) return undefined;
    result.unshift(x === 1 ? y : x);
  }
  return result;
}

/**
 * The shape to which all named shapes broadcast, by NumPy's rule.
 *
 * @param caller - Named first in the error.
 * @param shapes - By the name the error gives them.
 * @throws If two of them disagree on an axis where neither is 1.
 */
export function broadcastShapes(caller: string, shapes: Readonly<Record<string, Shape>>): number[] {
  let common: number[] | undefined = [];
  for (const name in shapes) common = common && broadcast(common, shapes[name] as Shape);
  if (common === undefined) {
    const list = Object.entries(shapes).map(([name, shape]) => `${name} ${formatShape(shape)}`);
    throw new Error(`${caller}: expected parameters that broadcast together; got ${list.join(", ")}.`);
  }
  return common;
}
