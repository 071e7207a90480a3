import { round } from "../markup/element.js";

/** A polyline in pixels, broken where a coordinate is NaN. */
export interface Polyline {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** Path data; a point between two gaps becomes a dot (a line of no length with round caps). */
export function linePath({ x, y }: Polyline): string {
  let path = "";
  for (let i = 0; i < x.length; i++) {
    if (!drawn(x, y, i)) continue;
    const starts = i === 0 || !drawn(x, y, i - 1);
    const ends = i === x.length - 1 || !drawn(x, y, i + 1);
    path += `${starts ? "M" : "L"}${round(x[i] as number)} ${round(y[i] as number)}${starts && ends ? "h0" : ""}`;
  }
  return path;
}

/** Path data of the area between two polylines over the same x; where either breaks, the area does. */
export function bandPath(x: Float64Array, low: Float64Array, high: Float64Array): string {
  let path = "";
  for (let start = 0; start < x.length; start++) {
    if (!bandDrawn(x, low, high, start)) continue;
    let end = start;
    while (end + 1 < x.length && bandDrawn(x, low, high, end + 1)) end++;
    for (let i = start; i <= end; i++) {
      path += `${i === start ? "M" : "L"}${round(x[i] as number)} ${round(high[i] as number)}`;
    }
    for (let i = end; i >= start; i--) path += `L${round(x[i] as number)} ${round(low[i] as number)}`;
    path += "Z";
    start = end;
  }
  return path;
}

/**
 * The same picture from fewer points: of each run of points in one column of pixels the first, lowest, highest and
 * last are kept, which draws the same pixels as all of them.
 *
 * Reference: Jugel, Jerzak, Hackenbroich and Markl, M4: a visualization-oriented time series data aggregation (2014).
 */
export function thinned(line: Polyline): Polyline {
  const { x, y } = line;
  const keep: number[] = [];
  for (let start = 0; start < x.length; ) {
    let end = start;
    let low = start;
    let high = start;
    if (drawn(x, y, start)) {
      const column = Math.floor(x[start] as number);
      while (end + 1 < x.length && drawn(x, y, end + 1) && Math.floor(x[end + 1] as number) === column) {
        end++;
        if ((y[end] as number) < (y[low] as number)) low = end;
        if ((y[end] as number) > (y[high] as number)) high = end;
      }
    }
    for (const index of [...new Set([start, low, high, end])].sort((a, b) => a - b)) keep.push(index);
    start = end + 1;
  }
  if (keep.length === x.length) return line;
  return { x: Float64Array.from(keep, (i) => x[i] as number), y: Float64Array.from(keep, (i) => y[i] as number) };
}

function drawn(x: Float64Array, y: Float64Array, index: number): boolean {
  return Number.isFinite(x[index]) && Number.isFinite(y[index]);
}

function bandDrawn(x: Float64Array, low: Float64Array, high: Float64Array, index: number): boolean {
  return drawn(x, low, index) && Number.isFinite(high[index]);
}
