import { lab } from "d3-color";
import { rect, scale, type ScaleOptions } from "@observablehq/plot";
import { extent } from "d3-array";
import type { Markup } from "../markup/element.js";
import { acceptsValue, apart, fitAxis, nearlyEqual } from "./axis.js";
import type { Area } from "./layout.js";
import type { Size } from "./options.js";
import { ink } from "./palette.js";
import { drawPlot, scaleOf, yLabels } from "./plot.js";
import { element, fragment } from "../markup/element.js";

/**
 * For amounts, viridis: from dark to light in even steps, for every kind of colour vision and in grey. For values on both
 * sides of a middle, ColorBrewer's red and blue, blue for high: grey-white in the middle, darker with the distance from it.
 */
export const SCHEMES = { sequential: "viridis", diverging: "rdbu" } as const;

/** Room a colour bar takes, right of the drawing area. */
export const COLOR_BAR_ROOM = 64;

/** Rectangles side by side: smoothed edges would let the page show through between them. */
export const SEAMLESS = { shapeRendering: "crispEdges" } as const;

/** The colours of numbers between the ends of a range. What is not finite is as pale as a grid line. */
export function colorScale(colors: keyof typeof SCHEMES, range: readonly [number, number]): ScaleOptions {
  return { type: "linear", scheme: SCHEMES[colors], domain: range, clamp: true, unknown: ink("grid") };
}

/** The same in as many shades as the eye can order, which keeps few the paths that hold many points. */
export function shades(range: readonly [number, number]): ScaleOptions {
  return { type: "quantize", n: 32, scheme: SCHEMES.sequential, domain: range };
}

/** Whether black text contrasts more than white with the colour of a value: above a luminance of 0.18, L* = 49.5. */
export function isLight(color: ScaleOptions): (value: number) => boolean {
  const { apply } = scale({ color });
  return (value) => lab(apply(value) as string).l > 49.5;
}

/** What the colours stand for, right of the drawing area. */
export function drawColorBar(caller: string, size: Size, area: Area, color: ScaleOptions, title: string | undefined): Markup {
  const [low, high] = color.domain as [number, number];
  const axis = fitAxis({ caller, name: "y", axis: { domain: [low, high] }, values: [], length: area.bottom - area.top, spacing: 36 });
  const steps = 48;
  const at = (step: number): number => low + (step / steps) * (high - low);
  const left = area.right + 16;
  const bar = drawPlot({
    size,
    area: { ...area, left, right: left + 10 },
    x: { type: "linear", domain: [0, 1] },
    y: scaleOf(axis),
    color,
    marks: [
      rect({ length: steps }, { x1: 0, x2: 1, y1: (_, i) => at(i), y2: (_, i) => at(i + 1), fill: (_, i) => at(i + 0.5), ...SEAMLESS }),
      yLabels(axis, "right"),
    ],
  });
  const heading =
    title && element("text", { x: left + 48, y: area.top - 10, fill: ink("muted"), "font-size": 12, "text-anchor": "end" }, title);
  return fragment(bar, heading);
}

/** The ends of a colour bar: the extent of all finite values; symmetric around zero when `diverging`. */
export function colorRange(values: ArrayLike<number>, diverging: boolean): [number, number] {
  const [low, high] = extent(Array.from(values).filter((value) => acceptsValue("linear", value)));
  if (low === undefined || high === undefined) return diverging ? [-1, 1] : [0, 1];
  const end = Math.max(Math.abs(low), Math.abs(high));
  if (!diverging) return apart(low, high);
  return nearlyEqual(-end, end) ? [-1, 1] : [-end, end];
}
