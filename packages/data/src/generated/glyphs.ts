import type { Shape } from "@variate/math";
import { foldIn, normalArray, splitKey, uniformArray, type RandomKey } from "@variate/random";
import { imageDataset, type ImageDataset } from "../datasets/imageDataset.js";
import { polyline } from "./curve.js";
import { DIGITS, type Stroke } from "./glyphStrokes.js";
import { inkBytes, nearestInk } from "./ink.js";

/** Lowest and highest value of a factor, which is uniform between them. */
export type FactorRange = readonly [lowest: number, highest: number];

/** What varies in `glyphs` and how far, unless told otherwise. Lengths are in units of a 28-pixel image. */
export const GLYPH_FACTORS = {
  /** Horizontal shift from bottom to top, as a share of the height; positive leans right. */
  slant: [-0.1, 0.4],
  /** Width of the stroke, in pixels. */
  thickness: [1.4, 3.3],
  /** Height of the digit, in pixels. */
  scale: [16, 21],
  /** Width over height, relative to how the digit is drawn. */
  aspect: [0.8, 1.3],
  /** Position of the centre, in pixels right of the middle. */
  x: [-1.5, 1.5],
  /** The same, downwards. */
  y: [-1.5, 1.5],
  /** Angle in radians, clockwise. */
  rotation: [-0.15, 0.15],
} as const satisfies Record<string, FactorRange>;

export type GlyphFactor = keyof typeof GLYPH_FACTORS;

export interface GlyphParameters {
  readonly key: RandomKey;
  /** Number of images; 12,000 unless given. */
  readonly size?: number | undefined;
  /** Height and width in pixels; 28 unless given. */
  readonly imageSize?: number | undefined;
  /** Digits to draw, in turn; 0 to 9 unless given. */
  readonly classes?: readonly number[] | undefined;
  /** Other ranges than `GLYPH_FACTORS`; `[v, v]` fixes a factor. */
  readonly ranges?: Readonly<Partial<Record<GlyphFactor, FactorRange>>> | undefined;
  /** Standard deviation of each control point about its place, as a share of the digit's height; 0.026 unless given. */
  readonly jitter?: number | undefined;
  /** `[imageSize²]` unless given. */
  readonly exampleShape?: Shape | undefined;
}

/** Images whose classes and factors are known. */
export interface Glyphs extends ImageDataset {
  readonly labels: Int32Array;
  readonly factors: Readonly<Record<GlyphFactor | "variant", Float32Array>>;
}

const FACTORS = Object.keys(GLYPH_FACTORS) as GlyphFactor[];
const PIECES = 6;
const SOFTNESS = 1.1;

/**
 * Generated images of handwritten-like digits, with their classes and the factors that made them.
 *
 * Each digit is one of two or three ways of writing it: strokes through control points, which are shifted a little at
 * random, then stretched, slanted, turned and placed, and drawn with a round pen, antialiased by each pixel's distance
 * to the stroke. Image i has class `classes[i % classes.length]` and depends on the key and i alone:
 *
 *   [factors, points] = splitKey(foldIn(key, i), 2)
 *   uniforms [8] of the first give the way of writing and, in the order of `GLYPH_FACTORS`, the factors;
 *   normals of the second, x and y in turn, shift the control points.
 *
 * The result's `factors` hold the seven factors of `GLYPH_FACTORS` and `variant`, the number of the way of writing.
 *
 * @throws If a size is no positive integer, a class no digit, or a range no interval.
 */
