import * as tf from "@tensorflow/tfjs-core";
import { formatShape, shapeSize, type Shape } from "@variate/math";
import { checkIndices, indexedDataset, type IndexedDataset } from "../datasets/dataset.js";
import { imageDataset, type ImageDataset } from "../datasets/imageDataset.js";

/** The factors in the order of the index: the last varies fastest. */
export const SPRITE_FACTORS = ["shape", "scale", "orientation", "x", "y"] as const;
export type SpriteFactor = (typeof SPRITE_FACTORS)[number];

/** Shapes by their level. */
export const SPRITE_SHAPES = ["square", "ellipse", "heart"] as const;

export interface SpriteParameters {
  /** Levels of each factor: as dSprites has them, 3, 6, 40, 32 and 32, unless given. */
  readonly levels?: Readonly<Partial<Record<SpriteFactor, number>>> | undefined;
  /** Height and width in pixels; 64 unless given. */
  readonly imageSize?: number | undefined;
  /** `[imageSize²]` unless given. */
  readonly exampleShape?: Shape | undefined;
}

/** All combinations of the factors, drawn when they are asked for. */
export interface Sprites extends IndexedDataset {
  readonly height: number;
  readonly width: number;
  readonly exampleShape: Shape;
  /** Levels of each factor, in the order of `SPRITE_FACTORS`. */
  readonly factorSizes: readonly number[];
  /** What each level stands for: shape 0, 1, 2; scale; orientation in radians; x and y in [0, 1]. */
  readonly factorValues: Readonly<Record<SpriteFactor, Float32Array>>;
  /** The levels of an image, in the order of `SPRITE_FACTORS`. */
  factorsOf(index: number): number[];
  /** The image of these levels. */
  indexOf(levels: readonly number[]): number;
  /** The values of `gather`, row-major, on the host: 0 and 1. */
  pixels(indices: ArrayLike<number>): Float32Array;
  /** These images held in memory, with the shape as label and the factors' values. */
  render(indices: ArrayLike<number>): ImageDataset;
}

/**
 * White shapes on black with known factors of variation, after dSprites: a square, an ellipse or a heart at 6 scales,
 * 40 orientations and 32 x 32 positions, which makes 737,280 images of 64 x 64.
 *
 * Image i has the levels of the row-major index i over `factorSizes`. Scales run from 0.5 to 1; orientations are
 * 2π k / 40, so none occurs twice; positions run over the middle half of the image. A pixel is 1 where its centre is
 * inside the shape. As in dSprites, orientations a quarter turn apart make the same square, half a turn the same
 * ellipse.
 *
 * @throws If a number of levels is no positive integer, or there are more shapes than three.
 *
 * Reference: Matthey, Higgins, Hassabis and Lerchner (2017), "dSprites: disentanglement testing sprites dataset".
 */
