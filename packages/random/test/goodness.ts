import { readFileSync } from "node:fs";
import { expect } from "vitest";

/** A value of the variable, and the probability that a draw does not exceed it. */
export type CdfPoint = readonly [value: number, probability: number];

export const DRAWS = 200_000;

/** Probability that `expectDistribution` fails draws that are right. */
const FALSE_FAILURE = 1e-9;

/**
 * Expects the share of draws up to each value to be its probability, up to the e of the Dvoretzky–Kiefer–Wolfowitz
 * inequality: P(sup |Fₙ − F| > e) ≤ 2 exp(−2 n e²), for any distribution, discrete ones too. With 200 000 draws e is
 * 0.0073. All the tests of this package that use it number below 500: together they fail with probability below 5e-7.
 *
 * Reference: Massart (1990), "The tight constant in the Dvoretzky–Kiefer–Wolfowitz inequality".
 */
export function expectDistribution(draws: ArrayLike<number>, points: readonly CdfPoint[]): void {
  const sorted = Float64Array.from(draws).sort();
  const n = sorted.length;
  const allowed = Math.sqrt(Math.log(2 / FALSE_FAILURE) / (2 * n));
  for (const [value, probability] of points) {
    const share = countUpTo(sorted, value) / n;
    expect(Math.abs(share - probability), `share ${share} up to ${value}, expected ${probability}`).toBeLessThan(allowed);
  }
}

export function readReference<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`reference/${name}.json`, import.meta.url), "utf8")) as T;
}

function countUpTo(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
