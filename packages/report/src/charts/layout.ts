import { textWidth, wrapText } from "../format/textWidth.js";
import { element, fragment, trusted, type Markup } from "../markup/element.js";
import type { ChartOptions, Size } from "./options.js";
import { CHART_STYLE, ink } from "./palette.js";
import { drawLegend, type LegendEntry } from "./legend.js";

const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";
const MARGIN = 12;
const LABEL = 12;

/** Pixels between which data are drawn. */
export interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** What stands around the drawing area. */
export interface Surroundings {
  readonly legend?: readonly LegendEntry[];
  readonly xTitle?: string | undefined;
  readonly yTitle?: string | undefined;
  /** Lines under the chart, such as how many values were left out. */
  readonly notes?: readonly string[];
  /** Height of the labels under the x axis, when they are not one line. */
  readonly xLabelHeight?: number;
  /** Room right of the drawing area, for a colour bar. */
  readonly right?: number;
}

export interface Layout {
  readonly size: Size;
  /** Rows available to the y axis: known before its labels are, and so before the area's left edge. */
  readonly top: number;
  readonly bottom: number;
  /** The drawing area beside y labels as wide as these. */
  area(yLabels: readonly string[], xLabels?: readonly string[]): Area;
  /** Heading, legend, axis titles and notes. */
  around(area: Area): Markup;
}

/** Divides a chart's rectangle: heading, legend, y title, drawing area, x labels, x title, notes. */
export function layOut(options: ChartOptions, size: Size, surroundings: Surroundings): Layout {
  const inner = size.width - 2 * MARGIN;
  const legend = drawLegend(surroundings.legend ?? [], inner);
  let top = MARGIN - 4;
  const heading = [
    // Bold type is about a tenth wider.
    ...wrapText(options.title, 16 * 1.12, inner).map((line) => {
      top += 19;
      return element("text", { x: MARGIN, y: top, fill: ink("text"), "font-size": 16, "font-weight": 600 }, line);
    }),
    ...(options.subtitle === undefined ? [] : wrapText(options.subtitle, 13, inner)).map((line) => {
      top += 18;
      return element("text", { x: MARGIN, y: top, fill: ink("muted"), "font-size": 13 }, line);
    }),
  ];
  top += 10;
  const legendTop = top;
  top += legend.height;
  if (surroundings.yTitle !== undefined) top += 18;
  const yTitleAt = top - 2;
  top += 8;

  const notes = (surroundings.notes ?? []).flatMap((note) => wrapText(note, LABEL, inner));
  const notesTop = size.height - MARGIN + 4 - (notes.length - 1) * 16;
  let bottom = size.height - MARGIN - notes.length * 16;
  const xTitleAt = bottom;
  if (surroundings.xTitle !== undefined) bottom -= 18;
  bottom -= surroundings.xLabelHeight ?? 18;

  return {
    size,
    top,
    // A chart too low for all that still gets an area, if a thin one.
    bottom: Math.max(bottom, top + 20),
    area(yLabels, xLabels = []) {
      const widest = Math.max(0, ...yLabels.map((label) => textWidth(label, LABEL)));
      const overhang = textWidth(xLabels.at(-1) ?? "", LABEL) / 2;
      const left = Math.min(MARGIN + widest + 8, size.width / 2);
      const right = size.width - Math.max(MARGIN, overhang + 4) - (surroundings.right ?? 0);
      return { left, right: Math.max(right, left + 20), top: this.top, bottom: this.bottom };
    },
    around(area) {
      return fragment(
        heading,
        element("g", { transform: `translate(${MARGIN} ${legendTop})` }, legend.drawing),
        surroundings.yTitle === undefined
          ? undefined
          : element("text", { x: MARGIN, y: yTitleAt, fill: ink("muted"), "font-size": LABEL }, surroundings.yTitle),
        surroundings.xTitle === undefined
          ? undefined
          : element(
              "text",
              {
                x: (area.left + area.right) / 2,
                y: xTitleAt,
                fill: ink("muted"),
                "font-size": LABEL,
                "text-anchor": "middle",
              },
              surroundings.xTitle,
            ),
        notes.map((note, i) =>
          element("text", { x: MARGIN, y: notesTop + i * 16, fill: ink("muted"), "font-size": LABEL }, note),
        ),
      );
    },
  };
}

/** A whole chart as text. */
export function svgDocument(options: ChartOptions, size: Size, description: string, ...children: Markup[]): string {
  const text = options.description ?? description;
  return element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      class: "variate-chart",
      viewBox: `0 0 ${size.width} ${size.height}`,
      width: size.width,
      height: size.height,
      role: "img",
      "aria-label": `${options.title}. ${text}`,
      "font-family": FONT,
      "font-size": 13,
    },
    element("title", {}, options.title),
    element("desc", {}, text),
    element("style", {}, trusted(CHART_STYLE)),
    element("rect", { width: size.width, height: size.height, fill: ink("paper") }),
    ...children,
  ).markup;
}
