import { encode } from "fast-png";
import { expectation } from "../expect.js";
import { layOutGrid, type GridLayout } from "./gridLayout.js";
import { readColor, readImages, type ImageOptions, type Images } from "./pixels.js";

export interface ImageGridOptions extends ImageOptions {
  /** Images per row; by default as many as make the grid about square. */
  readonly columns?: number;
  /** Pixels between images, before scaling; default 1. */
  readonly gap?: number;
  /** Puts this many columns close together and three gaps between groups: 2 for originals beside reconstructions. */
  readonly group?: number;
  /** Pixels of the grid per pixel of an image, a whole number; default 2. */
  readonly scale?: number;
  /** `"#rrggbb"` between and behind the images; by default nothing, so that the page shows through. */
  readonly background?: string;
}

/** Larger grids than this are a mistake, and would take gigabytes. */
const MOST_PIXELS = 100_000_000;

/** A pixel that is not finite, in no other way possible in a grey image: magenta. */
const NOT_FINITE = [255, 0, 170] as const;

/**
 * Images side by side in rows, as the bytes of a PNG of 8 bits per channel.
 *
 * Pixel p of the range [low, high] becomes round(255 (p − low) / (high − low)), clipped to 0 … 255. Pixels that are
 * not finite are magenta, so that a broken model shows.
 *
 * @throws If the images do not have count · height · width · channels numbers.
 */
export function imageGrid(options: ImageGridOptions): Uint8Array {
  const images = readImages("imageGrid", options);
  const layout = layOutGrid("imageGrid", images, options);
  return paintGrid("imageGrid", images, layout, options.background);
}

export interface InterleavedGridOptions extends Omit<ImageGridOptions, "images" | "group" | "columns"> {
  /** Two or more sets of equally many images: the originals, then their reconstructions. */
  readonly sets: readonly ImageOptions["images"][];
  /** Groups per row, each holding image i of every set; by default about as many as make the grid twice as wide as high. */
  readonly columns?: number;
}

/**
 * Image i of the first set beside image i of the second, and so on: originals beside reconstructions, as the bytes of
 * a PNG.
 *
 * @throws If there are fewer than two sets, or they differ in size.
 */
export function interleavedGrid(options: InterleavedGridOptions): Uint8Array {
  const { images, perGroup } = readInterleaved("interleavedGrid", options);
  const layout = layOutGrid("interleavedGrid", images, {
    ...options,
    columns: interleavedColumns(images, perGroup, options.columns),
    group: perGroup,
  });
  return paintGrid("interleavedGrid", images, layout, options.background);
}

export function interleavedColumns(images: Images, perGroup: number, columns: number | undefined): number {
  const groups = images.count / perGroup;
  const square = Math.ceil(Math.sqrt((2 * groups * images.height) / (images.width * perGroup)));
  return perGroup * Math.min(groups, columns ?? Math.max(1, square));
}

export function readInterleaved(
  caller: string,
  options: Omit<ImageOptions, "images"> & { readonly sets: readonly ImageOptions["images"][] },
): { images: Images; perGroup: number } {
  const { sets, ...shape } = options;
  if (!Array.isArray(sets) || sets.length < 2) {
    throw expectation(caller, "two or more sets of images", `${Array.isArray(sets) ? sets.length : typeof sets}`);
  }
  const read = sets.map((images) => readImages(caller, { ...shape, images }));
  const first = read[0] as Images;
  read.forEach(({ count }, i) => {
    if (count !== first.count) {
      throw expectation(caller, `sets of equally many images`, `${first.count} in set 0 and ${count} in set ${i}`);
    }
  });
  return {
    images: { ...first, count: first.count * read.length, at: (i) => (read[i % read.length] as Images).at(Math.floor(i / read.length)) },
    perGroup: read.length,
  };
}

/** Paints every image into its place; grey when all are and nothing needs colour, with alpha when nothing is behind. */
export function paintGrid(caller: string, images: Images, layout: GridLayout, background: string | undefined): Uint8Array {
  const { width, height } = layout;
  if (width * height > MOST_PIXELS) {
    throw expectation(
      caller,
      `at most ${MOST_PIXELS / 1e6} million pixels`,
      `${width} by ${height}`,
      "Show fewer images, or use a smaller scale.",
    );
  }
  const behind = background === undefined ? undefined : readColor(caller, background);
  const painted = Array.from({ length: images.count }, (_, i) => images.at(i));
  const grey = images.channels === 1 && painted.every(({ finite }) => finite) && (!behind || isGrey(behind));
  const colors = grey ? 1 : 3;
  const channels = colors + (behind === undefined ? 1 : 0);
  const data = new Uint8Array(width * height * channels);
  if (behind !== undefined) for (let i = 0; i < data.length; i++) data[i] = behind[i % colors] as number;
  painted.forEach((image, i) => {
    const { x: left, y: top } = layout.place(i);
    for (let y = 0; y < images.height * layout.scale; y++) {
      for (let x = 0; x < images.width * layout.scale; x++) {
        const pixel = Math.floor(y / layout.scale) * images.width + Math.floor(x / layout.scale);
        const at = ((top + y) * width + left + x) * channels;
        for (let c = 0; c < colors; c++) {
          const value = image.bytes[pixel * images.channels + (images.channels === 1 ? 0 : c)] as number;
          data[at + c] = image.broken?.has(pixel) ? (NOT_FINITE[c] as number) : value;
        }
        if (behind === undefined) data[at + colors] = 255;
      }
    }
  });
  return encode({ width, height, data, channels, depth: 8 });
}

function isGrey([r, g, b]: readonly number[]): boolean {
  return r === g && g === b;
}
