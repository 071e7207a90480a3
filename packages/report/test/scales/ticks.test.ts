import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { linearTicks, logTicks } from "../../src/scales/ticks.js";

const reference = JSON.parse(readFileSync(new URL("../reference/ticks.json", import.meta.url), "utf8")) as {
  origin: string;
  cases: { low: number; high: number; count: number; ticks: number[] }[];
};

describe("linearTicks", () => {
  it.each(reference.cases)(`${reference.origin}: $low to $high, $count`, ({ low, high, count, ticks }) => {
    expect(linearTicks(low, high, count)).toEqual(ticks);
  });

  it("keeps to whole numbers when asked", () => {
    expect(linearTicks(1, 3, 10, 1)).toEqual([1, 2, 3]);
  });

  it("writes no negative zero", () => {
    expect(linearTicks(-1, 1, 4).some((tick) => Object.is(tick, -0))).toBe(false);
  });
});

describe("logTicks", () => {
  it("gives powers of ten over many decades, and 1, 2, 5 over few", () => {
    expect(logTicks(1e-4, 1, 8)).toEqual([1e-4, 1e-3, 1e-2, 1e-1, 1]);
    expect(logTicks(1, 100, 8)).toEqual([1, 2, 5, 10, 20, 50, 100]);
    expect(logTicks(1e-12, 1e12, 6)).toEqual([1e-12, 1e-8, 1e-4, 1, 1e4, 1e8, 1e12]);
  });

  it("gives linear ticks within a decade", () => {
    expect(logTicks(100, 500, 4)).toEqual([100, 200, 300, 400, 500]);
  });
});
