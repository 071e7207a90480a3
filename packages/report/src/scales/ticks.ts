/**
 * The spacing 1, 2 or 5 times a power of ten that puts closest to `count` steps into [low, high].
 *
 * The borders between 1, 2, 5 and 10 are their geometric means, as in R's `pretty` and D3's `ticks`.
 */
export function tickStep(low: number, high: number, count: number): number {
  const rough = (high - low) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const ratio = rough / power;
  if (ratio >= Math.sqrt(50)) return 10 * power;
  if (ratio >= Math.sqrt(10)) return 5 * power;
  if (ratio >= Math.sqrt(2)) return 2 * power;
  return power;
}

/** Multiples of a round step inside [low, high], about `count` of them, ascending. `low < high`, both finite. */
export function linearTicks(low: number, high: number, count: number, minimumStep = 0): number[] {
  return multiplesInside(low, high, Math.max(tickStep(low, high, count), minimumStep));
}

/** Multiples of `step` inside [low, high], each correctly rounded. */
export function multiplesInside(low: number, high: number, step: number): number[] {
  // Dividing by a whole reciprocal keeps 0.1, 0.2, 0.3 free of 0.30000000000000004.
  const reciprocal = step < 1 ? Math.round(1 / step) : 1;
  const value = (index: number): number => (step < 1 ? index / reciprocal : index * step);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => value(first + i) + 0);
}

/**
 * Ticks for a logarithmic axis: powers of ten; 1, 2 and 5 times them below three decades; every second, third, …
 * power when there are more than `count`; round linear ticks within less than one decade.
 *
 * `0 < low < high`, both finite.
 */
export function logTicks(low: number, high: number, count: number): number[] {
  const decades = Math.log10(high / low);
  if (decades < 1) return linearTicks(low, high, count).filter((tick) => tick > 0);
  const multiples = decades < 3 ? [1, 2, 5] : [1];
  const stride = Math.max(1, Math.ceil(decades / Math.max(1, count)));
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
    if (power % stride !== 0) continue;
    for (const multiple of multiples) {
      const tick = Number(`${multiple}e${power}`);
      if (tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9)) ticks.push(tick);
    }
  }
  return ticks;
}
