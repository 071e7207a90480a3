import { describe, expect, it } from "vitest";
import { scatterChart, type ScatterChartOptions } from "../../src/index.js";
import { seriesInk } from "../../src/charts/palette.js";
import { HOSTILE, expectWellFormed, marks, parseSvg, texts } from "../svg.js";

const options = (more: Partial<ScatterChartOptions> = {}): ScatterChartOptions => ({
  title: "Posterior means",
  points: Float32Array.of(0, 0, 1, 1, 2, 4, -1, 3),
  x: { label: "z₁" },
  y: { label: "z₂" },
  ...more,
});

const paths = (svg: SVGElement): Element[] => marks(svg, "path[stroke-linecap]");
const dots = (path: Element): [number, number][] =>
  [...(path.getAttribute("d") ?? "").matchAll(/M(-?[\d.]+) (-?[\d.]+)h0/g)].map(([, x, y]) => [Number(x), Number(y)]);
const allDots = (svg: SVGElement): [number, number][] => paths(svg).flatMap(dots);

describe("scatterChart", () => {
  it("draws every point, pairs and flat arrays alike", () => {
    const flat = scatterChart(options());
    expect(allDots(parseSvg(flat))).toHaveLength(4);
    expect(scatterChart(options({ points: [[0, 0], [1, 1], [2, 4], [-1, 3]] }))).toBe(flat);
  });

  it("gives each class its colour and its place in the legend", () => {
    const svg = parseSvg(scatterChart(options({ classes: [0, 2, 2, 0] })));
    expect(paths(svg).map((path) => [path.getAttribute("stroke"), dots(path).length])).toEqual([
      [seriesInk(0), 2],
      [seriesInk(2), 2],
    ]);
    expect(marks(svg, "circle")).toHaveLength(3);
    expect(texts(svg)).toEqual(expect.arrayContaining(["0", "1", "2"]));
  });

  it("takes names for classes", () => {
    const named = parseSvg(scatterChart(options({ classes: ["cat", "dog", "dog", "cat"], labelClasses: true })));
    expect(texts(named).filter((text) => text === "dog").length).toBeGreaterThan(1);
    const renamed = parseSvg(scatterChart(options({ classes: Int32Array.of(0, 1, 1, 0), classNames: ["cat", "dog"] })));
    expect(texts(renamed)).toEqual(expect.arrayContaining(["cat", "dog"]));
  });

  it("mixes the classes of many points in runs", () => {
    const points = Float32Array.from({ length: 8000 }, (_, i) => Math.sin(i));
    const classes = Int32Array.from({ length: 4000 }, (_, i) => i % 2);
    const text = scatterChart(options({ points, classes }));
    expect(allDots(parseSvg(text))).toHaveLength(4000);
    expect(paths(parseSvg(text)).slice(0, 4).map((path) => path.getAttribute("stroke"))).toEqual([seriesInk(0), seriesInk(1), seriesInk(0), seriesInk(1)]);
    expect(text.length).toBeLessThan(4000 * 20);
  });

  it("colours by a number, with a colour bar", () => {
    const svg = parseSvg(scatterChart(options({ values: [0, 1, 2, NaN], value: { label: "slant", unit: "rad" } })));
    expect(new Set(paths(svg).map((path) => path.getAttribute("stroke"))).size).toBe(3);
    expect(texts(svg)).toEqual(expect.arrayContaining(["slant (rad)", "1 of 4 points has no place or colour here, and is left out."]));
  });

  it("makes units equal when asked", () => {
    const svg = parseSvg(scatterChart(options({ points: [0, 0, 1, 0, 0, 1], equalUnits: true })));
    const [origin, right, up] = allDots(svg) as [[number, number], [number, number], [number, number]];
    expect(right[0] - origin[0]).toBeCloseTo(origin[1] - up[1], 0);
  });

  it("leaves out points without a place, and says how many", () => {
    const svg = parseSvg(scatterChart(options({ points: [0, NaN, 1, 1, Infinity, 2] })));
    expect(allDots(svg)).toHaveLength(1);
    expect(texts(svg)).toContain("2 of 3 points have no place or colour here, and are left out.");
  });

  it("shows every string as text", () => {
    for (const text of HOSTILE) {
      const chart = scatterChart(options({ title: text, classes: [0, 1, 1, 0], classNames: [text, "b"], labelClasses: true }));
      expectWellFormed(chart);
      expect(marks(parseSvg(chart), "script, img, [onerror], [onmouseover]")).toHaveLength(0);
    }
  });

  it.each<[string, Partial<ScatterChartOptions>, string]>([
    ["no points", { points: [] }, "scatterChart: expected at least one point; got none."],
    ["an odd number of coordinates", { points: [1, 2, 3] }, "scatterChart: expected points of shape [n, 2]; got 3 numbers. Give x and y of every point."],
    ["a point of three", { points: [[1, 2, 3]] as unknown as [number, number][] }, "scatterChart: expected points to be pairs; got Array of length 3 at index 0."],
    ["classes of another number", { classes: [1] }, "scatterChart: expected 4 classes, one per point; got 1."],
    ["a class that is not whole", { classes: [0, 1, NaN, 0] }, "scatterChart: expected classes to be whole numbers from 0; got NaN."],
    ["too many classes", { classes: [0, 1, 20, 0] }, "scatterChart: expected at most 20 classes; got 21. More colours cannot be told apart."],
    ["two ways to colour", { classes: [0, 1, 1, 0], values: [1, 2, 3, 4] }, "scatterChart: expected classes or values; got both."],
  ])("refuses %s", (_, more, message) => {
    expect(() => scatterChart(options(more))).toThrow(message);
  });
});
