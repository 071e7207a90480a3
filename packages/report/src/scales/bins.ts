import { describe, expectation } from "../expect.js";
import { tickStep } from "./ticks.js";

const MOST_BINS = 400;

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
  const sorted = Float64Array.from(lists.flatMap((list) => Array.from(list).filter(Number.isFinite))).sort();
  if (sorted.length === 0) return [0, 1];
  const low = sorted[0] as number;
  const high = sorted[sorted.length - 1] as number;
  if (low === high) {
    const half = Math.max(0.5, Math.abs(low) * 1e-3);
    return [low - half, low + half];
  }
  const count = Math.min(MOST_BINS, bins ?? wantedBins(sorted, high - low));
  const step = tickStep(low, high, count);
  const first = Math.floor(low / step);
  // The highest value belongs into the last bin, so an edge exactly there is the last one.
  const last = Math.max(first + 1, Math.ceil(high / step));
  const scale = step < 1 ? Math.round(1 / step) : 1;
  return Array.from({ length: last - first + 1 }, (_, i) => (step < 1 ? (first + i) / scale : (first + i) * step));
}

/** How many values lie in each bin: its low edge belongs to it, its high edge only in the last bin. */
export function countInto(edges: readonly number[], values: ArrayLike<number>): { counts: number[]; outside: number } {
  const bins = edges.length - 1;
  const counts = Array.from({ length: bins }, () => 0);
  let outside = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (!Number.isFinite(value)) continue;
    if (value < (edges[0] as number) || value > (edges[bins] as number)) {
      outside++;
      continue;
    }
    let low = 0;
    let high = bins - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((edges[middle] as number) <= value) low = middle;
      else high = middle - 1;
    }
    counts[low] = (counts[low] as number) + 1;
  }
  return { counts, outside };
}

function wantedBins(sorted: Float64Array, range: number): number {
  const spread = quantile(sorted, 0.75) - quantile(sorted, 0.25);
  if (spread === 0) return Math.ceil(1 + Math.log2(sorted.length));
  return Math.max(1, Math.ceil((range * Math.cbrt(sorted.length)) / (2 * spread)));
}

/** By linear interpolation between order statistics, as NumPy's default. */
function quantile(sorted: Float64Array, p: number): number {
  const at = (sorted.length - 1) * p;
  const below = sorted[Math.floor(at)] as number;
  return below + (at - Math.floor(at)) * ((sorted[Math.ceil(at)] as number) - below);
}

function checkEdges(caller: string, edges: readonly number[]): number[] {
  const ascending = edges.every((edge, i) => Number.isFinite(edge) && (i === 0 || edge > (edges[i - 1] as number)));
  if (edges.length >= 2 && ascending) return [...edges];
  throw expectation(caller, "bins to be two or more finite edges in ascending order", `[${edges.join(", ")}]`);
}
