import { describe, expectation, expectCount } from "../expect.js";
import { valueLabel } from "../format/tickLabels.js";
import { textWidth } from "../format/textWidth.js";
import { element, fragment, round, type Markup } from "../markup/element.js";
import { bandAxis, labelTexts } from "./bands.js";
import { COLOR_BAR_ROOM, colorRange, drawColorBar } from "./colorBar.js";
import { COLORMAPS, isLight, type Colormap } from "./colormap.js";
import { layOut, leftAxis, svgDocument, type Area } from "./layout.js";
import { axisTitle, chartSize, type AxisOptions, type ChartOptions } from "./options.js";
import { fillInk, strokeInk } from "./palette.js";
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
  const colors = COLORMAPS[options.colors ?? "sequential"];
  const layout = layOut(options, size, {
    xTitle: axisTitle(options.x),
    yTitle: axisTitle(options.y),
    notes: leftOut("linear", undefined, values),
    right: COLOR_BAR_ROOM,
  });
  const area = layout.area(rowLabels);
  const cellHeight = (area.bottom - area.top) / rows;
  const stride = Math.max(1, Math.ceil(14 / cellHeight));
  const ticks = rowLabels.map((label, i) => ({ at: area.top + (i + 0.5) * cellHeight, label }));
  return svgDocument(
    options,
    size,
    `Heat map with ${rows} rows and ${columns} columns, values from ${valueLabel(range[0])} to ${valueLabel(range[1])}.`,
    layout.around(area),
    leftAxis(area, ticks.filter((_, i) => i % stride === 0), false),
    bandAxis(area.left, area.right, columnLabels).draw(area),
    drawCells(options, area, range, colors, rowLabels, columnLabels),
    drawColorBar("heatmap", area, range, colors, axisTitle(options.value)),
  );
}

function readLabels(name: string, labels: readonly (string | number)[] | undefined, count: number): string[] {
  if (labels !== undefined && labels.length !== count) {
    throw expectation("heatmap", `${count} ${name}`, `${labels.length}`);
  }
  return labelTexts(labels ?? Array.from({ length: count }, (_, i) => i));
}

function readRange({ range, values, colors }: HeatmapOptions): [number, number] {
  if (colors !== undefined && !Object.hasOwn(COLORMAPS, colors)) {
    throw expectation("heatmap", `colors to be "sequential" or "diverging"`, describe(colors));
  }
  if (range !== undefined) {
    const [low, high] = range;
    if (Number.isFinite(low) && Number.isFinite(high) && low < high) return [low, high];
    throw expectation("heatmap", "range to be two finite numbers, the lower first", `[${range.join(", ")}]`);
  }
  return colorRange(values, colors === "diverging");
}

function drawCells(
  options: HeatmapOptions,
  area: Area,
  [low, high]: readonly [number, number],
  colors: Colormap,
  rowLabels: readonly string[],
  columnLabels: readonly string[],
): Markup {
  const { values, rows, columns } = options;
  const width = (area.right - area.left) / columns;
  const height = (area.bottom - area.top) / rows;
  const gap = width > 8 && height > 8 ? 1 : 0;
  const texts = Array.from(values, (value) => (Number.isFinite(value) ? cellLabel(value) : ""));
  const fits = height >= 15 && Math.max(...texts.map((text) => textWidth(text, 12))) + 6 <= width;
  const written = options.showValues ?? fits;
  return fragment(
    texts.map((text, i) => {
      const value = values[i] as number;
      const [row, column] = [Math.floor(i / columns), i % columns];
      const x = area.left + column * width;
      const y = area.top + row * height;
      const finite = Number.isFinite(value);
      const color = colors((value - low) / (high - low));
      const paint = finite ? { fill: color } : fillInk("grid");
      const tip = `${rowLabels[row] as string}, ${columnLabels[column] as string}: ${valueLabel(value)}`;
      return fragment(
        // Cells without a gap overlap by a hair, or the page would show through between them.
        element(
          "rect",
          { x, y, width: width - gap + (gap === 0 ? 0.3 : 0), height: height - gap + (gap === 0 ? 0.3 : 0), ...paint },
          element("title", {}, tip),
        ),
        finite ? undefined : cross(x, y, width - gap, height - gap),
        written && finite
          ? element(
              "text",
              {
                x: x + (width - gap) / 2,
                y: y + (height - gap) / 2 + 4,
                fill: isLight(color) ? "#1b1f24" : "#ffffff",
                "font-size": 12,
                "text-anchor": "middle",
                "pointer-events": "none",
              },
              text,
            )
          : undefined,
      );
    }),
  );
}

function cross(x: number, y: number, width: number, height: number): Markup {
  const [a, b, c, d] = [x, x + width, y, y + height].map(round);
  return element("path", { d: `M${a} ${c}L${b} ${d}M${a} ${d}L${b} ${c}`, fill: "none", ...strokeInk("muted") });
}

function cellLabel(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e4 || (size !== 0 && size < 0.005)) return valueLabel(Number(value.toPrecision(2)));
  return valueLabel(Number(value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2)));
}
