import { rect, ruleX, ruleY, type Markish } from "@observablehq/plot";
import { describe, expectation } from "../expect.js";
import { valueLabel } from "../format/tickLabels.js";
import { acceptsValue, fitAxis } from "./axis.js";
import { labelTexts, placesUnder } from "./bands.js";
import { layOut, svgDocument } from "./layout.js";
import { axisTitle, chartSize, type AxisOptions, type ChartOptions, type ReferenceLine } from "./options.js";
import { ink, SERIES, seriesInk } from "./palette.js";
import { clippedTo, drawPlot, scaleOf, xLabels, yGrid, yLabels, type Clip } from "./plot.js";
import { referenceMarks } from "./references.js";
import { concatenate, expectNumbers, expectSameLength, expectSeries, leftOut, type Numbers } from "./series.js";

/** One colour of bars. */
export interface BarSeries {
  readonly name: string;
  /** One height per label. */
  readonly values: Numbers;
  /** Half the height of a whisker on each bar: a standard error, say. */
  readonly errors?: Numbers;
}

export interface BarChartOptions extends ChartOptions {
  /** Under the bars; by default 0, 1, …, n − 1, as latents are counted. */
  readonly labels?: readonly (string | number)[];
  /** Heights of the bars, when there is one series. */
  readonly values?: Numbers;
  /** Whiskers on `values`. */
  readonly errors?: Numbers;
  /** Several series, side by side at each label. */
  readonly series?: readonly BarSeries[];
  /** On top of each other instead, positive values upwards and negative ones downwards. */
  readonly stacked?: boolean;
  /** Largest first, by the sum at each label; NaN last. */
  readonly sorted?: boolean;
  readonly x?: Pick<AxisOptions, "label" | "unit">;
  /** Bars start at zero, so the axis is linear. */
  readonly y?: Omit<AxisOptions, "scale">;
  /** Lines at a `y`: a threshold, a total budget. */
  readonly references?: readonly ReferenceLine[];
}

/**
 * Bars from zero, one group per label: an SVG document. Values that are not finite have no bar and are counted in a
 * note under the chart.
 *
 * @throws If there are no values, or labels, values and errors differ in number.
 */
export function barChart(options: BarChartOptions): string {
  const size = chartSize("barChart", options, 300);
  const series = readSeries(options);
  const labels = readLabels(options, series);
  const order = options.sorted ? sortedOrder(series, labels.length) : labels.map((_, i) => i);
  const references = options.references ?? [];
  const layout = layOut(options, size, {
    legend: series.length > 1 ? series.map(({ name }, color) => ({ name, color, mark: "box" as const })) : [],
    xTitle: axisTitle(options.x),
    yTitle: axisTitle(options.y),
    notes: series.flatMap(({ name, values }) => leftOut("linear", series.length > 1 ? name : undefined, values)),
  });
  const bars = placeBars(series, order, options.stacked ?? false);
  const y = fitAxis({
    caller: "barChart",
    name: "y",
    axis: options.y,
    values: concatenate([
      // A whisker may pass below zero; the axis follows it only where bars do.
      bars.flatMap(({ from, to, error }) => (to < 0 ? [from, to - error] : [from, to + error])),
      references.flatMap((line) => (line.y === undefined ? [] : [line.y])),
    ]),
    length: layout.bottom - layout.top,
    spacing: 40,
    fromZero: true,
    nice: true,
  });
  const area = layout.area(y.labels);
  const step = (area.right - area.left) / labels.length;
  const tip = (bar: Bar): string => {
    const who = series.length > 1 ? `${(series[bar.series] as BarSeries).name}, ` : "";
    const unit = options.y?.unit === undefined ? "" : ` ${options.y.unit}`;
    const error = bar.error > 0 ? ` ± ${valueLabel(bar.error)}` : "";
    return `${who}${labels[order[bar.position] as number] as string}: ${valueLabel(bar.value)}${error}${unit}`;
  };
  const drawing = drawPlot({
    size,
    area,
    x: { type: "linear", domain: [0, labels.length] },
    y: scaleOf(y),
    marks: [
      yGrid(y),
      yLabels(y),
      barMarks(bars, options.stacked ? 1 : series.length, step, tip, clippedTo(area)),
      ruleY([Math.min(y.domain[1], Math.max(y.domain[0], 0))], { stroke: ink("axis") }),
      xLabels(placesUnder(order.map((i) => labels[i] as string), step), false),
      referenceMarks("barChart", references, area, { y }),
    ],
  });
  return svgDocument(options, size, describeBars(options, series, labels), layout.around(area), drawing);
}

interface Bar {
  readonly series: number;
  readonly position: number;
  readonly from: number;
  readonly to: number;
  readonly value: number;
  readonly error: number;
}

