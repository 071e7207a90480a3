import { describe, expectation } from "../expect.js";
import type { Markup } from "../markup/element.js";
import { acceptsValue, makeScale, type Scale } from "../scales/scale.js";
import { COLOR_BAR_ROOM, colorRange, drawColorBar } from "./colorBar.js";
import { COLORMAPS } from "./colormap.js";
import { baseline, bottomAxis, clipped, layOut, leftAxis, svgDocument, type Area } from "./layout.js";
import { axisTitle, chartSize, type AxisOptions, type ChartOptions } from "./options.js";
import { SERIES } from "./palette.js";
import { drawPoints, inksOf, isSquare, shadesOf } from "./points.js";
import { outlined } from "./references.js";
import { concatenate, expectNumbers, type Numbers } from "./series.js";

/** Dots and squares of each colour. */
const MOST_CLASSES = 2 * SERIES.length;

export interface ScatterChartOptions extends ChartOptions {
  /** Row-major [n, 2], as 2-D codes come: x₀, y₀, x₁, y₁, …; or n pairs. */
  readonly points: Numbers | readonly (readonly [number, number])[];
  /** One per point: a whole number from 0, or a name. Points of one class share a colour. */
  readonly classes?: ArrayLike<number | string>;
  /** Names of the classes 0, 1, …; by default the numbers. */
  readonly classNames?: readonly string[];
  /** One number per point to colour it by, instead of a class: a factor of variation, a log-likelihood. */
  readonly values?: Numbers;
  /** What `values` are, over their colour bar. */
  readonly value?: Pick<AxisOptions, "label" | "unit">;
  /** Writes each class's name at its median as well. */
  readonly labelClasses?: boolean;
  readonly x?: AxisOptions;
  readonly y?: AxisOptions;
  /** Diameter of a point in pixels; by default between 3 and 7, smaller the more points there are. */
  readonly pointSize?: number;
  /** One unit as long on x as on y, as distances between codes want it. */
  readonly equalUnits?: boolean;
}

/**
 * Points in the plane, coloured by class or by a number: an SVG document of about 13 bytes per point. Points are drawn in the order
 * given, in runs, so that no class covers the others merely by coming last. Points with a coordinate that is not
 * finite are left out and counted in a note.
 *
 * @throws If there are no points, or as many classes as points are not given, or more than 20 different classes.
 */
export function scatterChart(options: ScatterChartOptions): string {
  const size = chartSize("scatterChart", options, options.equalUnits ? 600 : 500, options.equalUnits ? 600 : 800);
  const { x: xs, y: ys } = readPoints(options.points);
  const { names, slots } = readClasses(options, xs.length);
  const values = readValues(options, xs.length);
  const range = values && colorRange(values, false);
  const layout = layOut(options, size, {
    legend:
      names.length > 1
        ? names.map((name, i) => ({ name, color: i, mark: isSquare(i) ? ("square" as const) : ("dot" as const) }))
        : [],
    xTitle: axisTitle(options.x),
    yTitle: axisTitle(options.y),
    notes: leftOutPoints(options, xs, ys, values),
    right: values === undefined ? 0 : COLOR_BAR_ROOM,
  });
  const scale = (name: "x" | "y", axis: AxisOptions | undefined, values: Numbers, range: readonly [number, number]): Scale =>
    makeScale({ caller: "scatterChart", name, axis, values: concatenate([values]), range, spacing: 56, nice: true });
  let y = scale("y", options.y, ys, [layout.bottom, layout.top]);
  const area = layout.area(y.ticks.map(({ label }) => label), ["00.0"]);
  let x = scale("x", options.x, xs, [area.left, area.right]);
  if (options.equalUnits) {
    const unit = Math.max(span(x) / (area.right - area.left), span(y) / (area.bottom - area.top));
    x = scale("x", { ...options.x, domain: widened(x, unit * (area.right - area.left)) }, xs, [area.left, area.right]);
    y = scale("y", { ...options.y, domain: widened(y, unit * (area.bottom - area.top)) }, ys, [area.bottom, area.top]);
  }

  const diameter = options.pointSize ?? Math.min(7, Math.max(3, 200 / Math.sqrt(xs.length)));
  return svgDocument(
    options,
    size,
    `Scatter chart of ${xs.length} points${names.length > 1 ? ` in ${names.length} classes: ${names.join(", ")}` : ""}.`,
    layout.around(area),
    leftAxis(area, y.ticks, true),
    bottomAxis(area, x.ticks, "grid"),
    baseline(area),
    clipped(
      { left: area.left - 4, right: area.right + 4, top: area.top - 4, bottom: area.bottom + 4 },
      ...drawPoints(xs, ys, x, y, diameter, values && range ? shadesOf(values, range) : inksOf(slots, names.length)),
    ),
    ...(range ? [drawColorBar("scatterChart", area, range, COLORMAPS.sequential, axisTitle(options.value))] : []),
    ...(options.labelClasses ? names.map((name, i) => labelMedian(name, i, xs, ys, slots, x, y, area)) : []),
  );
}

