import { element, round, type Markup } from "../markup/element.js";
import type { Scale } from "../scales/scale.js";
import { COLORMAPS } from "./colormap.js";
import { SERIES, strokeSeries } from "./palette.js";
import type { Numbers } from "./series.js";

/** How the points are painted: a few groups, each with the attributes of its path; -1 leaves a point out. */
export interface Paint {
  readonly groups: readonly Readonly<Record<string, string>>[];
  groupOf(index: number): number;
}

export function inksOf(slots: Int32Array, classes: number): Paint {
  const groups = Array.from({ length: classes }, (_, i) => ({
    ...strokeSeries(i),
    "stroke-linecap": isSquare(i) ? "square" : "round",
  }));
  return { groups, groupOf: (i) => slots[i] as number };
}

/** Thirty-two shades are as many as the eye can order, and keep the paths few. */
const SHADES = 32;

export function shadesOf(values: Numbers, [low, high]: readonly [number, number]): Paint {
  const groups = Array.from({ length: SHADES }, (_, i) => ({
    stroke: COLORMAPS.sequential((i + 0.5) / SHADES),
    "stroke-linecap": "round",
  }));
  return {
    groups,
    groupOf: (i) => {
      const share = ((values[i] as number) - low) / (high - low);
      return Number.isFinite(share) ? Math.min(SHADES - 1, Math.floor(share * SHADES)) : -1;
    },
  };
}

/** Runs of points, each as one path per group: zero-length lines with round or square caps. */
export function drawPoints(
  xs: Float64Array,
  ys: Float64Array,
  x: Scale,
  y: Scale,
  diameter: number,
  { groups, groupOf }: Paint,
): Markup[] {
  const run = Math.max(100, Math.ceil(xs.length / 24));
  const drawn: Markup[] = [];
  for (let start = 0; start < xs.length; start += run) {
    const paths = groups.map(() => "");
    for (let i = start; i < Math.min(xs.length, start + run); i++) {
      const [px, py, group] = [xs[i] as number, ys[i] as number, groupOf(i)];
      if (group < 0 || !x.accepts(px) || !y.accepts(py)) continue;
      paths[group] += `M${tenths(x.toPixel(px))} ${tenths(y.toPixel(py))}h0`;
    }
    paths.forEach((d, i) => {
      if (d === "") return;
      drawn.push(element("path", { d, fill: "none", ...groups[i], "stroke-width": diameter, "stroke-opacity": 0.75 }));
    });
  }
  return drawn;
}

function tenths(value: number): string {
  return round(Math.round(value * 10) / 10);
}

/** Past the colours of the palette classes are told apart by shape. */
export function isSquare(index: number): boolean {
  return index >= SERIES.length;
}
