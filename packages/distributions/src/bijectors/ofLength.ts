import { formatShape, type Shape } from "@variate/math";

/** The shape map of a bijector between vectors of length n, which throws at any other length. */
export function ofLength(n: number): (event: Shape, caller: string) => Shape {
  return (event, caller) => {
    if (event[0] !== n) throw new Error(`${caller}: expected vectors of length ${n}; got ${formatShape(event)}.`);
    return event;
  };
}
