import { describe, expect, it, vi } from "vitest";
import { barChart, heatmap, histogram, lineChart, scatterChart } from "../../src/index.js";
import { expectWellFormed } from "../svg.js";

const MOST = Number.MAX_VALUE;
const title = "Extremes";

/** Every chart of the same numbers. */
const charts: Record<string, (values: number[]) => string> = {
  "lines, linear": (y) => lineChart({ title, series: [{ name: "a", x: y, y, error: y }, { name: "b", y }] }),
  "lines, logarithmic": (y) => lineChart({ title, x: { scale: "log" }, y: { scale: "log" }, series: [{ name: "a", x: y, y, error: y }] }),
  "lines without a tick": (y) => lineChart({ title, x: { domain: [1.2, 1.8] }, series: [{ name: "a", y }] }),
  "lines without room": (y) => lineChart({ title: "a title to wrap ".repeat(9), width: 1, height: 1, series: [{ name: "a", y }] }),
  "points, equal units": (y) => scatterChart({ title, points: y.flatMap((v) => [v, v]), values: y, equalUnits: true }),
  "points, logarithmic": (y) => scatterChart({ title, x: { scale: "log" }, y: { scale: "log" }, points: y.flatMap((v) => [v, v]) }),
  bars: (values) => barChart({ title, values, errors: values }),
  "stacked bars": (values) => barChart({ title, stacked: true, series: [{ name: "a", values }, { name: "b", values }] }),
  densities: (values) => histogram({ title, values, density: true }),
  "seven bins": (values) => histogram({ title, values, bins: 7 }),
  "cells, sequential": (values) => heatmap({ title, values, rows: values.length, columns: 1 }),
  "cells, diverging": (values) => heatmap({ title, values, rows: values.length, columns: 1, colors: "diverging" }),
};

describe("every chart", () => {
  it.each([
    [[1, 1 + 2 ** -52]],
    [[-1e300, 1e300]],
    [[MOST, -MOST, 0]],
    [[5e-324, 0]],
    [[0, 0]],
    [[-3, -3]],
    [[NaN, 1]],
    [[1e-9, 2e-9, 1e-8]],
    [[1e15, 1e15 + 2]],
    [[1e-310, 1e-312]],
    [[3]],
    [[-1, -5]],
    [[1e12, 1]],
    [[Infinity, -Infinity]],
    [[-1e-12, 1e-12]],
  ])("draws %j with coordinates that are numbers, and nothing to complain of", (values) => {
    const warned = vi.spyOn(console, "warn");
    for (const [name, draw] of Object.entries(charts)) {
      const chart = draw(values);
      expect(() => expectWellFormed(chart), name).not.toThrow();
      expect(chart, name).not.toContain("⚠");
    }
    expect(warned).not.toHaveBeenCalled();
    warned.mockRestore();
  });
});
