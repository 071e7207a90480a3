import { valueLabel } from "../format/tickLabels.js";
import { element, fragment, type Markup } from "../markup/element.js";
import { makeScale, type Scale } from "../scales/scale.js";
import { baseline, bottomAxis, clipped, layOut, leftAxis, svgDocument, type Area } from "./layout.js";
import { axisTitle, chartSize, type AxisOptions, type ChartOptions } from "./options.js";
import { fillSeries, INKS, SERIES, strokeSeries } from "./palette.js";
import { bandPath, linePath, thinned } from "./path.js";
import { drawReferences, type ReferenceLine } from "./references.js";
import {
  allWhole,
  concatenate,
  DASHES,
  expectNumbers,
  expectSameLength,
  expectSeries,
  leftOut,
  type Numbers,
} from "./series.js";

/** Above so many points a series is drawn without markers unless it asks for them. */
const MARKERS_UP_TO = 40;

/** One line. */
export interface LineSeries {
  /** Shown in the legend. */
  readonly name: string;
  /** Positions; by default 1, 2, …, n, as epochs are counted. */
  readonly x?: Numbers;
  /** Heights, one per position; NaN and infinities leave a gap. */
  readonly y: Numbers;
  /** Half the height of a band around the line, one per position: a standard error, say. */
  readonly error?: Numbers;
  /** A band from `band.low` to `band.high` instead: quantiles, say. */
  readonly band?: { readonly low: Numbers; readonly high: Numbers };
  /** A dot with a tooltip at every point; by default up to 40 points. */
  readonly markers?: boolean;
  /** Drawn dashed: a baseline, or a series that is not measured. */
  readonly dashed?: boolean;
}

export interface LineChartOptions extends ChartOptions {
  readonly series: readonly LineSeries[];
  readonly x?: AxisOptions;
  readonly y?: AxisOptions;
  /** Straight lines across the chart, with a label: a published result, a chance level. */
  readonly references?: readonly ReferenceLine[];
  /** Whether to name the series above the chart; by default when there are several. */
  readonly legend?: boolean;
}

/**
 * Lines over a common x axis, with optional bands, as learning curves are drawn: an SVG document.
 *
 * Long series are thinned to what the pixels can show. A value that is not finite (or not positive, on a logarithmic
 * axis) leaves a gap and is counted in a note under the chart.
 *
 * @throws If there is no series, a series is empty, or its arrays differ in length.
 */
export function lineChart(options: LineChartOptions): string {
  const size = chartSize("lineChart", options, 340);
  const curves = readCurves(options.series);
  const references = options.references ?? [];
  const yKind = options.y?.scale ?? "linear";
  const xKind = options.x?.scale ?? "linear";
  const layout = layOut(options, size, {
    legend: (options.legend ?? curves.length > 1)
      ? curves.map(({ name, color, dash }) => ({ name, color, dash, mark: "line" as const }))
      : [],
    xTitle: axisTitle(options.x),
    yTitle: axisTitle(options.y),
    notes: curves.flatMap(({ name, x, y }) => [...leftOut(yKind, name, y), ...leftOut(xKind, `x of ${name}`, x)]),
  });

  const y = makeScale({
    caller: "lineChart",
    name: "y",
    axis: options.y,
    values: concatenate([
      ...curves.flatMap((curve) => (curve.low && curve.high ? [curve.y, curve.low, curve.high] : [curve.y])),
      references.flatMap((line) => (line.y === undefined ? [] : [line.y])),
    ]),
    range: [layout.bottom, layout.top],
    spacing: 44,
    nice: true,
  });
  const yLabels = y.ticks.map(({ label }) => label);
  const xValues = [...curves.map((curve) => curve.x), references.flatMap((line) => (line.x === undefined ? [] : [line.x]))];
  const makeX = (area: Area): Scale =>
    makeScale({
      caller: "lineChart",
      name: "x",
      axis: options.x,
      values: concatenate(xValues),
      range: [area.left + 6, area.right - 2],
      spacing: 60,
      whole: allWhole(concatenate(xValues)),
    });
  const area = layout.area(yLabels, [makeX(layout.area(yLabels)).ticks.at(-1)?.label ?? ""]);
  const x = makeX(area);

  return svgDocument(
    options,
    size,
    describeCurves(options, curves),
    layout.around(area),
    leftAxis(area, y.ticks, true),
    baseline(area),
    bottomAxis(area, x.ticks, "marks"),
    clipped(
      { ...area, left: area.left - 6, right: area.right + 6, top: area.top - 6, bottom: area.bottom + 6 },
      ...curves.map((curve) => drawCurve(curve, x, y, options)),
      drawReferences("lineChart", references, area, x, y),
    ),
  );
}

interface Curve {
  readonly name: string;
  readonly color: number;
  readonly dash: string | undefined;
  readonly markers: boolean;
  readonly x: Numbers;
  readonly y: Numbers;
  readonly low: Float64Array | undefined;
  readonly high: Float64Array | undefined;
}

