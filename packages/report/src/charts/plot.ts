import { axisX, axisY, gridX, gridY, plot, type Markish, type MarkOptions, type ScaleOptions } from "@observablehq/plot";
import { chartDocument } from "#document";
import { serializeDrawing } from "../markup/drawing.js";
import { element, type Markup } from "../markup/element.js";
import type { Axis } from "./axis.js";
import type { Area } from "./layout.js";
import type { Size } from "./options.js";
import { ink } from "./palette.js";

export interface PlotRequest {
  readonly size: Size;
  /** Where the data are drawn. */
  readonly area: Area;
  readonly x: ScaleOptions;
  readonly y: ScaleOptions;
  readonly color?: ScaleOptions;
  /** Back to front. */
  readonly marks: readonly Markish[];
}

/** Observable Plot's drawing of the marks, without its root and its style sheet. */
export function drawPlot({ size, area, x, y, color, marks }: PlotRequest): Markup {
  const drawing = plot({
    document: chartDocument(),
    width: size.width,
    height: size.height,
    marginLeft: area.left,
    marginRight: size.width - area.right,
    marginTop: area.top,
    marginBottom: size.height - area.bottom,
    x: { axis: null, ...x },
    y: { axis: null, ...y },
    ...(color && { color }),
    marks: [...marks],
  });
  return element("g", { "text-anchor": "middle" }, serializeDrawing([...drawing.children].filter(({ localName }) => localName !== "style")));
}

/** A scale as an axis has fitted it. */
export function scaleOf({ kind, domain }: Axis): ScaleOptions {
  return { type: kind, domain };
}

/** Labels at places of an axis. */
export interface Ticks {
  readonly ticks: readonly number[];
  readonly labels: readonly string[];
}

const TEXT = { fontSize: 12, fill: ink("muted"), label: null } as const;

/** Labels left of the area, or right of it. */
export function yLabels({ ticks, labels }: Ticks, anchor: "left" | "right" = "left"): Markish {
  return axisY(ticks, { ...TEXT, text: labels, anchor, tickSize: 0, tickPadding: anchor === "left" ? 8 : 5 });
}

/** Labels under the area, with a short line at each when `marked`. */
export function xLabels({ ticks, labels }: Ticks, marked: boolean): Markish {
  const tickSize = marked ? 4 : 0;
  return axisX(ticks, { ...TEXT, text: labels, stroke: ink("axis"), tickSize, tickPadding: 7.5 - tickSize });
}

/** Lines across the area. */
export function yGrid({ ticks }: Ticks): Markish {
  return gridY(ticks, { stroke: ink("grid"), strokeOpacity: 1 });
}

/** Lines up through the area. */
export function xGrid({ ticks }: Ticks): Markish {
  return gridX(ticks, { stroke: ink("grid"), strokeOpacity: 1 });
}

/** What makes a mark end at the edges of an area. */
export type Clip = Pick<MarkOptions, "render">;

/** Cuts a mark at the edges of an area: a nested `svg` clips without the ids that would collide on a page. */
export function clippedTo({ left, right, top, bottom }: Area): Clip {
  const [width, height] = [right - left, bottom - top];
  return {
    render(index, scales, values, dimensions, context, next) {
      const drawn = next?.(index, scales, values, dimensions, context) ?? null;
      if (drawn === null) return null;
      const frame = context.document.createElementNS("http://www.w3.org/2000/svg", "svg");
      const attributes = { x: left, y: top, width, height, viewBox: `${left} ${top} ${width} ${height}` };
      for (const [name, value] of Object.entries(attributes)) frame.setAttribute(name, String(value));
      frame.append(drawn);
      return frame;
    },
  };
}