export function sprites(parameters: SpriteParameters = {}): Sprites {
  const { imageSize = 64, exampleShape = [imageSize * imageSize] } = parameters;
  const levels = { shape: 3, scale: 6, orientation: 40, x: 32, y: 32, ...parameters.levels };
  for (const [name, value] of Object.entries({ imageSize, ...levels })) {
    if (!Number.isSafeInteger(value) || value < 1 || (name === "shape" && value > SPRITE_SHAPES.length)) {
      throw new Error(`sprites: expected ${name} as a positive integer${name === "shape" ? " up to 3" : ""}; got ${value}.`);
    }
  }
  const pixelCount = imageSize * imageSize;
  if (shapeSize(exampleShape) !== pixelCount) {
    throw new Error(`sprites: expected exampleShape of ${pixelCount} elements; got ${formatShape(exampleShape)}.`);
  }
  const factorSizes = SPRITE_FACTORS.map((name) => levels[name]);
  const size = shapeSize(factorSizes);
  const spread = (count: number, low: number, high: number): Float32Array =>
    Float32Array.from({ length: count }, (_, level) => (count === 1 ? (low + high) / 2 : low + ((high - low) * level) / (count - 1)));
  const factorValues = {
    shape: Float32Array.from({ length: levels.shape }, (_, level) => level),
    scale: levels.scale === 1 ? Float32Array.of(1) : spread(levels.scale, 0.5, 1),
    orientation: Float32Array.from({ length: levels.orientation }, (_, level) => (2 * Math.PI * level) / levels.orientation),
    x: spread(levels.x, 0, 1),
    y: spread(levels.y, 0, 1),
  };

  const factorsOf = (index: number): number[] => {
    checkIndices("factorsOf", [index], size);
    const found: number[] = [];
    let rest = index;
    for (const count of factorSizes.toReversed()) {
      found.unshift(rest % count);
      rest = Math.floor(rest / count);
    }
    return found;
  };
  const indexOf = (wanted: readonly number[]): number => {
    const valid = wanted.length === factorSizes.length && wanted.every((level, f) => Number.isInteger(level) && level >= 0 && level < (factorSizes[f] as number));
    if (!valid) throw new RangeError(`indexOf: expected levels below ${formatShape(factorSizes)}; got ${formatShape(wanted)}.`);
    return wanted.reduce((index, level, f) => index * (factorSizes[f] as number) + level, 0);
  };
  const valuesOf = (index: number): number[] => {
    const found = factorsOf(index);
    return SPRITE_FACTORS.map((name, f) => factorValues[name][found[f] as number] as number);
  };
  const draw = (indices: ArrayLike<number>, into: Float32Array | Uint8Array, on: number): void => {
    for (let i = 0; i < indices.length; i++) {
      const [shape, scale, orientation, x, y] = valuesOf(indices[i] as number) as [number, number, number, number, number];
      drawSprite({ shape, scale, orientation, x, y }, imageSize, into.subarray(i * pixelCount, (i + 1) * pixelCount), on);
    }
  };
  const pixels = (indices: ArrayLike<number>): Float32Array => {
    const values = new Float32Array(indices.length * pixelCount);
    draw(indices, values, 1);
    return values;
  };
  const render = (indices: ArrayLike<number>): ImageDataset => {
    const images = new Uint8Array(indices.length * pixelCount);
    draw(indices, images, 255);
    const values = Array.from(indices, valuesOf);
    const factors = Object.fromEntries(SPRITE_FACTORS.map((name, f) => [name, Float32Array.from(values, (row) => row[f] as number)]));
    return imageDataset({ images, height: imageSize, width: imageSize, labels: factors["shape"], factors, exampleShape });
  };
  const gather = (indices: ArrayLike<number>): tf.Tensor => tf.tensor(pixels(indices), [indices.length, ...exampleShape], "float32");
  return { ...indexedDataset({ size, gather }), height: imageSize, width: imageSize, exampleShape, factorSizes, factorValues, factorsOf, indexOf, pixels, render };
}

/** The largest distance of a shape's edge from its centre is below a quarter of the image, so it never leaves it. */
const LARGEST_RADIUS = 0.235;

/** Sets the pixels whose centres are inside the shape. */
function drawSprite(
  factors: Readonly<Record<SpriteFactor, number>>,
  imageSize: number,
  into: Float32Array | Uint8Array,
  on: number,
): void {
  const inside = INSIDE[factors.shape] as (u: number, v: number) => boolean;
  const radius = LARGEST_RADIUS * imageSize * factors.scale;
  const centreX = imageSize * (0.25 + 0.5 * factors.x);
  const centreY = imageSize * (0.25 + 0.5 * factors.y);
  const cos = Math.cos(factors.orientation) / radius;
  const sin = Math.sin(factors.orientation) / radius;
  const first = (centre: number): number => Math.max(0, Math.floor(centre - radius));
  const last = (centre: number): number => Math.min(imageSize - 1, Math.ceil(centre + radius));
  for (let row = first(centreY); row <= last(centreY); row++) {
    for (let column = first(centreX); column <= last(centreX); column++) {
      const dx = column + 0.5 - centreX;
      const dy = row + 0.5 - centreY;
      if (inside(cos * dx + sin * dy, cos * dy - sin * dx)) into[row * imageSize + column] = on;
    }
  }
}

/** Whether a point is in the shape, which lies within the unit circle; v points down. */
const INSIDE: readonly ((u: number, v: number) => boolean)[] = [
  (u, v) => Math.max(Math.abs(u), Math.abs(v)) <= Math.SQRT1_2,
  (u, v) => u * u + 4 * v * v <= 1,
  (u, v) => {
    // The sextic heart (x² + y² − 1)³ = x² y³, y up. Its smallest circle has centre (0, 0.25) and radius 1.25.
    const x = 1.25 * u;
    const y = 0.25 - 1.25 * v;
    const disc = x * x + y * y - 1;
    return disc * disc * disc <= x * x * y * y * y;
  },
];
