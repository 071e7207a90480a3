import type { Tensor } from "@tensorflow/tfjs-core";

/** Numbers nested as a tensor's `arraySync` nests them; `"inf"`, `"-inf"` and `"nan"` stand for what JSON lacks. */
export type Nested = number | string | boolean | readonly Nested[];

export interface Tolerance {
  /** Allowed error as a share of `max(1, |expected|)`. */
  readonly relative?: number;
  /** Allowed absolute error, added to the relative one. */
  readonly absolute?: number;
}

/** The project's tolerance for values computed in float32 and known in float64. */
export const FLOAT32: Tolerance = { relative: 1e-5 };

function flatten(value: Nested | ArrayLike<number>, into: number[] = []): number[] {
  if (typeof value === "number") into.push(value);
  else if (typeof value === "boolean") into.push(Number(value));
  else if (typeof value === "string") into.push(parseSpecial(value));
  else for (let i = 0; i < value.length; i++) flatten(value[i] as Nested, into);
  return into;
}

function parseSpecial(text: string): number {
  if (text === "inf") return Infinity;
  if (text === "-inf") return -Infinity;
  if (text === "nan") return NaN;
  throw new Error(`parseSpecial: expected "inf", "-inf" or "nan"; got ${text}.`);
}

function isTensor(value: unknown): value is Tensor {
  return typeof value === "object" && value !== null && "dataSync" in value && "shape" in value;
}

/** Throws, naming the worst element, unless `|actual − expected| ≤ relative · max(1, |expected|) + absolute` everywhere. */
export function expectClose(
  actual: Tensor | Nested | ArrayLike<number>,
  expected: Nested | ArrayLike<number> | Tensor,
  tolerance: Tolerance = FLOAT32,
  label = "expectClose",
): void {
  const got = isTensor(actual) ? actual.dataSync() : flatten(actual);
  const want = isTensor(expected) ? expected.dataSync() : flatten(expected);
  if (got.length !== want.length) {
    throw new Error(`${label}: expected ${want.length} elements; got ${got.length}.`);
  }
  let worst = 0;
  let at = -1;
  for (let i = 0; i < want.length; i++) {
    const g = got[i] as number;
    const w = want[i] as number;
    if (Object.is(g, w) || g === w || (Number.isNaN(g) && Number.isNaN(w))) continue;
    const allowed = (tolerance.relative ?? 0) * Math.max(1, Math.abs(w)) + (tolerance.absolute ?? 0);
    const excess = Number.isFinite(g) && Number.isFinite(w) ? Math.abs(g - w) / allowed : Infinity;
    if (!(excess <= 1) && !(excess <= worst)) {
      worst = excess;
      at = i;
    }
  }
  if (at >= 0) {
    throw new Error(
      `${label}: expected ${String(want[at])} at element ${at}; got ${String(got[at])} (${worst.toPrecision(3)} times the tolerance).`,
    );
  }
}
