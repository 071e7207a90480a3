/** From 0 to 1 to a colour. */
export type Colormap = (at: number) => string;

/** Viridis at eleven even places: from dark to light in even steps, for every kind of colour vision and in grey. */
const VIRIDIS = [
  "#440154", "#482475", "#414487", "#355f8d", "#2a788e", "#21918c", "#22a884", "#44bf70", "#7ad151", "#bddf26", "#fde725",
];

/** ColorBrewer's RdBu, blue for high: grey-white in the middle, darker with the distance from it. */
const RED_BLUE = [
  "#67001f", "#b2182b", "#d6604d", "#f4a582", "#fddbc7", "#f7f7f7", "#d1e5f0", "#92c5de", "#4393c3", "#2166ac", "#053061",
];

/** For amounts: `"sequential"`. For values on both sides of a middle: `"diverging"`. */
export const COLORMAPS = {
  sequential: interpolate(VIRIDIS),
  diverging: interpolate(RED_BLUE),
} as const satisfies Record<string, Colormap>;

/** Whether black text reads better than white on a colour, by its relative luminance. */
export function isLight(color: string): boolean {
  const [r, g, b] = channels(color).map((value) => ((value / 255 + 0.055) / 1.055) ** 2.4) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.3;
}

function interpolate(stops: readonly string[]): Colormap {
  const colors = stops.map(channels);
  return (at) => {
    const position = Math.min(1, Math.max(0, at)) * (colors.length - 1);
    const below = Math.min(colors.length - 2, Math.floor(position));
    const share = position - below;
    const mixed = [0, 1, 2].map((i) => {
      const [a, b] = [colors[below]?.[i] as number, colors[below + 1]?.[i] as number];
      return Math.round(a + share * (b - a)).toString(16).padStart(2, "0");
    });
    return `#${mixed.join("")}`;
  };
}

function channels(color: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
}
