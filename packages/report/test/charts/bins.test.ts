import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { binEdges, countInto } from "../../src/charts/bins.js";
import { tickStep } from "d3-array";

const reference = JSON.parse(readFileSync(new URL("../reference/histogram.json", import.meta.url), "utf8")) as {
  origin: string;
  cases: { name: string; values: number[]; edges: number[]; counts: number[]; freedmanDiaconis: number }[];
};

describe(reference.origin, () => {
  it.each(reference.cases)("$name: the same counts", ({ values, edges, counts }) => {
    expect(countInto(edges, values)).toEqual({ counts, outside: 0 });
  });

  it.each(reference.cases)("$name: the round step nearest to the rule", ({ values, freedmanDiaconis }) => {
    const edges = binEdges("test", [values], undefined);
    const step = tickStep(Math.min(...values), Math.max(...values), freedmanDiaconis);
    expect((edges[1] as number) - (edges[0] as number)).toBeCloseTo(step, 12);
    expect(edges[0]).toBeLessThanOrEqual(Math.min(...values));
    expect(edges.at(-1)).toBeGreaterThanOrEqual(Math.max(...values));
  });
});

describe("binEdges", () => {
  it("surrounds a single value, and leaves values that are not finite aside", () => {
    expect(binEdges("test", [[3, NaN, 3, Infinity]], undefined)).toEqual([2.5, 3.5]);
    expect(binEdges("test", [[NaN]], undefined)).toEqual([0, 1]);
  });

  it("takes edges, and refuses those that do not ascend", () => {
    expect(binEdges("test", [[1]], [0, 1, 4])).toEqual([0, 1, 4]);
    expect(() => binEdges("test", [[1]], [0, 0])).toThrow("test: expected bins to be two or more finite edges in ascending order; got [0, 0].");
    expect(() => binEdges("test", [[1]], 2.5)).toThrow("test: expected bins to be a whole number from 1 to 400, or edges; got 2.5.");
  });

  it("counts what lies outside given edges", () => {
    expect(countInto([0, 1, 2], [-1, 0, 1, 2, 2.1, NaN])).toEqual({ counts: [1, 2], outside: 2 });
  });
});
