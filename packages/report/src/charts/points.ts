import { dot, type Markish } from "@observablehq/plot";
import { round } from "../markup/element.js";
import { SERIES, seriesInk } from "./palette.js";
import { clippedTo } from "./plot.js";
import type { Area } from "./layout.js";

export interface Points {
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Class of each point, or … */
  readonly slots: Int32Array;
  /** … numbers for a colour scale instead. */
  readonly values: Float64Array | undefined;
  readonly diameter: number;
}

/**
 * Points with a place and a colour, in runs of a few hundred, each run one path per colour: zero-length lines with
 * round or square caps. That is a dozen bytes per point, where an element for each would take five times as many.
 */
export function pointMarks({ x, y, slots, values, diameter }: Points, area: Area): Markish {
  const clip = clippedTo(area);
  const run = Math.max(100, Math.ceil(x.length / 24));
  return dot(x, {
    x,
    y,
    stroke: values === undefined ? { value: Array.from(slots, seriesInk), scale: null } : { value: values, scale: "color" },
    render(index, scales, channels, dimensions, context) {
      const [px, py, colors] = [channels.x, channels.y, channels.stroke] as unknown as [number[], number[], string[]];
      const group = context.document.createElementNS(SVG, "g");
      const style = { fill: "none", "stroke-width": String(diameter), "stroke-opacity": "0.75" };
      for (const [name, value] of Object.entries(style)) group.setAttribute(name, value);
      for (let at = 0; at < index.length; ) {
        const end = (Math.floor((index[at] as number) / run) + 1) * run;
        const paths = new Map<string, { readonly slot: number; readonly stroke: string; d: string }>();
        for (; (index[at] as number) < end; at++) {
          const i = index[at] as number;
          const [slot, stroke] = [slots[i] as number, colors[i] as string];
          const path = paths.get(`${slot} ${stroke}`) ?? { slot, stroke, d: "" };
          path.d += `M${tenths(px[i] as number)} ${tenths(py[i] as number)}h0`;
          paths.set(`${slot} ${stroke}`, path);
        }
        for (const { slot, stroke, d } of [...paths.values()].sort((a, b) => a.slot - b.slot)) {
          const path = context.document.createElementNS(SVG, "path");
          const look = { d, stroke, "stroke-linecap": isSquare(slot) ? "square" : "round" };
          for (const [name, value] of Object.entries(look)) path.setAttribute(name, value);
          group.append(path);
        }
      }
      return clip.render?.(index, scales, channels, dimensions, context, () => group) ?? null;
    },
  });
}

const SVG = "http://www.w3.org/2000/svg";

function tenths(value: number): string {
  return round(Math.round(value * 10) / 10);
}

/** Past the colours of the palette classes are told apart by shape. */
export function isSquare(slot: number): boolean {
  return slot >= SERIES.length;
}
