import { frame, line, rect, type Markish } from "@observablehq/plot";
import { describe, expectation } from "../expect.js";
import { valueLabel } from "../format/tickLabels.js";
import { fitAxis } from "./axis.js";
import { binEdges, countInto } from "./bins.js";
import { SEAMLESS } from "./colors.js";
import { layOut, svgDocument } from "./layout.js";
import { axisTitle, chartSize, type AxisOptions, type ChartOptions, type ReferenceLine } from "./options.js";
import { ink, SERIES, seriesInk } from "./palette.js";
import { clippedTo, drawPlot, scaleOf, xLabels, yGrid, yLabels, type Clip } from "./plot.js";
import { referenceMarks } from "./references.js";
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
  const y = fitAxis({
    caller: "histogram",
    name: "y",
    axis: yAxis,
    values: concatenate([...heights, ...curves.map((curve) => curve.y)]),
    length: layout.bottom - layout.top,
    spacing: 40,
    fromZero: true,
    nice: true,
    whole: !options.density,
  });
  const area = layout.area(y.labels, ["00.0"]);
  const width = area.right - area.left;
  const x = fitAxis({ caller: "histogram", name: "x", axis: options.x, values: edges, length: width, spacing: 60 });
  const clip = clippedTo(area);
  const drawing = drawPlot({
    size,
    area,
    x: scaleOf(x),
    y: scaleOf(y),
    marks: [
      yGrid(y),
      yLabels(y),
      heights.map((list, i) => {
        const bins = list.map((height, bin): Bin => ({ low: edges[bin] as number, high: edges[bin + 1] as number, height }));
        const gap = series.length === 1 && x.offset(bins[0]?.high as number) - x.offset(bins[0]?.low as number) > 3 ? 1 : 0;
        return binMarks(bins, seriesInk(i), series.length > 1 ? 0.5 : 0.85, gap, clip);
      }),
      curves.map((curve, i) =>
        line(Float64Array.from(curve.x), {
          x: Float64Array.from(curve.x),
          y: Float64Array.from(curve.y),
          stroke: seriesInk(series.length + i),
          strokeWidth: 2,
          strokeLinejoin: "round",
          ...clip,
        }),
      ),
      referenceMarks("histogram", references, area, { x }, clip),
      frame({ anchor: "bottom", stroke: ink("axis") }),
      xLabels(x, true),
    ],
  });
  const counted = series.map(({ name, values }) => `${values.length} ${named ? `values of ${name}` : "values"}`).join(", ");
  const description = `Histogram of ${counted} in ${edges.length - 1} bins from ${valueLabel(edges[0] as number)} to ${valueLabel(edges.at(-1) as number)}.`;
  return svgDocument(options, size, description, layout.around(area), drawing);
}

interface Bin {
  readonly low: number;
  readonly high: number;
  readonly height: number;
}

function binMarks(bins: readonly Bin[], fill: string, fillOpacity: number, gap: number, clip: Clip): Markish {
  return rect(
    bins.filter(({ height }) => height > 0),
    {
      x1: "low",
      x2: "high",
      y1: 0,
      y2: "height",
      insetLeft: gap / 2,
      insetRight: gap / 2,
      fill,
      fillOpacity,
      ...(gap === 0 && SEAMLESS),
      title: ({ low, high, height }: Bin) => `${valueLabel(low)} to ${valueLabel(high)}: ${valueLabel(height)}`,
      ...clip,
    },
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