export function glyphs(parameters: GlyphParameters): Glyphs {
  const { key, size = 12_000, imageSize = 28, jitter = 0.026, classes = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], exampleShape } = parameters;
  const ranges: Readonly<Record<GlyphFactor, FactorRange>> = { ...GLYPH_FACTORS, ...parameters.ranges };
  check(size, imageSize, jitter, classes, ranges);

  const images = new Uint8Array(size * imageSize * imageSize);
  const labels = new Int32Array(size);
  const factors = Object.fromEntries([...FACTORS, "variant"].map((name) => [name, new Float32Array(size)])) as Glyphs["factors"];
  const squared = new Float32Array(imageSize * imageSize);
  const pixel = imageSize / 28;
  for (let i = 0; i < size; i++) {
    const [factorKey, pointKey] = splitKey(foldIn(key, i), 2) as [RandomKey, RandomKey];
    const [choice, ...uniforms] = uniformArray(factorKey, [1 + FACTORS.length]) as unknown as [number, ...number[]];
    const label = classes[i % classes.length] as number;
    const variants = DIGITS[label] as readonly (readonly Stroke[])[];
    const variant = Math.floor(choice * variants.length);
    const strokes = variants[variant] as readonly Stroke[];
    const values = {} as Record<GlyphFactor, number>;
    FACTORS.forEach((name, f) => {
      const [lowest, highest] = ranges[name];
      values[name] = Math.fround(lowest + (uniforms[f] as number) * (highest - lowest));
      factors[name][i] = values[name];
    });
    factors.variant[i] = variant;
    labels[i] = label;

    const radius = (values.thickness * pixel) / 2;
    squared.fill(Infinity);
    const noise = normalArray(pointKey, [strokes.reduce((total, { points }) => total + 2 * points.length, 0)]);
    let used = 0;
    for (const stroke of strokes) {
      const moved = stroke.points.flatMap(([x, y]) => [x + jitter * (noise[used++] as number), y + jitter * (noise[used++] as number)]);
      const line = polyline(stroke, moved, PIECES);
      place(line, values, imageSize);
      nearestInk(line, squared, imageSize, imageSize, radius + SOFTNESS * pixel);
    }
    inkBytes(squared, radius, SOFTNESS * pixel, images.subarray(i * squared.length, (i + 1) * squared.length));
  }
  return { ...imageDataset({ images, height: imageSize, width: imageSize, exampleShape, labels, factors }), labels, factors };
}

/** Unit square to pixels, in place: stretch, slant, turn about the centre, move. */
function place(line: number[], values: Readonly<Record<GlyphFactor, number>>, imageSize: number): void {
  const { slant, scale, aspect, x, y, rotation } = values;
  const cos = Math.cos(rotation);
  const sin = Math.sin(rotation);
  for (let i = 0; i < line.length; i += 2) {
    const v = (line[i + 1] as number) - 0.5;
    const u = ((line[i] as number) - 0.5) * aspect - slant * v;
    line[i] = (imageSize / 28) * (14 + x + scale * (cos * u - sin * v));
    line[i + 1] = (imageSize / 28) * (14 + y + scale * (sin * u + cos * v));
  }
}

function check(size: number, imageSize: number, jitter: number, classes: readonly number[], ranges: Readonly<Record<string, FactorRange>>): void {
  for (const [name, value] of Object.entries({ size, imageSize })) {
    if (!Number.isSafeInteger(value) || value < 1) throw new Error(`glyphs: expected ${name} as a positive integer; got ${value}.`);
  }
  if (!(jitter >= 0)) throw new Error(`glyphs: expected jitter of 0 or more; got ${jitter}.`);
  if (classes.length === 0 || !classes.every((label) => label in DIGITS)) {
    throw new Error(`glyphs: expected classes from 0 to 9; got [${classes.join(", ")}].`);
  }
  for (const [name, range] of Object.entries(ranges)) {
    if (!(name in GLYPH_FACTORS)) throw new Error(`glyphs: expected ranges of ${FACTORS.join(", ")}; got ${name}.`);
    if (!(range[0] <= range[1]) || !Number.isFinite(range[1] - range[0]) || ((name === "thickness" || name === "scale") && range[0] <= 0)) {
      throw new Error(`glyphs: expected the range of ${name} as [lowest, highest]${name === "thickness" || name === "scale" ? " above 0" : ""}; got [${range.join(", ")}].`);
    }
  }
}
