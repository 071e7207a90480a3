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

/** Attributes that paint an area in a named ink: the light colour itself, and the class that darkens it. */
export function fillInk(name: keyof typeof INKS): { fill: string; class: string } {
  return { fill: INKS[name].light, class: `v-${name}-f` };
}

export function strokeInk(name: keyof typeof INKS): { stroke: string; class: string } {
  return { stroke: INKS[name].light, class: `v-${name}-s` };
}

/** Attributes that paint an area in the colour of series `index`, counted around the palette. */
export function fillSeries(index: number): { fill: string; class: string } {
  const slot = index % SERIES.length;
  return { fill: (SERIES[slot] as Ink).light, class: `v-${slot}-f` };
}

export function strokeSeries(index: number): { stroke: string; class: string } {
  const slot = index % SERIES.length;
  return { stroke: (SERIES[slot] as Ink).light, class: `v-${slot}-s` };
}

const darkRules = [...Object.entries(INKS), ...SERIES.map((ink, slot) => [String(slot), ink] as const)]
  .map(([name, ink]) => `.v-${name}-f{fill:${ink.dark}}.v-${name}-s{stroke:${ink.dark}}`)
  .join("");

/**
 * The style sheet inside every chart. Light colours are plain attributes, which every SVG reader knows; this adds the
 * dark ones on screens that ask for them, so paper and converters stay light.
 */
export const CHART_STYLE = `@media screen and (prefers-color-scheme:dark){${darkRules}}`;
