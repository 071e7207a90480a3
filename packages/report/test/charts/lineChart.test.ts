import { describe, expect, it } from "vitest";
import { lineChart, type LineChartOptions } from "../../src/index.js";
import { HOSTILE, expectWellFormed, labelsUnder, lines, marks, parseSvg, placeOf, texts } from "../svg.js";

const options = (more: Partial<LineChartOptions> = {}): LineChartOptions => ({
  title: "Evidence lower bound",
  x: { label: "Epoch" },
  y: { label: "ELBO", unit: "nats" },
  series: [
    { name: "train", y: [-180, -140, -120, -110] },
    { name: "test", y: Float32Array.of(-182, -143, -122, -113), error: [4, 3, 2, 1] },
  ],
  ...more,
});

const line = (svg: SVGElement, index = 0): string =>
  lines(svg)[index]?.getAttribute("d") ?? "";

/** The points of a path of M and L. */
function points(d: string): [number, number][] {
  return [...d.matchAll(/[ML](-?[\d.]+),(-?[\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
}

describe("lineChart", () => {
  it("names itself, its axes and its series", () => {
    const svg = parseSvg(lineChart(options()));
    expect(svg.getAttribute("role")).toBe("img");
    expect(svg.getAttribute("aria-label")).toBe(
      "Evidence lower bound. Line chart. ELBO (nats) over Epoch: train from −180 to −110; test from −182 to −113.",
    );
    expect(svg.querySelector("title")?.textContent).toBe("Evidence lower bound");
    expect(texts(svg)).toEqual(
      expect.arrayContaining(["Evidence lower bound", "train", "test", "ELBO (nats)", "Epoch", "1", "2", "3", "4", "−180", "−120"]),
    );
  });

  it("draws one line, one band where asked, and one marker per point", () => {
    const svg = parseSvg(lineChart(options()));
    expect(lines(svg)).toHaveLength(2);
    expect(marks(svg, "g[fill-opacity] > path")).toHaveLength(1);
    expect(marks(svg, "circle")).toHaveLength(8);
    expect(marks(svg, "circle title").map((tip) => tip.textContent)).toContain("test, Epoch 2: −143 nats");
  });

  it("places points by an affine map that the ticks share", () => {
    const svg = parseSvg(lineChart(options({ series: [{ name: "a", x: [0, 5, 10], y: [0, 50, 100] }] })));
    const [a, b, c] = points(line(svg)) as [[number, number], [number, number], [number, number]];
    expect(b[0] - a[0]).toBeCloseTo(c[0] - b[0], 1);
    expect(b[1] - a[1]).toBeCloseTo(c[1] - b[1], 1);
    expect(c[1]).toBeLessThan(a[1]);
    const tick = marks(svg, "text").find((node) => node.textContent === "100");
    expect(placeOf(tick as Element).y).toBeCloseTo(c[1], 1);
  });

  it("places points by their logarithm on a logarithmic axis", () => {
    const svg = parseSvg(lineChart(options({ y: { scale: "log" }, series: [{ name: "a", y: [1, 10, 100] }] })));
    const [a, b, c] = points(line(svg)) as [[number, number], [number, number], [number, number]];
    expect(b[1] - a[1]).toBeCloseTo(c[1] - b[1], 1);
    expect(texts(svg)).toEqual(expect.arrayContaining(["1", "10", "100"]));
  });

  it("keeps the labels of a logarithmic axis to round numbers with room between them", () => {
    const x = Array.from({ length: 25 }, (_, i) => 10 ** (i - 12));
    const labels = (values: readonly number[]): string[] =>
      labelsUnder(parseSvg(lineChart(options({ x: { scale: "log" }, series: [{ name: "a", x: values, y: values }] }))));
    expect(labels([100, 500])).toEqual(["100", "150", "200", "250", "300", "350", "400", "450", "500"]);
    expect(labels([1, 10])).toEqual(["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]);
    const wide = labels(x);
    expect(wide.length).toBeGreaterThan(3);
    expect(wide.length).toBeLessThan(14);
    for (const label of wide) expect(label).toMatch(/^(10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]*|1|100|10,000|0\.0*1)$/);
  });

  it("leaves a gap for what is not finite, shows a lone point, and counts what is missing", () => {
    const svg = parseSvg(lineChart(options({ series: [{ name: "loss", y: [1, 2, NaN, 3, Infinity, 4, 5], markers: false }] })));
    expect(line(svg)).toMatch(/^M[\d.,]+L[\d.,]+M[\d.,]+ZM[\d.,]+L[\d.,]+$/);
    expect(lines(svg)[0]?.parentElement?.getAttribute("stroke-linecap")).toBe("round");
    expect(texts(svg)).toContain("2 of 7 values of “loss” are not finite, and left out.");
  });

  it("breaks bands where an edge is missing", () => {
    const band = { low: [0, 1, NaN, 3, 4], high: [2, 3, 4, 5, 6] };
    const svg = parseSvg(lineChart(options({ series: [{ name: "a", y: [1, 2, 3, 4, 5], band }] })));
    const d = marks(svg, "g[fill-opacity] > path")[0]?.getAttribute("d") as string;
    expect(d.match(/M/g)).toHaveLength(2);
    expect(d.match(/Z/g)).toHaveLength(2);
  });

  it("leaves out values that have no logarithm, and says so", () => {
    const svg = parseSvg(lineChart(options({ y: { scale: "log" }, series: [{ name: "a", y: [1, 0, -1, 10] }] })));
    expect(texts(svg)).toContain("2 of 4 values of “a” are not finite and positive, and left out.");
    expect(marks(svg, "circle")).toHaveLength(2);
  });

  it("draws an empty plane when nothing is finite", () => {
    const text = lineChart(options({ series: [{ name: "a", y: [NaN, NaN] }] }));
    expectWellFormed(text);
    expect(texts(parseSvg(text))).toContain("2 of 2 values of “a” are not finite, and left out.");
  });

  it.each([
    ["one point", [3]],
    ["a constant", [2, 2, 2]],
    ["zeros", [0, 0]],
    ["neighbours in float64", [1, 1 + 2 ** -52]],
    ["the largest numbers", [-1e300, 1e300]],
    ["beyond the largest numbers", [Number.MAX_VALUE, -Number.MAX_VALUE, 0]],
    ["the smallest numbers", [5e-324, 0]],
  ])("draws %s with coordinates that are numbers", (_, y) => {
    const text = lineChart(options({ series: [{ name: "a", y }] }));
    expectWellFormed(text);
    expect(marks(parseSvg(text), "line").length).toBeGreaterThan(1);
  });

  it("thins a long series to what its pixels show, keeping its extremes", () => {
    const y = Float32Array.from({ length: 100_000 }, (_, i) => Math.sin(i / 7) + (i === 54_321 ? 9 : 0));
    const text = lineChart(options({ series: [{ name: "a", y }] }));
    expect(text.length).toBeLessThan(60_000);
    const drawn = points(line(parseSvg(text)));
    const whole = points(line(parseSvg(lineChart(options({ series: [{ name: "a", y: y.slice(0, 2000) }] })))));
    expect(whole).toHaveLength(2000);
    expect(Math.min(...drawn.map(([, at]) => at))).toBeLessThan(Math.min(...drawn.slice(0, 100).map(([, at]) => at)) - 50);
  });

  it("cuts at a fixed domain and draws reference lines", () => {
    const svg = parseSvg(
      lineChart(options({ y: { domain: [-150, -100] }, references: [{ y: -104.2, label: "published" }, { x: 2, label: "warm-up" }] })),
    );
    expect(svg.querySelector("svg")).not.toBeNull();
    expect(texts(svg)).toEqual(expect.arrayContaining(["published", "warm-up", "−150", "−100"]));
    expect(texts(svg)).not.toContain("−180");
  });

  it("shows every string as text", () => {
    for (const text of HOSTILE) {
      const chart = lineChart(
        options({
          title: text,
          subtitle: text,
          description: text,
          x: { label: text },
          y: { label: text, unit: text },
          series: [{ name: text, y: [1, 2, NaN] }, { name: `${text}2`, y: [2] }],
          references: [{ y: 1, label: text }],
        }),
      );
      expectWellFormed(chart);
      const svg = parseSvg(chart);
      expect(marks(svg, "script, img, [onerror], [onmouseover]")).toHaveLength(0);
      // Control characters have become U+FFFD; long labels are shortened.
      // oxlint-disable-next-line no-control-regex
      const shown = text.replace(/[\u0000\u001B]/g, "\uFFFD");
      expect(svg.querySelector("title")?.textContent).toBe(shown);
      expect(texts(svg)).toContain(shown);
    }
  });

  it("is the same text for the same input, whatever was drawn before", () => {
    const first = lineChart(options({ y: { domain: [-150, -100] } }));
    lineChart(options({ title: "Another", references: [{ y: -150, label: "r" }] }));
    expect(lineChart(options({ y: { domain: [-150, -100] } }))).toBe(first);
    expect(first).not.toMatch(/ id=|url\(/);
  });

  it.each<[string, Partial<LineChartOptions>, string]>([
    ["no series", { series: [] }, "lineChart: expected at least one series; got none."],
    ["an empty series", { series: [{ name: "a", y: [] }] }, 'lineChart: expected series "a" to have values; got none.'],
    [
      "an x of another length",
      { series: [{ name: "a", x: [1], y: [1, 2] }] },
      'lineChart: expected x of series "a" to have the 2 values of its y; got 1.',
    ],
    [
      "an error of another length",
      { series: [{ name: "a", y: [1, 2], error: [1, 2, 3] }] },
      'lineChart: expected error of series "a" to have the 2 values of its y; got 3.',
    ],
    ["a repeated name", { series: [{ name: "a", y: [1] }, { name: "a", y: [1] }] }, 'lineChart: expected series names that differ; got "a" twice.'],
    ["no title", { title: " " }, 'lineChart: expected title to be a string that is not empty; got " ".'],
    ["a bad domain", { y: { domain: [1, 0] } }, "lineChart: expected y.domain to be two finite numbers, the lower first; got [1, 0]."],
    ["a bad width", { width: 0 }, "lineChart: expected width to be a whole number from 1 to 4096; got 0."],
    [
      "text for numbers",
      { series: [{ name: "a", y: ["1"] as unknown as number[] }] },
      'lineChart: expected y of series "a" to be an array of numbers; got "1" at index 0.',
    ],
    [
      "a reference nowhere",
      { references: [{ label: "r" }] },
      'lineChart: expected reference "r" to have one place on an axis, x or y; got x undefined, y undefined.',
    ],
  ])("refuses %s", (_, more, message) => {
    expect(() => lineChart(options(more))).toThrow(message);
  });
});
