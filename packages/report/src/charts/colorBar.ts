import { element, fragment, type Markup } from "../markup/element.js";
import { makeScale } from "../scales/scale.js";
import type { Colormap } from "./colormap.js";
import type { Area } from "./layout.js";
import { fillInk } from "./palette.js";

/** Room a colour bar takes, right of the drawing area. */
export const COLOR_BAR_ROOM = 64;

/** What the colours of a colour map stand for, right of the drawing area. */
export function drawColorBar(
  caller: string,
  area: Area,
  range: readonly [number, number],
  colors: Colormap,
  title: string | undefined,
): Markup {
  const left = area.right + 16;
  const steps = 48;
  const height = (area.bottom - area.top) / steps;
  const { ticks } = makeScale({
    caller,
    name: "y",
    axis: { domain: range },
    values: [],
    range: [area.bottom, area.top],
    spacing: 48,
  });
  const text = { ...fillInk("muted"), "font-size": 12 };
  return fragment(
    Array.from({ length: steps }, (_, i) => {
      const y = area.bottom - (i + 1) * height;
      return element("rect", { x: left, y, width: 10, height: height + 0.3, fill: colors((i + 0.5) / steps) });
    }),
    ticks.map(({ at, label }) => element("text", { x: left + 15, y: at + 4, ...text }, label)),
    title === undefined
      ? undefined
      : element("text", { x: left + 48, y: area.top - 10, ...text, "text-anchor": "end" }, title),
  );
}

/** The ends of a colour bar: those wanted, or the extent of all finite values; symmetric around zero when `diverging`. */
export function colorRange(values: ArrayLike<number>, diverging: boolean): [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) return diverging ? [-1, 1] : [0, 1];
  if (diverging) {
    const end = Math.max(Math.abs(low), Math.abs(high)) || 1;
    return [-end, end];
  }
  return low === high ? [low - 0.5, high + 0.5] : [low, high];
}