function readCurves(series: readonly LineSeries[]): Curve[] {
  expectSeries("lineChart", series, SERIES.length * DASHES.length);
  return series.map((given, index) => {
    const named = `series "${given.name}"`;
    expectNumbers("lineChart", `y of ${named}`, given.y);
    const length = given.y.length;
    if (length === 0) throw new Error(`lineChart: expected ${named} to have values; got none.`);
    const list = (name: string, values: Numbers): Numbers => {
      expectNumbers("lineChart", `${name} of ${named}`, values);
      expectSameLength("lineChart", `${name} of ${named}`, values, "its y", length);
      return values;
    };
    const x = given.x === undefined ? Float64Array.from({ length }, (_, i) => i + 1) : list("x", given.x);
    const round = Math.floor(index / SERIES.length);
    return {
      name: given.name,
      color: index,
      dash: given.dashed ? DASHES[1] : DASHES[round],
      markers: given.markers ?? length <= MARKERS_UP_TO,
      x,
      y: given.y,
      ...readBand(given, list),
    };
  });
}

function readBand(
  { y, error, band, name }: LineSeries,
  list: (name: string, values: Numbers) => Numbers,
): { low: Float64Array | undefined; high: Float64Array | undefined } {
  if (error !== undefined && band !== undefined) {
    throw new Error(`lineChart: expected series "${name}" to have error or band; got both.`);
  }
  if (error !== undefined) {
    list("error", error);
    return {
      low: Float64Array.from(y, (value, i) => value - Math.abs(error[i] as number)),
      high: Float64Array.from(y, (value, i) => value + Math.abs(error[i] as number)),
    };
  }
  if (band === undefined) return { low: undefined, high: undefined };
  return { low: Float64Array.from(list("band.low", band.low)), high: Float64Array.from(list("band.high", band.high)) };
}

function drawCurve(curve: Curve, x: Scale, y: Scale, options: LineChartOptions): Markup {
  const pixels = (scale: Scale, values: Numbers): Float64Array =>
    Float64Array.from(values, (value) => (scale.accepts(value) ? scale.toPixel(value) : NaN));
  const line = { x: pixels(x, curve.x), y: pixels(y, curve.y) };
  const increasing = line.x.every((at, i) => i === 0 || !(at < (line.x[i - 1] as number)));
  const long = increasing && line.x.length > 2000;
  return fragment(
    curve.low && curve.high
      ? element("path", {
          d: bandPath(line.x, pixels(y, aboveFloor(y, curve.low)), pixels(y, curve.high)),
          ...fillSeries(curve.color),
          "fill-opacity": 0.18,
        })
      : undefined,
    element("path", {
      d: linePath(long ? thinned(line) : line),
      fill: "none",
      ...strokeSeries(curve.color),
      "stroke-width": 2,
      "stroke-linejoin": "round",
      "stroke-linecap": "round",
      "stroke-dasharray": curve.dash,
    }),
    curve.markers ? Array.from(line.x, (at, i) => drawMarker(curve, i, at, line.y[i] as number, options)) : undefined,
  );
}

/** On a logarithmic axis the lower edge of a band that reaches zero runs along the axis. */
function aboveFloor(scale: Scale, low: Float64Array): Float64Array {
  return scale.kind === "log" ? low.map((value) => (value < scale.domain[0] ? scale.domain[0] : value)) : low;
}

function drawMarker(curve: Curve, i: number, x: number, y: number, options: LineChartOptions): Markup | undefined {
  if (!Number.isFinite(x) || !Number.isFinite(y)) return undefined;
  const unit = options.y?.unit === undefined ? "" : ` ${options.y.unit}`;
  const position = `${options.x?.label ?? "x"} ${valueLabel(curve.x[i] as number)}`;
  const tip = `${curve.name}, ${position}: ${valueLabel(curve.y[i] as number)}${unit}`;
  return element(
    "circle",
    { cx: x, cy: y, r: 3.5, ...fillSeries(curve.color), stroke: INKS.paper.light, class: `v-${curve.color % SERIES.length}-f v-paper-s` },
    element("title", {}, tip),
  );
}

function describeCurves(options: LineChartOptions, curves: readonly Curve[]): string {
  const shown = curves.slice(0, 6).map(({ name, y }) => {
    const first = valueLabel(y[0] as number);
    return y.length === 1 ? `${name}: ${first}` : `${name} from ${first} to ${valueLabel(y[y.length - 1] as number)}`;
  });
  const more = curves.length > shown.length ? `, and ${curves.length - shown.length} more` : "";
  const what = axisTitle(options.y) ?? "Values";
  const over = options.x?.label === undefined ? "" : ` over ${options.x.label}`;
  return `Line chart. ${what}${over}: ${shown.join("; ")}${more}.`;
}