function readPoints(points: ScatterChartOptions["points"]): { x: Float64Array; y: Float64Array } {
  if (Array.isArray(points) && Array.isArray(points[0])) {
    const pairs = points as readonly (readonly [number, number])[];
    pairs.forEach((pair, i) => {
      if (Array.isArray(pair) && pair.length === 2) return;
      throw expectation("scatterChart", "points to be pairs", `${describe(pair)} at index ${i}`);
    });
    return readPoints(Float64Array.from(pairs.flat()));
  }
  const flat = points as Numbers;
  expectNumbers("scatterChart", "points", flat);
  if (flat.length === 0) throw expectation("scatterChart", "at least one point", "none");
  if (flat.length % 2 !== 0) {
    throw expectation("scatterChart", "points of shape [n, 2]", `${flat.length} numbers`, "Give x and y of every point.");
  }
  const column = (offset: number): Float64Array =>
    Float64Array.from({ length: flat.length / 2 }, (_, i) => flat[2 * i + offset] as number);
  return { x: column(0), y: column(1) };
}

function readClasses(options: ScatterChartOptions, count: number): { names: string[]; slots: Int32Array } {
  const { classes, classNames } = options;
  if (classes === undefined) return { names: ["points"], slots: new Int32Array(count) };
  if (classes.length !== count) {
    throw expectation("scatterChart", `${count} classes, one per point`, `${classes.length}`);
  }
  const given = Array.from(classes);
  const found = [...new Set(given)];
  const numeric = found.every((one) => typeof one === "number");
  // Numbers keep their places even when some are absent, so that a class has one colour in every chart.
  const length = numeric ? Math.max(classNames?.length ?? 0, ...(found as number[]).map((one) => one + 1)) : found.length;
  const bad = numeric ? (found as number[]).find((one) => !Number.isInteger(one) || one < 0) : undefined;
  if (bad !== undefined) throw expectation("scatterChart", "classes to be whole numbers from 0", String(bad));
  if (length > MOST_CLASSES) {
    throw expectation("scatterChart", `at most ${MOST_CLASSES} classes`, `${length}`, "More colours cannot be told apart.");
  }
  const keys = numeric ? Array.from({ length }, (_, i) => i) : (found as (string | number)[]).map(String);
  const names = keys.map((key, i) => classNames?.[i] ?? String(key));
  const slotOf = new Map(keys.map((key, i) => [String(key), i]));
  return { names, slots: Int32Array.from(given, (one) => slotOf.get(String(one)) as number) };
}

function readValues({ values, classes }: ScatterChartOptions, count: number): Numbers | undefined {
  if (values === undefined) return undefined;
  if (classes !== undefined) throw expectation("scatterChart", "classes or values", "both");
  expectNumbers("scatterChart", "values", values);
  if (values.length !== count) throw expectation("scatterChart", `${count} values, one per point`, `${values.length}`);
  return values;
}

function leftOutPoints(options: ScatterChartOptions, x: Numbers, y: Numbers, values: Numbers | undefined): string[] {
  const missing = Array.from(x).filter(
    (_, i) =>
      !acceptsValue(options.x?.scale ?? "linear", x[i] as number) ||
      !acceptsValue(options.y?.scale ?? "linear", y[i] as number) ||
      !acceptsValue("linear", values?.[i] ?? 0),
  ).length;
  if (missing === 0) return [];
  return [`${missing} of ${x.length} points ${missing === 1 ? "has" : "have"} no place or colour here, and ${missing === 1 ? "is" : "are"} left out.`];
}

function span(scale: Scale): number {
  return scale.domain[1] - scale.domain[0];
}

function widened(scale: Scale, length: number): [number, number] {
  const middle = (scale.domain[0] + scale.domain[1]) / 2;
  return [middle - length / 2, middle + length / 2];
}

function labelMedian(
  name: string,
  index: number,
  xs: Float64Array,
  ys: Float64Array,
  slots: Int32Array,
  x: Scale,
  y: Scale,
  area: Area,
): Markup {
  const members = Array.from(slots.keys()).filter(
    (i) => slots[i] === index && x.accepts(xs[i] as number) && y.accepts(ys[i] as number),
  );
  if (members.length === 0) return { markup: "" };
  const at = (values: Float64Array, scale: Scale): number => scale.toPixel(median(members.map((i) => values[i] as number)));
  const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));
  const place = { x: clamp(at(xs, x), area.left, area.right), y: clamp(at(ys, y) + 4, area.top + 8, area.bottom) };
  return outlined(name, { ...place, "text-anchor": "middle", "font-weight": 600 }, "text");
}

function median(values: number[]): number {
  const sorted = values.sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[half] as number) : ((sorted[half - 1] as number) + (sorted[half] as number)) / 2;
}
