import { frame, text, type Markish } from "@observablehq/plot";
import { median } from "d3-array";
import { describe, expectation } from "../expect.js";
import { acceptsValue, fitAxis, HUGE, type Axis } from "./axis.js";
import { COLOR_BAR_ROOM, colorRange, colorScale, drawColorBar, shades } from "./colors.js";
import { layOut, svgDocument } from "./layout.js";
import { axisTitle, chartSize, type AxisOptions, type ChartOptions } from "./options.js";
import { ink, SERIES } from "./palette.js";
import { drawPlot, scaleOf, xGrid, xLabels, yGrid, yLabels } from "./plot.js";
import { isSquare, pointMarks } from "./points.js";
import { oneLine, OUTLINED } from "./references.js";
import { expectNumbers, type Numbers } from "./series.js";

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
  const fit = (name: "x" | "y", axis: AxisOptions | undefined, values: Float64Array, length: number): Axis =>
    fitAxis({ caller: "scatterChart", name, axis, values, length, spacing: 56, nice: true });
  let y = fit("y", options.y, ys, layout.bottom - layout.top);
  const area = layout.area(y.labels, ["00.0"]);
  const [width, height] = [area.right - area.left, area.bottom - area.top];
  let x = fit("x", options.x, xs, width);
  if (options.equalUnits) {
    const unit = Math.max(span(x) / width, span(y) / height);
    x = fit("x", { ...options.x, domain: widened(x, unit * width) }, xs, width);
    y = fit("y", { ...options.y, domain: widened(y, unit * height) }, ys, height);
  }

  const drawing = drawPlot({
    size,
    area,
    x: scaleOf(x),
    y: scaleOf(y),
    ...(range && { color: shades(range) }),
    marks: [
      yGrid(y),
      yLabels(y),
      xGrid(x),
      xLabels(x, false),
      frame({ anchor: "bottom", stroke: ink("axis") }),
      pointMarks(
        {
          x: xs.map((value) => (acceptsValue(x.kind, value) ? value : NaN)),
          y: ys.map((value) => (acceptsValue(y.kind, value) ? value : NaN)),
          slots,
          values: values && Float64Array.from(values, (value) => (Number.isFinite(value) ? value : NaN)),
          diameter: options.pointSize ?? Math.min(7, Math.max(3, 200 / Math.sqrt(xs.length))),
        },
        { left: area.left - 4, right: area.right + 4, top: area.top - 4, bottom: area.bottom + 4 },
      ),
      options.labelClasses ? names.map((name, i) => medianLabel(name, i, xs, ys, slots, x, y)) : null,
    ],
  });
  return svgDocument(
    options,
    size,
    `Scatter chart of ${xs.length} points${names.length > 1 ? ` in ${names.length} classes: ${names.join(", ")}` : ""}.`,
    layout.around(area),
    drawing,
    ...(range ? [drawColorBar("scatterChart", size, area, colorScale("sequential", range), axisTitle(options.value))] : []),
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

function span({ domain }: Axis): number {
  return domain[1] - domain[0];
}

function widened({ domain }: Axis, length: number): [number, number] {
  const middle = (domain[0] + domain[1]) / 2;
  return [Math.max(-HUGE, middle - length / 2), Math.min(HUGE, middle + length / 2)];
}

/** A class's name at the median of its points, or at the nearest place in view. */
function medianLabel(name: string, slot: number, xs: Float64Array, ys: Float64Array, slots: Int32Array, x: Axis, y: Axis): Markish {
  const members = Array.from(slots.keys()).filter(
    (i) => slots[i] === slot && acceptsValue(x.kind, xs[i] as number) && acceptsValue(y.kind, ys[i] as number),
  );
  if (members.length === 0) return null;
  const at = (values: Float64Array, { domain }: Axis): number =>
    Math.min(domain[1], Math.max(domain[0], median(members, (i) => values[i]) as number));
  return text([name], { ...OUTLINED, x: [at(xs, x)], y: [at(ys, y)], text: [oneLine(name)], fill: ink("text"), fontWeight: 600 });
}
