import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { expectClose } from "@variate/testing";
import { describe, expect, test } from "vitest";
import {
  bernoulliArray,
  bitDraws,
  exponentialArray,
  foldIn,
  gumbelArray,
  laplaceArray,
  normalArray,
  permutationArray,
  randomKey,
  splitKey,
  uniformArray,
} from "../src/index.js";
import { normalOf } from "../src/normal.js";

const read = (name: string) => JSON.parse(readFileSync(new URL(`reference/${name}.json`, import.meta.url), "utf8"));
const TOLERANCE = { relative: 2e-6 };

interface Row {
  seed: number;
  key: [number, number];
  split: Record<string, [number, number][]>;
  foldIn: Record<string, [number, number]>;
  bits: Record<string, number[]>;
  bits100003sha256: string;
  uniform9: number[];
  normal9: number[];
  gumbel5: number[];
  exponential5: number[];
  bernoulli20: number[];
}

describe.each((read("random") as { rows: Row[] }).rows)("the streams of jax.random 0.10.2, seed $seed", (row) => {
  const key = randomKey(row.seed);

  test("keys are equal", () => {
    expect([key.high, key.low]).toEqual(row.key);
    for (const [n, want] of Object.entries(row.split)) {
      expect(splitKey(key, Number(n)).map(({ high, low }) => [high, low])).toEqual(want);
    }
    for (const [data, want] of Object.entries(row.foldIn)) {
      const child = foldIn(key, Number(data));
      expect([child.high, child.low]).toEqual(want);
    }
  });

  test("words are equal, 100,003 of them by their hash", () => {
    for (const [shape, want] of Object.entries(row.bits)) {
      expect([...bitDraws(key, shape.split(",").map(Number))]).toEqual((want as unknown[]).flat());
    }
    const many = bitDraws(key, [100_003]);
    expect(createHash("sha256").update(Buffer.from(many.buffer)).digest("hex")).toBe(row.bits100003sha256);
  });

  test("uniform and bernoulli draws are equal", () => {
    expect([...uniformArray(key, [9])]).toEqual(row.uniform9);
    expect([...bernoulliArray(key, 0.3, [20])]).toEqual(row.bernoulli20);
    expect([...bernoulliArray(key, Array.from({ length: 20 }, () => 0.3), [20])]).toEqual(row.bernoulli20);
  });

  test("normal, gumbel and exponential draws agree to 2e-6", () => {
    expectClose(normalArray(key, [9]), row.normal9, TOLERANCE);
    expectClose(gumbelArray(key, [5]), row.gumbel5, TOLERANCE);
    expectClose(exponentialArray(key, [5]), row.exponential5, TOLERANCE);
  });
});

describe("further values from jax", () => {
  const jax = read("jax") as {
    laplace9: Record<string, number[]>;
    erfinv: { u: number[]; want: number[] };
    keys: { seed: number; key: number[] }[];
  };

  test("seeds beyond 32 bits fill both words, negative ones in two's complement", () => {
    for (const { seed, key } of jax.keys) expect(randomKey(seed)).toEqual({ high: key[0], low: key[1] });
  });

  test("laplace draws agree to 2e-6", () => {
    for (const [seed, want] of Object.entries(jax.laplace9)) {
      expectClose(laplaceArray(randomKey(Number(seed)), [9]), want, TOLERANCE);
    }
  });

  test("erfinv agrees with XLA's float32 on both tails, in relative terms", () => {
    jax.erfinv.u.forEach((u, i) => {
      const want = jax.erfinv.want[i] as number;
      expect(Math.abs(normalOf(u) / Math.SQRT2 - want)).toBeLessThanOrEqual(1e-6 * Math.abs(want));
    });
  });
});

test("permutations follow their definition", () => {
  for (const { seed, n, order } of (read("permutation") as { rows: { seed: number; n: number; order: number[] }[] }).rows) {
    expect([...permutationArray(randomKey(seed), n)]).toEqual(order);
  }
});
