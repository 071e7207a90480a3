import { describe, expect, it } from "vitest";
import { CHART_STYLE, INKS, SERIES } from "../../src/charts/palette.js";

type Triple = readonly [number, number, number];

/** Machado, Oliveira and Fernandes (2009), severity 1, on linear sRGB. */
const VISION: Record<string, readonly Triple[]> = {
  normal: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protanopia: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deuteranopia: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritanopia: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
};

/** Ottosson's OKLab (2020), from linear sRGB. */
const CONES: readonly Triple[] = [
  [0.4122214708, 0.5363325363, 0.0514459929],
  [0.2119034982, 0.6806995451, 0.1073969566],
  [0.0883024619, 0.2817188376, 0.6299787005],
];
const OPPONENT: readonly Triple[] = [
  [0.2104542553, 0.793617785, -0.0040720468],
  [1.9779984951, -2.428592205, 0.4505937099],
  [0.0259040371, 0.7827717662, -0.808675766],
];

const multiply = (matrix: readonly Triple[], v: Triple): Triple =>
  matrix.map((row) => row[0] * v[0] + row[1] * v[1] + row[2] * v[2]) as unknown as Triple;

function linear(color: string): Triple {
  return [1, 3, 5].map((at) => {
    const value = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as unknown as Triple;
}

function seen(color: string, vision: readonly Triple[]): Triple {
  const clipped = multiply(vision, linear(color)).map((value) => Math.min(1, Math.max(0, value))) as unknown as Triple;
  return multiply(OPPONENT, multiply(CONES, clipped).map(Math.cbrt) as unknown as Triple);
}

/** WCAG 2 contrast ratio. */
function contrast(a: string, b: string): number {
  const luminance = (color: string): number => {
    const [r, g, blue] = linear(color);
    return 0.2126 * r + 0.7152 * g + 0.0722 * blue;
  };
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

describe.each(["light", "dark"] as const)("the %s palette", (mode) => {
  const colors = SERIES.map((ink) => ink[mode]);

  it("stands out from the paper (WCAG 1.4.11: 3, text 1.4.3: 4.5)", () => {
    for (const color of colors) expect(contrast(color, INKS.paper[mode])).toBeGreaterThanOrEqual(3);
    for (const name of ["text", "muted"] as const) expect(contrast(INKS[name][mode], INKS.paper[mode])).toBeGreaterThanOrEqual(4.5);
  });

  it.each(Object.keys(VISION))("keeps its colours apart under %s", (name) => {
    const points = colors.map((color) => seen(color, VISION[name] as readonly Triple[]));
    const apart = (count: number): number => {
      let least = Infinity;
      for (let i = 0; i < count; i++) {
        for (let j = 0; j < i; j++) {
          const [a, b] = [points[i] as Triple, points[j] as Triple];
          least = Math.min(least, Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]));
        }
      }
      return least;
    };
    expect(apart(10)).toBeGreaterThan(name === "normal" ? 0.11 : 0.065);
    expect(apart(6)).toBeGreaterThan(0.083);
    expect(apart(4)).toBeGreaterThan(0.098);
  });

  it("has a rule for each colour in the dark style sheet", () => {
    if (mode === "dark") for (const color of colors) expect(CHART_STYLE).toContain(`{stroke:${color}}`);
    else expect(CHART_STYLE).toMatch(/^@media screen and \(prefers-color-scheme:dark\)/);
  });
});
