import { rgb } from "d3-color";
import { describe, expect, it } from "vitest";
import { heatmap, histogram, type HeatmapOptions, type HistogramOptions } from "../../src/index.js";
import { CHART_STYLE, INKS } from "../../src/charts/palette.js";
import { HOSTILE, expectWellFormed, lines, marks, parseSvg, texts } from "../svg.js";

const tipped = (svg: SVGElement): Element[] => marks(svg, "rect").filter((rect) => rect.querySelector("title") !== null);

describe("histogram", () => {
  const options = (more: Partial<HistogramOptions> = {}): HistogramOptions => ({ title: "Values", values: [0, 0.5, 1, 1.5, 1.7, 3], ...more });

  it("counts into bins", () => {
    const svg = parseSvg(histogram(options({ bins: [0, 1, 2, 3] })));
    expect(tipped(svg).map((rect) => rect.textContent)).toEqual(["0 to 1: 2", "1 to 2: 3", "2 to 3: 1"]);
    expect(texts(svg)).toContain("Count");
  });

  it("makes densities of area one", () => {
    const svg = parseSvg(histogram(options({ bins: [0, 1, 3], density: true })));
    expect(tipped(svg).map((rect) => rect.textContent)).toEqual(["0 to 1: 0.3333", "1 to 3: 0.3333"]);
  });

  it("overlays series and curves, and names them", () => {
    const series = [{ name: "train", values: [1, 2] }, { name: "test", values: [2, 3] }];
    const svg = parseSvg(histogram({ title: "t", series, density: true, curves: [{ name: "prior", x: [0, 1, 2], y: [0, 1, 0] }] }));
    expect(texts(svg)).toEqual(expect.arrayContaining(["train", "test", "prior", "Density"]));
    expect(lines(svg)).toHaveLength(1);
  });

  it("counts what it leaves out", () => {
    const svg = parseSvg(histogram(options({ values: [NaN, 1, 2, 9], bins: [0, 1, 2] })));
    expect(texts(svg)).toEqual(
      expect.arrayContaining(["1 of 4 values is not finite, and left out.", "1 of 4 values outside the bins, and left out."]),
    );
  });

  it("draws when nothing is finite, and refuses nothing at all", () => {
    expectWellFormed(histogram(options({ values: [NaN] })));
    expect(() => histogram(options({ values: [] }))).toThrow('histogram: expected values in "values"; got none.');
    expect(() => histogram({ title: "t" })).toThrow("histogram: expected values or series; got neither.");
  });
});

describe("heatmap", () => {
  const options = (more: Partial<HeatmapOptions> = {}): HeatmapOptions => ({
    title: "Correlation",
    values: [1, 0.5, NaN, -1, 0, 1],
    rows: 2,
    columns: 3,
    colors: "diverging",
    value: { label: "r" },
    ...more,
  });

  it("draws every cell, row by row, with its value", () => {
    const svg = parseSvg(heatmap(options({ rowLabels: ["a", "b"], columnLabels: ["x", "y", "z"] })));
    expect(tipped(svg).map((rect) => rect.textContent)).toEqual(["a, x: 1", "a, y: 0.5", "a, z: NaN", "b, x: −1", "b, y: 0", "b, z: 1"]);
    expect(texts(svg)).toEqual(expect.arrayContaining(["a", "b", "x", "y", "z", "0.5", "r", "1 of 6 values is not finite, and left out."]));
  });

  it("puts the ends of the range at the ends of the colour map, and zero in its middle", () => {
    const fills = tipped(parseSvg(heatmap(options()))).map((rect) => rect.getAttribute("fill"));
    // The ends of ColorBrewer's RdBu, and the middle of the spline through it.
    expect([fills[0], fills[3], fills[4]]).toEqual(["rgb(5, 48, 97)", "rgb(103, 0, 31)", "rgb(242, 239, 238)"]);
    const sequential = tipped(parseSvg(heatmap(options({ colors: "sequential", range: [-1, 1] })))).map((rect) => rect.getAttribute("fill"));
    expect([sequential[0], sequential[3], sequential[4]]).toEqual(["#fde725", "#440154", "#21918c"]);
  });

  it("crosses out what is not finite", () => {
    const cross = marks(parseSvg(heatmap(options())), `g[stroke="${INKS.muted.light}"] > path`);
    expect(cross).toHaveLength(2);
  });

  it.each(["sequential", "diverging"] as const)("writes into %s cells in black or white, readable on every colour", (colors) => {
    const values = Array.from({ length: 40 }, (_, i) => i / 100);
    const svg = parseSvg(heatmap(options({ colors, values, rows: 20, columns: 2, height: 800, range: [0, 0.39] })));
    const written = marks(svg, "text[fill]").filter((node) => /^(black|white)$/.test(node.getAttribute("fill") ?? ""));
    expect(written.map((node) => Number(node.textContent))).toEqual(values);
    const luminance = (color: string): number => {
      const { r, g, b } = rgb(color);
      const [x, y, z] = [r, g, b].map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4)) as [number, number, number];
      return 0.2126 * x + 0.7152 * y + 0.0722 * z;
    };
    // WCAG 2's contrast ratio: the better of black and white always has 4.58 or more.
    tipped(svg).forEach((cell, i) => {
      const [low, high] = [cell, written[i] as Element].map((node) => luminance(node.getAttribute("fill") as string)).sort((a, b) => a - b) as [number, number];
      expect((high + 0.05) / (low + 0.05)).toBeGreaterThan(4.5);
    });
    expect(CHART_STYLE).not.toMatch(/"(black|white)"/);
  });

  it("shows every string as text", () => {
    for (const text of HOSTILE) {
      const chart = heatmap(options({ title: text, rowLabels: [text, "b"], columnLabels: [text, "y", "z"], value: { label: text } }));
      expectWellFormed(chart);
      expect(marks(parseSvg(chart), "script, img, [onerror], [onmouseover]")).toHaveLength(0);
    }
  });

  it.each<[string, Partial<HeatmapOptions>, string]>([
    ["another number of values", { values: [1, 2] }, "heatmap: expected values of shape [2, 3], 6 numbers; got 2."],
    ["another number of labels", { rowLabels: ["a"] }, "heatmap: expected 2 rowLabels; got 1."],
    ["no rows", { rows: 0 }, "heatmap: expected rows to be a positive whole number; got 0."],
    ["unknown colours", { colors: "toString" as "diverging" }, 'heatmap: expected colors to be "sequential" or "diverging"; got "toString".'],
    ["a range upside down", { range: [1, 0] }, "heatmap: expected range to be two finite numbers, the lower first; got [1, 0]."],
  ])("refuses %s", (_, more, message) => {
    expect(() => heatmap(options(more))).toThrow(message);
  });
});
