import type { Tensor } from "@tensorflow/tfjs-core";
import { formatShape, sameShape, type Shape } from "@variate/math";

/** What is compared of a leaf; the dtype as tfjs names it. */
export interface LeafForm {
  readonly shape: Shape;
  readonly dtype: string;
}

/** The first leaf in which a tree differs in form from the one wanted, in words; undefined where none does. */
export function firstDifference(
  wanted: Readonly<Record<string, Tensor>>,
  given: Readonly<Record<string, LeafForm>>,
): { readonly expected: string; readonly got: string } | undefined {
  for (const [path, leaf] of Object.entries(wanted)) {
    const found = Object.hasOwn(given, path) ? given[path] : undefined;
    if (found === undefined) return { expected: named(path, leaf.shape), got: "none" };
    if (!sameShape(found.shape, leaf.shape)) return { expected: named(path, leaf.shape), got: formatShape(found.shape) };
    if (found.dtype !== leaf.dtype) return { expected: `${named(path, leaf.shape)} of dtype ${leaf.dtype}`, got: found.dtype };
  }
  const extra = Object.keys(given).find((path) => !Object.hasOwn(wanted, path));
  if (extra === undefined) return undefined;
  return { expected: "no other tensors", got: `also ${named(extra, (given[extra] as LeafForm).shape)}` };
}

function named(path: string, shape: Shape): string {
  return `${path} ${formatShape(shape)}`;
}
