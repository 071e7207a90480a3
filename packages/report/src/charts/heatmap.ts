import { link, rect, text, type Markish, type ScaleOptions } from "@observablehq/plot";
import { describe, expectation, expectCount } from "../expect.js";
import { valueLabel } from "../format/tickLabels.js";
import { textWidth } from "../format/textWidth.js";
import { acceptsValue } from "./axis.js";
import { labelTexts, places, placesUnder } from "./bands.js";
import { COLOR_BAR_ROOM, colorRange, colorScale, drawColorBar, isLight, SCHEMES, SEAMLESS } from "./colors.js";
import { layOut, svgDocument } from "./layout.js";
import { axisTitle, chartSize, type AxisOptions, type ChartOptions } from "./options.js";
import { ink } from "./palette.js";
import { drawPlot, xLabels, yLabels } from "./plot.js";
import { expectNumbers, leftOut, type Numbers } from "./series.js";

export interface HeatmapOptions extends ChartOptions {
  /** Row-major [rows, columns], the first row on top. */
  readonly values: Numbers;
  readonly rows: number;
  readonly columns: number;
  /** By default 0, 1, …. */
  readonly rowLabels?: readonly (string | number)[];
  /** By default 0, 1, …. */
  readonly columnLabels?: readonly (string | number)[];
  /** `"diverging"` sets its middle at zero unless `range` says otherwise. */
  readonly colors?: "sequential" | "diverging";
  /** Values of the ends of the colour bar; by default the extent of the values. */
  readonly range?: readonly [number, number];
  /** Writes each value into its cell; by default where that fits. */
  readonly showValues?: boolean;
  readonly x?: Pick<AxisOptions, "label" | "unit">;
  readonly y?: Pick<AxisOptions, "label" | "unit">;
  /** What the colours mean. */
  readonly value?: Pick<AxisOptions, "label" | "unit">;
}

/**
 * A matrix as coloured cells beside a colour bar: an SVG document. Cells that are not finite are grey and
 * crossed out, and are counted in a note.
 *
 * @throws If `values` does not have rows · columns numbers.
 */
export function heatmap(options: HeatmapOptions): string {
  const { values, rows, columns } = options;
  expectNumbers("heatmap", "values", values);
  expectCount("heatmap", "rows", rows);
  expectCount("heatmap", "columns", columns);
  if (values.length !== rows * columns) {
    throw expectation("heatmap", `values of shape [${rows}, ${columns}], ${rows * columns} numbers`, `${values.length}`);
  }
  const rowLabels = readLabels("rowLabels", options.rowLabels, rows);
  const columnLabels = readLabels("columnLabels", options.columnLabels, columns);
  const size = chartSize("heatmap", options, Math.min(640, Math.max(220, 110 + rows * 24)));
  const range = readRange(options);
  const color = colorScale(options.colors ?? "sequential", range);
  const layout = layOut(options, size, {
    xTitle: axisTitle(options.x),
    yTitle: axisTitle(options.y),
    notes: leftOut("linear", undefined, values),
    right: COLOR_BAR_ROOM,
  });
  const area = layout.area(rowLabels);
  const cell = { width: (area.right - area.left) / columns, height: (area.bottom - area.top) / rows };
  const stride = Math.max(1, Math.ceil(14 / cell.height));
  const drawing = drawPlot({
    size,
    area,
    x: { type: "linear", domain: [0, columns] },
    y: { type: "linear", domain: [rows, 0] },
    color,
    marks: [
      yLabels(places(rowLabels, (i) => i % stride === 0)),
      xLabels(placesUnder(columnLabels, cell.width), false),
      cellMarks(options, color, cell, (i) => `${rowLabels[Math.floor(i / columns)] as string}, ${columnLabels[i % columns] as string}`),
    ],
  });
  return svgDocument(
    options,
    size,
    `Heat map with ${rows} rows and ${columns} columns, values from ${valueLabel(range[0])} to ${valueLabel(range[1])}.`,
    layout.around(area),
    drawing,
    drawColorBar("heatmap", size, area, color, axisTitle(options.value)),
  );
}

function readLabels(name: string, labels: readonly (string | number)[] | undefined, count: number): string[] {
  if (labels !== undefined && labels.length !== count) {
    throw expectation("heatmap", `${count} ${name}`, `${labels.length}`);
  }
  return labelTexts(labels ?? Array.from({ length: count }, (_, i) => i));
}

function readRange({ range, values, colors }: HeatmapOptions): [number, number] {
  if (colors !== undefined && !Object.hasOwn(SCHEMES, colors)) {
    throw expectation("heatmap", `colors to be "sequential" or "diverging"`, describe(colors));
  }
  if (range !== undefined) {
    const [low, high] = range;
    if (Number.isFinite(low) && Number.isFinite(high) && low < high) return [low, high];
    throw expectation("heatmap", "range to be two finite numbers, the lower first", `[${range.join(", ")}]`);
  }
  return colorRange(values, colors === "diverging");
}

function cellMarks(
  { values, columns, showValues }: HeatmapOptions,
  color: ScaleOptions,
  { width, height }: { readonly width: number; readonly height: number },
  name: (index: number) => string,
): Markish[] {
  const cells = Array.from(values, (value, i) => ({ value, name: name(i), row: Math.floor(i / columns), column: i % columns }));
  type Cell = (typeof cells)[number];
  const gap = width > 8 && height > 8 ? 1 : 0;
  const broken = cells.filter(({ value }) => !acceptsValue("linear", value));
  const finite = cells.filter(({ value }) => acceptsValue("linear", value));
  const fits = height >= 15 && Math.max(...finite.map(({ value }) => textWidth(cellLabel(value), 12))) + 6 <= width;
  const light = isLight(color);
  const right = (part: number) => (cell: Cell): number => cell.column + part;
  const below = (part: number) => (cell: Cell): number => cell.row + part;
  const cross = { stroke: ink("muted"), strokeWidth: 1 };
  return [
    rect(cells, {
      x1: "column",
      x2: right(1),
      y1: "row",
      y2: below(1),
      insetRight: gap,
      insetBottom: gap,
      ...(gap === 0 && SEAMLESS),
      fill: ({ value }: Cell) => (acceptsValue("linear", value) ? value : NaN),
      title: (cell: Cell) => `${cell.name}: ${valueLabel(cell.value)}`,
    }),
    broken.length === 0
      ? null
      : [
          link(broken, { ...cross, x1: "column", x2: right(1 - gap / width), y1: "row", y2: below(1 - gap / height) }),
          link(broken, { ...cross, x1: "column", x2: right(1 - gap / width), y1: below(1 - gap / height), y2: "row" }),
        ],
    (showValues ?? fits)
      ? text(finite, {
          x: right((1 - gap / width) / 2),
          y: below((1 - gap / height) / 2),
          text: ({ value }: Cell) => cellLabel(value),
          fill: { value: ({ value }: Cell) => (light(value) ? "black" : "white"), scale: null },
          fontSize: 12,
          pointerEvents: "none",
        })
      : null,
  ];
}

function cellLabel(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e4 || (size !== 0 && size < 0.005)) return valueLabel(Number(value.toPrecision(2)));
  return valueLabel(Number(value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2)));
}
