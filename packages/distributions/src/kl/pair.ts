import { formatShape, sameShape } from "@variate/math";
import type { Independent } from "../combinators/independent.js";
import type { Distribution } from "../distribution.js";
import { broadcast } from "../parameters.js";

/** @throws Unless the event shapes are one and the batch shapes broadcast. */
export function requirePair(caller: string, p: Distribution, q: Distribution): void {
  if (!sameShape(p.eventShape, q.eventShape)) {
    throw new Error(
      `${caller}: expected two distributions with one event shape; got ${describe(p)} with ${formatShape(p.eventShape)} ` +
        `and ${describe(q)} with ${formatShape(q.eventShape)}. Read batch axes as event axes with independent.`,
    );
  }
  if (broadcast(p.batchShape, q.batchShape) === undefined) {
    throw new Error(
      `${caller}: expected batch shapes that broadcast together; got ${formatShape(p.batchShape)} and ${formatShape(q.batchShape)}.`,
    );
  }
}

/** The families of a distribution and of its bases. */
export function describe(d: Distribution): string {
  return "base" in d ? `${d.family} ${describe(d.base as Distribution)}` : d.family;
}

/** The base of `independent`, nested or not; anything else itself. */
export function innermost(d: Distribution): Distribution {
  return d.family === "independent" ? innermost((d as Independent).base) : d;
}