function readSeries(options: BarChartOptions): readonly BarSeries[] {
  if ((options.values === undefined) === (options.series === undefined)) {
    throw expectation("barChart", "values or series", options.values === undefined ? "neither" : "both");
  }
  const { values, errors } = options;
  const series = options.series ?? [{ name: "values", values: values as Numbers, ...(errors && { errors }) }];
  expectSeries("barChart", series, SERIES.length);
  const length = series[0]?.values?.length ?? 0;
  for (const one of series) {
    const name = options.series === undefined ? "values" : `values of series ${describe(one.name)}`;
    expectNumbers("barChart", name, one.values);
    expectSameLength("barChart", name, one.values, "the first series", length);
    if (one.errors === undefined) continue;
    expectNumbers("barChart", `errors of ${name}`, one.errors);
    expectSameLength("barChart", `errors of ${name}`, one.errors, name, length);
  }
  if (length === 0) throw expectation("barChart", "at least one value", "none");
  return series;
}

function readLabels(options: BarChartOptions, series: readonly BarSeries[]): string[] {
  const length = (series[0] as BarSeries).values.length;
  const labels = options.labels ?? Array.from({ length }, (_, i) => i);
  if (labels.length !== length) throw expectation("barChart", `${length} labels, one per value`, `${labels.length}`);
  return labelTexts(labels);
}

function sortedOrder(series: readonly BarSeries[], length: number): number[] {
  const total = (i: number): number => series.reduce((sum, { values }) => sum + (values[i] as number), 0);
  const rank = (i: number): number => (Number.isNaN(total(i)) ? -Infinity : total(i));
  return Array.from({ length }, (_, i) => i).sort((a, b) => (rank(a) === rank(b) ? a - b : rank(b) - rank(a)));
}

function placeBars(series: readonly BarSeries[], order: readonly number[], stacked: boolean): Bar[] {
  return order.flatMap((index, position) => {
    const reached = { up: 0, down: 0 };
    return series.flatMap(({ values, errors }, which) => {
      const value = values[index] as number;
      if (!acceptsValue("linear", value)) return [];
      const side = value < 0 ? "down" : "up";
      const from = stacked ? reached[side] : 0;
      const to = from + value;
      reached[side] = to;
      const error = Math.abs(errors?.[index] ?? 0);
      return [{ series: which, position, from, to, value, error: acceptsValue("linear", to + error) ? error : 0 }];
    });
  });
}

/** Bars in lanes of places 1 wide and `step` pixels apart, with their whiskers. */
function barMarks(bars: readonly Bar[], lanes: number, step: number, tip: (bar: Bar) => string, clip: Clip): Markish[] {
  // Between places stays a fifth of a place, and between lanes a pixel; thinner gaps would only blur the bars.
  const width = step < 3 ? 1 : 0.8;
  const lane = width / lanes;
  const insetRight = lanes > 1 && lane * step > 4 ? 1 : 0;
  const left = ({ position, series }: Bar): number => position + (1 - width) / 2 + (lanes > 1 ? series * lane : 0);
  const middle = (bar: Bar): number => left(bar) + (lane - insetRight / step) / 2;
  const cap = Math.min(4 / step, lane / 4);
  const uncertain = bars.filter(({ error }) => error > 0);
  const whisker = { stroke: ink("text"), ...clip };
  const across = { ...whisker, x1: (bar: Bar) => middle(bar) - cap, x2: (bar: Bar) => middle(bar) + cap };
  return [
    rect(bars, {
      x1: left,
      x2: (bar: Bar) => left(bar) + lane,
      y1: "from",
      y2: "to",
      insetRight,
      fill: { value: ({ series }: Bar) => seriesInk(series), scale: null },
      title: tip,
      ...clip,
    }),
    uncertain.length === 0
      ? null
      : [
          ruleX(uncertain, { ...whisker, x: middle, y1: ({ to, error }: Bar) => to - error, y2: ({ to, error }: Bar) => to + error }),
          ruleY(uncertain, { ...across, y: ({ to, error }: Bar) => to - error }),
          ruleY(uncertain, { ...across, y: ({ to, error }: Bar) => to + error }),
        ],
  ];
}

function describeBars(options: BarChartOptions, series: readonly BarSeries[], labels: readonly string[]): string {
  const { values } = series[0] as BarSeries;
  const finite = labels.map((_, i) => i).filter((i) => Number.isFinite(values[i]));
  const what = axisTitle(options.y) ?? "Values";
  const by = options.x?.label === undefined ? "" : ` by ${options.x.label}`;
  const count = `${labels.length} ${labels.length === 1 ? "bar" : "bars"}`;
  if (series.length > 1) return `Bar chart. ${what}${by}: ${count} for each of ${series.map(({ name }) => name).join(", ")}.`;
  if (finite.length === 0) return `Bar chart. ${what}${by}: ${count}, none finite.`;
  const best = finite.reduce((a, b) => ((values[b] as number) > (values[a] as number) ? b : a));
  const least = finite.reduce((a, b) => ((values[b] as number) < (values[a] as number) ? b : a));
  const show = (i: number): string => `${valueLabel(values[i] as number)} at ${labels[i] as string}`;
  return `Bar chart. ${what}${by}: ${count}, from ${show(least)} to ${show(best)}.`;
}

