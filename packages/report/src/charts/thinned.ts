/** A polyline in pixels, broken where a coordinate is NaN. */
export interface Polyline {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/**
 * The points of a line that make the same picture: of each run of points in one column of pixels the first, lowest, highest and
 * last are kept, which draws the same pixels as all of them do.
 *
 * Reference: Jugel, Jerzak, Hackenbroich and Markl, M4: a visualization-oriented time series data aggregation (2014).
 */
export function thinned(line: Polyline): ReadonlySet<number> {
  const { x, y } = line;
  const keep = new Set<number>();
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
    for (const index of [start, low, high, end]) keep.add(index);
    start = end + 1;
  }
  return keep;
}

function drawn(x: Float64Array, y: Float64Array, index: number): boolean {
  return Number.isFinite(x[index]) && Number.isFinite(y[index]);
}
