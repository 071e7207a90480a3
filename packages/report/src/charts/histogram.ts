import { describe, expectation } from "../expect.js";
import { valueLabel } from "../format/tickLabels.js";
import { element, fragment, type Markup } from "../markup/element.js";
import { binEdges, countInto } from "../scales/bins.js";
import { makeScale, type Scale } from "../scales/scale.js";
import { baseline, bottomAxis, clipped, layOut, leftAxis, svgDocument } from "./layout.js";
import { axisTitle, chartSize, type AxisOptions, type ChartOptions } from "./options.js";
import { fillSeries, SERIES, strokeSeries } from "./palette.js";
import { linePath } from "./path.js";
import { drawReferences, type ReferenceLine } from "./references.js";
import { concatenate, expectNumbers, expectSameLength, expectSeries, leftOut, type Numbers } from "./series.js";

export interface HistogramOptions extends ChartOptions {
  /** The values, when there is one series. */
  readonly values?: Numbers;
  /** Several, in the same bins, each as a transparent area. */
  readonly series?: readonly { readonly name: string; readonly values: Numbers }[];
  /** How many bins, about (their edges are round numbers), or the edges themselves; by default Freedman and Diaconis's rule. */
  readonly bins?: number | readonly number[];
  /** Areas of 1 instead of counts, so that samples of different sizes and densities compare. */
  readonly density?: boolean;
  /** Curves over the bars, such as the density of the prior (with `density: true`). */
  readonly curves?: readonly { readonly name: string; readonly x: Numbers; readonly y: Numbers }[];
  readonly x?: Omit<AxisOptions, "scale">;
  readonly y?: Omit<AxisOptions, "scale">;
  /** Lines at an `x`: a mean, a threshold. */
  readonly references?: readonly ReferenceLine[];
}

/**
 * Counts, or densities, of values in bins of equal width: an SVG document. Values that are not finite are left out and
 * counted in a note; so are those outside edges the caller gave.
 *
 * @throws If there are no values, or edges do not ascend.
 */
export function histogram(options: HistogramOptions): string {
  const size = chartSize("histogram", options, 300);
  const series = readSeries(options);
  const curves = readCurves(options);
  const edges = binEdges("histogram", series.map(({ values }) => values), options.bins);
  const binned = series.map(({ values }) => countInto(edges, values));
  const heights = binned.map(({ counts }) => {
    const total = counts.reduce((sum, count) => sum + count, 0);
    if (!options.density) return counts.map(Number);
    return counts.map((count, i) => (total === 0 ? 0 : count / total / ((edges[i + 1] as number) - (edges[i] as number))));
  });
  const references = options.references ?? [];
  const named = series.length + curves.length > 1;
  const yAxis = { label: options.density ? "Density" : "Count", ...options.y };
  const layout = layOut(options, size, {
    legend: named
      ? [
          ...series.map(({ name }, color) => ({ name, color, mark: "box" as const })),
          ...curves.map(({ name }, i) => ({ name, color: series.length + i, mark: "line" as const })),
        ]
      : [],
    xTitle: axisTitle(options.x),
    yTitle: axisTitle(yAxis),
    notes: series.flatMap(({ name, values }, i) => {
      const outside = (binned[i] as { outside: number }).outside;
      const whose = named ? ` of “${name}”` : "";
      return [
        ...leftOut("linear", named ? name : undefined, values),
        ...(outside > 0 ? [`${outside} of ${values.length} values${whose} outside the bins, and left out.`] : []),
      ];
    }),
  });
  const y = makeScale({
    caller: "histogram",
    name: "y",
    axis: yAxis,
    values: concatenate([...heights, ...curves.map((curve) => curve.y)]),
    range: [layout.bottom, layout.top],
    spacing: 40,
    fromZero: true,
    nice: true,
    whole: !options.density,
  });
  const area = layout.area(y.ticks.map(({ label }) => label), ["00.0"]);
  const x = makeScale({
    caller: "histogram",
    name: "x",
    axis: options.x,
    values: edges,
    range: [area.left, area.right],
    spacing: 60,
  });
  const overlaid = series.length > 1;
  return svgDocument(
    options,
    size,
    `Histogram of ${series.map(({ name, values }) => `${values.length} ${named ? `values of ${name}` : "values"}`).join(", ")} in ${edges.length - 1} bins from ${valueLabel(edges[0] as number)} to ${valueLabel(edges.at(-1) as number)}.`,
    layout.around(area),
    leftAxis(area, y.ticks, true),
    clipped(
      area,
      ...heights.flatMap((list, i) => list.map((height, bin) => drawBin(height, bin, edges, x, y, i, overlaid))),
      ...curves.map((curve, i) =>
        element("path", {
          d: linePath({ x: Float64Array.from(curve.x, x.toPixel), y: Float64Array.from(curve.y, y.toPixel) }),
          fill: "none",
          ...strokeSeries(series.length + i),
          "stroke-width": 2,
          "stroke-linejoin": "round",
        }),
      ),
      drawReferences("histogram", references, area, x, undefined),
    ),
    baseline(area),
    bottomAxis(area, x.ticks, "marks"),
  );
}

function readSeries(options: HistogramOptions): readonly { name: string; values: Numbers }[] {
  if ((options.values === undefined) === (options.series === undefined)) {
    throw expectation("histogram", "values or series", options.values === undefined ? "neither" : "both");
  }
  const series = options.series ?? [{ name: "values", values: options.values as Numbers }];
  expectSeries("histogram", series, SERIES.length);
  for (const { name, values } of series) {
    expectNumbers("histogram", `values of ${describe(name)}`, values);
    if (values.length === 0) throw expectation("histogram", `values in ${describe(name)}`, "none");
  }
  return series;
}

function readCurves(options: HistogramOptions): NonNullable<HistogramOptions["curves"]> {
  const curves = options.curves ?? [];
  for (const { name, x, y } of curves) {
    expectNumbers("histogram", `x of curve ${describe(name)}`, x);
    expectNumbers("histogram", `y of curve ${describe(name)}`, y);
    expectSameLength("histogram", `y of curve ${describe(name)}`, y, "its x", x.length);
  }
  return curves;
}

function drawBin(
  height: number,
  bin: number,
  edges: readonly number[],
  x: Scale,
  y: Scale,
  color: number,
  overlaid: boolean,
): Markup {
  if (height === 0) return fragment();
  const [low, high] = [edges[bin] as number, edges[bin + 1] as number];
  const left = x.toPixel(low);
  const width = x.toPixel(high) - left;
  const gap = !overlaid && width > 3 ? 1 : 0;
  return element(
    "rect",
    {
      x: left + gap / 2,
      y: y.toPixel(height),
      width: Math.max(0.25, width - gap),
      height: y.toPixel(0) - y.toPixel(height),
      ...fillSeries(color),
      "fill-opacity": overlaid ? 0.5 : 0.85,
    },
    element("title", {}, `${valueLabel(low)} to ${valueLabel(high)}: ${valueLabel(height)}`),
  );
}
