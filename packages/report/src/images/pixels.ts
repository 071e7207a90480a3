import { expectNumbers } from "../charts/series.js";
import { describe, expectation, expectCount } from "../expect.js";

export interface ImageOptions {
  /** Row-major [count, height, width, channels] in one array, or one array per image. */
  readonly images: ArrayLike<number> | readonly ArrayLike<number>[];
  readonly height: number;
  readonly width: number;
  /** 1 for grey, 3 for red, green and blue; default 1. */
  readonly channels?: 1 | 3;
  /** How many images to show, from the first; by default all. */
  readonly count?: number;
  /**
   * Values of black and white: by default [0, 255] for bytes and [0, 1] for everything else; `"auto"` takes the extent
   * of all finite values, `"each"` that of each image.
   */
  readonly range?: readonly [number, number] | "auto" | "each";
}

/** One image, ready to paint. */
export interface PaintedImage {
  /** height · width · channels values from 0 to 255. */
  readonly bytes: Uint8Array;
  readonly finite: boolean;
  /** Pixels with a value that is not finite. */
  readonly broken?: ReadonlySet<number>;
}

export interface Images {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3;
  at(index: number): PaintedImage;
}

/** Checks shapes and hands out the images one by one as bytes. */
export function readImages(caller: string, options: ImageOptions): Images {
  const { height, width } = options;
  const channels = options.channels ?? 1;
  expectCount(caller, "height", height, 16384);
  expectCount(caller, "width", width, 16384);
  if (channels !== 1 && channels !== 3) throw expectation(caller, "channels to be 1 or 3", describe(channels));
  const size = height * width * channels;
  const shape = channels === 1 ? `[${height}, ${width}]` : `[${height}, ${width}, ${channels}]`;
  const list = splitImages(caller, options.images, size, shape);
  if (options.count !== undefined) expectCount(caller, "count", options.count, list.length);
  const count = options.count ?? list.length;
  const shown = list.slice(0, count);
  const bytes = ArrayBuffer.isView(shown[0]) && (shown[0] instanceof Uint8Array || shown[0] instanceof Uint8ClampedArray);
  const range = readRange(caller, options.range ?? (bytes ? [0, 255] : [0, 1]), shown);
  return {
    count,
    height,
    width,
    channels,
    at: (index) => toBytes(shown[index] as ArrayLike<number>, range(index), channels),
  };
}

/** `"#1b1f24"` as three bytes. */
export function readColor(caller: string, color: string): readonly [number, number, number] {
  if (!/^#[0-9a-f]{6}$/i.test(color)) throw expectation(caller, `background like "#ffffff"`, describe(color));
  const at = (start: number): number => Number.parseInt(color.slice(start, start + 2), 16);
  return [at(1), at(3), at(5)];
}

function splitImages(
  caller: string,
  images: ImageOptions["images"],
  size: number,
  shape: string,
): readonly ArrayLike<number>[] {
  if (Array.isArray(images) && images.length > 0 && typeof images[0] !== "number") {
    images.forEach((image: ArrayLike<number>, i) => {
      expectNumbers(caller, `image ${i}`, image);
      if (image.length !== size) {
        throw expectation(caller, `images of shape ${shape}, ${size} numbers each`, `${image.length} in image ${i}`);
      }
    });
    return images as readonly ArrayLike<number>[];
  }
  const flat = images as ArrayLike<number>;
  expectNumbers(caller, "images", flat);
  if (flat.length === 0) throw expectation(caller, "at least one image", "none");
  if (flat.length % size !== 0) {
    throw expectation(caller, `images of shape ${shape}, ${size} numbers each`, `${flat.length} numbers in all`);
  }
  const whole = ArrayBuffer.isView(flat) ? (flat as unknown as Float32Array) : Float64Array.from(flat);
  return Array.from({ length: flat.length / size }, (_, i) => whole.subarray(i * size, (i + 1) * size));
}

type Range = readonly [number, number];

function readRange(
  caller: string,
  range: NonNullable<ImageOptions["range"]>,
  images: readonly ArrayLike<number>[],
): (index: number) => Range {
  if (range === "each") return (index) => extent([images[index] as ArrayLike<number>]);
  if (range === "auto") {
    const all = extent(images);
    return () => all;
  }
  const [low, high] = Array.isArray(range) ? (range as Range) : [NaN, NaN];
  if (!(Number.isFinite(low) && Number.isFinite(high) && low < high)) {
    const got = Array.isArray(range) ? `[${range.join(", ")}]` : describe(range);
    throw expectation(caller, `range to be two finite numbers, the lower first, "auto" or "each"`, got);
  }
  return () => [low, high];
}

function extent(images: readonly ArrayLike<number>[]): Range {
  let low = Infinity;
  let high = -Infinity;
  for (const image of images) {
    for (let i = 0; i < image.length; i++) {
      const value = image[i] as number;
      if (!Number.isFinite(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  if (low > high) return [0, 1];
  // A flat image has no contrast to stretch; half a unit either side makes it middle grey.
  return low === high ? [low - 0.5, high + 0.5] : [low, high];
}

function toBytes(image: ArrayLike<number>, [low, high]: Range, channels: 1 | 3): PaintedImage {
  const bytes = new Uint8Array(image.length);
  let broken: Set<number> | undefined;
  for (let i = 0; i < image.length; i++) {
    const value = image[i] as number;
    if (Number.isFinite(value)) bytes[i] = Math.round(Math.min(255, Math.max(0, (255 * (value - low)) / (high - low))));
    else (broken ??= new Set()).add(Math.floor(i / channels));
  }
  return broken === undefined ? { bytes, finite: true } : { bytes, finite: false, broken };
}
