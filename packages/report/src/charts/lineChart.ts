import { areaY, dot, frame, line, type Markish } from "@observablehq/plot";
import { valueLabel } from "../format/tickLabels.js";
import { acceptsValue, fitAxis, type Axis } from "./axis.js";
import { layOut, svgDocument, type Area } from "./layout.js";
import { axisTitle, chartSize, type AxisOptions, type ChartOptions, type ReferenceLine } from "./options.js";
import { ink, SERIES, seriesInk } from "./palette.js";
import { clippedTo, drawPlot, scaleOf, xLabels, yGrid, yLabels, type Clip } from "./plot.js";
import { referenceMarks } from "./references.js";
import { allWhole, concatenate, DASHES, expectNumbers, expectSameLength, expectSeries, leftOut, type Numbers } from "./series.js";
import { thinned } from "./thinned.js";

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

  const y = fitAxis({
    caller: "lineChart",
    name: "y",
    axis: options.y,
    values: concatenate([
      ...curves.flatMap((curve) => (curve.low && curve.high ? [curve.y, curve.low, curve.high] : [curve.y])),
      references.flatMap((line) => (line.y === undefined ? [] : [line.y])),
    ]),
    length: layout.bottom - layout.top,
    spacing: 44,
    nice: true,
  });
  const xValues = [...curves.map((curve) => curve.x), references.flatMap((line) => (line.x === undefined ? [] : [line.x]))];
  const makeX = (area: Area): Axis =>
    fitAxis({
      caller: "lineChart",
      name: "x",
      axis: options.x,
      values: concatenate(xValues),
      length: area.right - area.left - INSET.insetLeft - INSET.insetRight,
      spacing: 60,
      whole: allWhole(concatenate(xValues)),
    });
  const area = layout.area(y.labels, [makeX(layout.area(y.labels)).labels.at(-1) ?? ""]);
  const x = makeX(area);
  // Markers at the edge of the area are whole.
  const clip = clippedTo({ left: area.left - 6, right: area.right + 6, top: area.top - 6, bottom: area.bottom + 6 });
  const placed = { ...area, left: area.left + INSET.insetLeft };

  const drawing = drawPlot({
    size,
    area,
    x: { ...scaleOf(x), ...INSET },
    y: scaleOf(y),
    marks: [
      yGrid(y),
      yLabels(y),
      xLabels(x, true),
      frame({ anchor: "bottom", stroke: ink("axis") }),
      curves.map((curve) => curveMarks(curve, x, y, clip, options)),
      referenceMarks("lineChart", references, placed, { x, y }, clip),
    ],
  });
  return svgDocument(options, size, describeCurves(options, curves), layout.around(area), drawing);
}

/** Room between the y axis and the first point, and after the last, for their markers. */
const INSET = { insetLeft: 6, insetRight: 2 } as const;

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

function curveMarks(curve: Curve, x: Axis, y: Axis, clip: Clip, options: LineChartOptions): Markish[] {
  const color = seriesInk(curve.color);
  const drawn = { x: accepted(x, curve.x), y: accepted(y, curve.y) };
  const marks: Markish[] = [];
  const { low, high } = curve;
  if (low && high) {
    const band = { x: drawn.x, y1: accepted(y, aboveFloor(y, low)), y2: accepted(y, high) };
    marks.push(areaY(drawn.x, { ...band, fill: color, fillOpacity: 0.18, ...clip }));
  }
  const path = thinnedFor(x, y, drawn);
  const stroke = { stroke: color, strokeWidth: 2, strokeLinejoin: "round", strokeLinecap: "round" } as const;
  marks.push(line(path.x, { ...path, ...stroke, ...(curve.dash && { strokeDasharray: curve.dash }), ...clip }));
  if (curve.markers) {
    const title = Array.from(curve.x, (_, i) => pointTip(curve, i, options));
    marks.push(dot(drawn.x, { ...drawn, r: 3.5, fill: color, stroke: ink("paper"), strokeWidth: 1, title, ...clip }));
  }
  return marks;
}

/** NaN where the axis has no place, which leaves a gap. */
function accepted({ kind }: Axis, values: Numbers): Float64Array {
  return Float64Array.from(values, (value) => (acceptsValue(kind, value) ? value : NaN));
}

/** A long series with as many points as pixels can show. */
function thinnedFor(x: Axis, y: Axis, drawn: { readonly x: Float64Array; readonly y: Float64Array }): typeof drawn {
  if (drawn.x.length <= 2000 || drawn.x.some((at, i) => at < (drawn.x[i - 1] as number))) return drawn;
  const kept = thinned({ x: drawn.x.map(x.offset), y: drawn.y.map(y.offset) });
  return { x: drawn.x.filter((_, i) => kept.has(i)), y: drawn.y.filter((_, i) => kept.has(i)) };
}

/** On a logarithmic axis the lower edge of a band that reaches zero runs along the axis. */
function aboveFloor({ kind, domain }: Axis, low: Float64Array): Float64Array {
  return kind === "log" ? low.map((value) => (value < domain[0] ? domain[0] : value)) : low;
}

function pointTip(curve: Curve, i: number, options: LineChartOptions): string {
  const unit = options.y?.unit === undefined ? "" : ` ${options.y.unit}`;
  const position = `${options.x?.label ?? "x"} ${valueLabel(curve.x[i] as number)}`;
  return `${curve.name}, ${position}: ${valueLabel(curve.y[i] as number)}${unit}`;
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
