/** A colour on white paper and the same hue on a dark page. */
export interface Ink {
  readonly light: string;
  readonly dark: string;
}

export const INKS = {
  paper: { light: "#ffffff", dark: "#14181d" },
  text: { light: "#1b1f24", dark: "#e8eaed" },
  muted: { light: "#57606a", dark: "#9da7b3" },
  grid: { light: "#e6e9ed", dark: "#2a3038" },
  axis: { light: "#8c959f", dark: "#6b7580" },
} as const satisfies Record<string, Ink>;

/**
 * Colours of series and classes, in order of use.
 *
 * Found by search from Okabe and Ito's colours: each has a contrast of 3 or more to its ground, and any two are at least
 * 0.11 apart in OKLab, and 0.065 (the first four 0.1) under protanopia, deuteranopia and tritanopia.
 *
 * Reference: Machado, Oliveira and Fernandes, A physiologically-based model for simulation of color vision deficiency (2009).
 */
export const SERIES: readonly Ink[] = [
  { light: "#0072b2", dark: "#4aa8e0" },
  { light: "#d86818", dark: "#f0803b" },
  { light: "#00531c", dark: "#01ebbb" },
  { light: "#b33780", dark: "#bf7e9e" },
  { light: "#8d5d00", dark: "#efb705" },
  { light: "#532997", dark: "#8d7dff" },
  { light: "#299cde", dark: "#93caf5" },
  { light: "#822254", dark: "#cc4677" },
  { light: "#5d954a", dark: "#a2ca79" },
  { light: "#83827b", dark: "#afaba8" },
];

/** What to paint in a named ink: its light colour, which the style sheet darkens. */
export function ink(name: keyof typeof INKS): string {
  return INKS[name].light;
}

/** What to paint series `index` in, counted around the palette. */
export function seriesInk(index: number): string {
  return (SERIES[index % SERIES.length] as Ink).light;
}

const darkRules = [...Object.values(INKS), ...SERIES]
  .map(({ light, dark }) => `.variate-chart [fill="${light}"]{fill:${dark}}.variate-chart [stroke="${light}"]{stroke:${dark}}`)
  .join("");

/**
 * The style sheet inside every chart. Light colours are plain attributes, which every SVG reader knows; this turns each
 * of ours into its dark one on screens that ask for that, so paper and converters stay light.
 */
export const CHART_STYLE = `@media screen and (prefers-color-scheme:dark){${darkRules}}`;
