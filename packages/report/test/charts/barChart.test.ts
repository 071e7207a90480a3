import { describe, expect, it } from "vitest";
import { barChart, type BarChartOptions } from "../../src/index.js";
import { INKS } from "../../src/charts/palette.js";
import { HOSTILE, expectWellFormed, labelsUnder, marks, parseSvg, texts } from "../svg.js";

const options = (more: Partial<BarChartOptions> = {}): BarChartOptions => ({
  title: "KL per latent",
  x: { label: "Latent" },
  y: { label: "KL", unit: "nats" },
  ...(more.series ? {} : { values: [1.5, 0.01, 3, 0.75] }),
  ...more,
});

interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly tip: string;
}

/** The bars: rectangles with a tooltip. */
function bars(svg: SVGElement): Rect[] {
  return marks(svg, "rect")
    .filter((rect) => rect.querySelector("title") !== null)
    .map((rect) => {
      const at = (name: string): number => Number(rect.getAttribute(name));
      return { x: at("x"), y: at("y"), width: at("width"), height: at("height"), tip: rect.textContent ?? "" };
    });
}

describe("barChart", () => {
  it("draws heights in proportion to values, from zero", () => {
    const drawn = bars(parseSvg(barChart(options())));
    expect(drawn.map(({ tip }) => tip)).toEqual(["0: 1.5 nats", "1: 0.01 nats", "2: 3 nats", "3: 0.75 nats"]);
    expect((drawn[0] as Rect).height / (drawn[2] as Rect).height).toBeCloseTo(0.5, 3);
    const floors = drawn.map(({ y, height }) => y + height);
    expect(Math.max(...floors) - Math.min(...floors)).toBeLessThan(0.02);
  });

  it("labels the bars, by default with their index", () => {
    expect(texts(parseSvg(barChart(options())))).toEqual(expect.arrayContaining(["0", "1", "2", "3", "KL (nats)", "Latent"]));
    expect(texts(parseSvg(barChart(options({ labels: ["a", "b", -1, "d"] }))))).toEqual(expect.arrayContaining(["a", "b", "−1", "d"]));
  });

  it("sorts largest first, NaN last, keeping each label with its bar", () => {
    const svg = parseSvg(barChart(options({ values: [1, NaN, 3, 2], sorted: true })));
    expect(bars(svg).map(({ tip }) => tip)).toEqual(["2: 3 nats", "3: 2 nats", "0: 1 nats"]);
    expect(labelsUnder(svg)).toEqual(["2", "3", "0", "1"]);
    expect(texts(svg)).toContain("1 of 4 values is not finite, and left out.");
  });

  it("lets negative bars hang from zero", () => {
    const [up, down] = bars(parseSvg(barChart(options({ values: [2, -2] })))) as [Rect, Rect];
    expect(up.y + up.height).toBeCloseTo(down.y, 1);
    expect(up.height).toBeCloseTo(down.height, 1);
  });

  it("draws a whisker of two errors' height on each bar", () => {
    const svg = parseSvg(barChart(options({ values: [2, 1], errors: [0.5, 0] })));
    // An upright line between two caps, in the colour of text; everything else that is a line is grey.
    const whisker = marks(svg, `g[stroke="${INKS.text.light}"] > line`).map((node) => ["x1", "x2", "y1", "y2"].map((name) => Number(node.getAttribute(name))));
    const upright = whisker.filter(([x1, x2]) => x1 === x2) as [number, number, number, number][];
    expect([whisker.length, upright.length]).toEqual([3, 1]);
    const [[, , top, bottom]] = upright as [[number, number, number, number]];
    expect(Math.abs(bottom - top)).toBeCloseTo((bars(svg)[0] as Rect).height / 2, 1);
  });

  it("puts series side by side, or on top of each other", () => {
    const series = [
      { name: "reconstruction", values: [60, 70] },
      { name: "KL", values: [20, 30] },
    ];
    const beside = bars(parseSvg(barChart(options({ series }))));
    expect(beside).toHaveLength(4);
    expect((beside[1] as Rect).x).toBeGreaterThan((beside[0] as Rect).x + (beside[0] as Rect).width);
    const stacked = bars(parseSvg(barChart(options({ series, stacked: true }))));
    expect((stacked[1] as Rect).x).toBe((stacked[0] as Rect).x);
    expect((stacked[1] as Rect).y + (stacked[1] as Rect).height).toBeCloseTo((stacked[0] as Rect).y, 1);
    expect(texts(parseSvg(barChart(options({ series }))))).toEqual(expect.arrayContaining(["reconstruction", "KL"]));
  });

  it("writes only some labels when there are many", () => {
    const svg = parseSvg(barChart(options({ values: new Float32Array(200).fill(1) })));
    expect(bars(svg)).toHaveLength(200);
    const labels = labelsUnder(svg).map(Number);
    expect(labels.length).toBeLessThan(60);
    expect(labels.slice(0, 3)).toEqual([0, 10, 20]);
  });

  it("shows every string as text", () => {
    for (const text of HOSTILE) {
      const chart = barChart(options({ title: text, labels: [text, "b", "c", "d"], x: { label: text }, y: { unit: text } }));
      expectWellFormed(chart);
      expect(marks(parseSvg(chart), "script, img, [onerror], [onmouseover]")).toHaveLength(0);
    }
  });

  it.each<[string, Partial<BarChartOptions>, string]>([
    ["no values", { values: [] }, "barChart: expected at least one value; got none."],
    ["labels of another number", { labels: ["a"] }, "barChart: expected 4 labels, one per value; got 1."],
    ["errors of another number", { errors: [1] }, "barChart: expected errors of values to have the 4 values of values; got 1."],
    ["both forms", { values: [1], series: [{ name: "a", values: [1] }] }, "barChart: expected values or series; got both."],
    [
      "series of different lengths",
      { series: [{ name: "a", values: [1] }, { name: "b", values: [1, 2] }] },
      'barChart: expected values of series "b" to have the 1 values of the first series; got 2.',
    ],
  ])("refuses %s", (_, more, message) => {
    expect(() => barChart(options(more))).toThrow(message);
  });
});
