import { bin, nice, thresholdFreedmanDiaconis, thresholdSturges, ticks } from "d3-array";
import { describe, expectation } from "../expect.js";
import { acceptsValue, nearlyEqual } from "./axis.js";

const MOST_BINS = 400;

const accepted = (value: number): boolean => acceptsValue("linear", value);

/**
 * Edges of bins around all finite values, at multiples of a round step.
 *
 * Without a wanted number the width is near 2 IQR n^(−1/3), or Sturges's range / (1 + log₂ n) when the quartiles agree.
 *
 * Reference: Freedman and Diaconis, On the histogram as a density estimator (1981).
 */
export function binEdges(
  caller: string,
  lists: readonly ArrayLike<number>[],
  bins: number | readonly number[] | undefined,
): number[] {
  if (bins !== undefined && typeof bins !== "number") return checkEdges(caller, bins);
  if (bins !== undefined && !(Number.isInteger(bins) && bins >= 1 && bins <= MOST_BINS)) {
    throw expectation(caller, `bins to be a whole number from 1 to ${MOST_BINS}, or edges`, describe(bins));
  }
  const sorted = Float64Array.from(lists.flatMap((list) => Array.from(list).filter(accepted))).sort();
  if (sorted.length === 0) return [0, 1];
  const [low, high] = [sorted[0] as number, sorted.at(-1) as number];
  if (nearlyEqual(low, high)) {
    const half = Math.max(0.5, Math.abs(low) * 1e-3);
    return [low - half, high + half];
  }
  const count = Math.min(MOST_BINS, bins ?? wantedBins(sorted, low, high));
  return ticks(...nice(low, high, count), count);
}

/** How many values lie in each bin: its low edge belongs to it, its high edge only in the last bin. */
export function countInto(edges: readonly number[], values: ArrayLike<number>): { counts: number[]; outside: number } {
  const finite = Array.from(values).filter(accepted);
  const binned = bin<number, number>()
    .domain([edges[0] as number, edges.at(-1) as number])
    .thresholds(edges.slice(1, -1))(finite);
  const counts = binned.map(({ length }) => length);
  return { counts, outside: finite.length - counts.reduce((sum, count) => sum + count, 0) };
}

function wantedBins(sorted: Float64Array, low: number, high: number): number {
  const count = thresholdFreedmanDiaconis(sorted, low, high);
  // One bin is also its answer when the quartiles agree.
  return count > 1 ? count : thresholdSturges(sorted);
}

function checkEdges(caller: string, edges: readonly number[]): number[] {
  const ascending = edges.every((edge, i) => Number.isFinite(edge) && (i === 0 || edge > (edges[i - 1] as number)));
  if (edges.length >= 2 && ascending) return [...edges];
  throw expectation(caller, "bins to be two or more finite edges in ascending order", `[${edges.join(", ")}]`);
}
