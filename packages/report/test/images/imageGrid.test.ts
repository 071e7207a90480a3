import { decode } from "fast-png";
import { describe, expect, it } from "vitest";
import {
  imageGrid,
  imageGridChart,
  interleavedGrid,
  pngDataUri,
  type ImageGridChartOptions,
  type ImageGridOptions,
} from "../../src/index.js";
import { HOSTILE, expectWellFormed, marks, parseSvg, texts } from "../svg.js";

/** Values of one pixel of a decoded PNG. */
function pixelOf(png: Uint8Array): (x: number, y: number) => number[] {
  const { width, channels, data } = decode(png);
  return (x, y) => Array.from(data.subarray((y * width + x) * channels, (y * width + x + 1) * channels));
}

/** What the documentation says a grid holds, written down pixel by pixel. */
function expectedPixel(options: ImageGridOptions, columns: number, x: number, y: number): number[] | undefined {
  const { height, width, channels = 1, gap = 1, scale = 2 } = options;
  const images = options.images as ArrayLike<number>;
  const cell = { x: Math.floor(x / ((width + gap) * scale)), y: Math.floor(y / ((height + gap) * scale)) };
  const inside = {
    x: Math.floor((x - cell.x * (width + gap) * scale) / scale),
    y: Math.floor((y - cell.y * (height + gap) * scale) / scale),
  };
  const index = cell.y * columns + cell.x;
  if (inside.x >= width || inside.y >= height || index >= images.length / (height * width * channels)) return undefined;
  return Array.from({ length: channels }, (_, c) =>
    Math.round(255 * (images[((index * height + inside.y) * width + inside.x) * channels + c] as number)),
  );
}

describe("imageGrid", () => {
  const noise = (length: number): Float32Array => Float32Array.from({ length }, (_, i) => ((i * 7919) % 1009) / 1008);

  it.each([
    { channels: 1 as const, count: 5, columns: 3, gap: 1, scale: 1 },
    { channels: 1 as const, count: 6, columns: 2, gap: 0, scale: 3 },
    { channels: 3 as const, count: 4, columns: 4, gap: 2, scale: 2 },
    { channels: 3 as const, count: 1, columns: 9, gap: 3, scale: 1 },
  ])("paints every pixel in its place: %o", ({ channels, count, columns, gap, scale }) => {
    const options = { images: noise(count * 4 * 3 * channels), height: 4, width: 3, channels, columns, gap, scale };
    const png = imageGrid(options);
    const { width, height, channels: painted } = decode(png);
    const used = Math.min(columns, count);
    expect([width, height]).toEqual([
      (used * 3 + (used - 1) * gap) * scale,
      (Math.ceil(count / used) * 4 + (Math.ceil(count / used) - 1) * gap) * scale,
    ]);
    expect(painted).toBe(channels + 1);
    const pixel = pixelOf(png);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const color = expectedPixel(options, used, x, y);
        expect(pixel(x, y)).toEqual(color === undefined ? Array(channels + 1).fill(0) : [...color, 255]);
      }
    }
  });

  it("takes bytes as they are, lists of images, and plain numbers", () => {
    const bytes = Uint8Array.of(0, 100, 200, 255);
    const png = imageGrid({ images: bytes, height: 2, width: 2, scale: 1 });
    expect(Array.from(decode(png).data)).toEqual([0, 255, 100, 255, 200, 255, 255, 255]);
    expect(imageGrid({ images: [bytes], height: 2, width: 2, scale: 1 })).toEqual(png);
    expect(imageGrid({ images: [0, 100, 200, 255], range: [0, 255], height: 2, width: 2, scale: 1 })).toEqual(png);
  });

  it("shows the first images when asked for fewer", () => {
    const images = noise(3 * 4);
    expect(imageGrid({ images, count: 2, height: 2, width: 2 })).toEqual(imageGrid({ images: images.subarray(0, 8), height: 2, width: 2 }));
  });

  it("stretches a range over grey, clips what is outside, and finds it by itself", () => {
    const grey = (range: ImageGridOptions["range"], images: number[]): number[] =>
      Array.from(decode(imageGrid({ images, height: 1, width: 2, scale: 1, gap: 0, range: range as "auto", background: "#000000" })).data);
    expect(grey([-1, 1], [-2, 0])).toEqual([0, 128]);
    expect(grey([-1, 1], [1, 3])).toEqual([255, 255]);
    expect(grey("auto", [-4, 4])).toEqual([0, 255]);
    expect(grey("auto", [5, 5])).toEqual([128, 128]);
    expect(grey("each", [-4, 4, 0, 2])).toEqual([0, 255, 0, 255]);
  });

  it("fills the background it is given, grey where all is grey", () => {
    const images = [Float32Array.of(1), Float32Array.of(0)];
    const grey = decode(imageGrid({ images, height: 1, width: 1, scale: 1, columns: 2, background: "#808080" }));
    expect([grey.channels, ...grey.data]).toEqual([1, 255, 128, 0]);
    const color = decode(imageGrid({ images, height: 1, width: 1, scale: 1, columns: 2, background: "#ff0080" }));
    expect([color.channels, ...color.data]).toEqual([3, 255, 255, 255, 255, 0, 128, 0, 0, 0]);
  });

  it("makes pixels that are not finite magenta", () => {
    const png = imageGrid({ images: [0.5, NaN, Infinity, 1], height: 2, width: 2, scale: 1 });
    const pixel = pixelOf(png);
    expect([pixel(0, 0), pixel(1, 0), pixel(0, 1), pixel(1, 1)]).toEqual([
      [128, 128, 128, 255],
      [255, 0, 170, 255],
      [255, 0, 170, 255],
      [255, 255, 255, 255],
    ]);
  });

  it("is the same bytes for the same input, and as wide as high by default", () => {
    const options = { images: noise(64 * 16), height: 4, width: 4, gap: 0, scale: 1 };
    expect(imageGrid(options)).toEqual(imageGrid(options));
    expect([decode(imageGrid(options)).width, decode(imageGrid(options)).height]).toEqual([32, 32]);
  });

  it.each<[string, Partial<ImageGridOptions>, string]>([
    ["a length that is no multiple", { images: [1, 2, 3] }, "imageGrid: expected images of shape [2, 2], 4 numbers each; got 3 numbers in all."],
    ["one image too short", { images: [[1, 2, 3, 4], [1]] }, "imageGrid: expected images of shape [2, 2], 4 numbers each; got 1 in image 1."],
    ["colour without its numbers", { channels: 3 }, "imageGrid: expected images of shape [2, 2, 3], 12 numbers each; got 4 numbers in all."],
    ["two channels", { channels: 2 as 1 }, "imageGrid: expected channels to be 1 or 3; got 2."],
    ["nothing", { images: [] }, "imageGrid: expected at least one image; got none."],
    ["more images than there are", { count: 2 }, "imageGrid: expected count to be a whole number from 1 to 1; got 2."],
    ["a broken scale", { scale: 1.5 }, "imageGrid: expected scale to be a whole number from 1 to 64; got 1.5."],
    ["a negative gap", { gap: -1 }, "imageGrid: expected gap to be a whole number from 0 to 1024; got -1."],
    ["a colour by name", { background: "red" }, 'imageGrid: expected background like "#ffffff"; got "red".'],
    ["a range upside down", { range: [1, 0] }, 'imageGrid: expected range to be two finite numbers, the lower first, "auto" or "each"; got [1, 0].'],
    [
      "a grid beyond reason",
      { images: new Uint8Array(4e4), height: 200, width: 200, scale: 64 },
      "imageGrid: expected at most 100 million pixels; got 12800 by 12800. Show fewer images, or use a smaller scale.",
    ],
  ])("refuses %s", (_, more, message) => {
    expect(() => imageGrid({ images: [0, 0, 0, 1], height: 2, width: 2, ...more })).toThrow(message);
  });
});

describe("interleavedGrid", () => {
  it("puts image i of each set side by side, pairs apart", () => {
    const originals = Uint8Array.of(10, 20, 30, 40);
    const reconstructions = Uint8Array.of(11, 21, 31, 41);
    const png = interleavedGrid({ sets: [originals, reconstructions], height: 1, width: 1, columns: 2, gap: 1, scale: 1, background: "#000000" });
    const { width, height, data } = decode(png);
    // A gap of 1 inside a pair, of 3 between pairs, of 2 between rows.
    expect([width, height]).toEqual([9, 4]);
    const rows = [0, 1, 2, 3].map((y) => Array.from(data.subarray(y * width, (y + 1) * width)));
    expect(rows).toEqual([
      [10, 0, 11, 0, 0, 0, 20, 0, 21],
      Array(width).fill(0),
      Array(width).fill(0),
      [30, 0, 31, 0, 0, 0, 40, 0, 41],
    ]);
  });

  it("refuses sets that do not match", () => {
    const shape = { height: 1, width: 1 };
    expect(() => interleavedGrid({ sets: [[1]], ...shape })).toThrow("interleavedGrid: expected two or more sets of images; got 1.");
    expect(() => interleavedGrid({ sets: [[1, 2], [1]], ...shape })).toThrow(
      "interleavedGrid: expected sets of equally many images; got 2 in set 0 and 1 in set 1.",
    );
  });
});

describe("imageGridChart", () => {
  const options = (more: Partial<ImageGridChartOptions> = {}): ImageGridChartOptions => ({
    title: "Traversals",
    images: Float32Array.from({ length: 6 * 4 }, (_, i) => i / 24),
    imageHeight: 2,
    imageWidth: 2,
    columns: 3,
    rowLabels: ["latent 0", "latent 1"],
    columnLabels: [-1, 0, 1],
    ...more,
  });

  it("holds the grid as a PNG, with a name on each row and column", () => {
    const text = imageGridChart(options());
    expectWellFormed(text);
    const svg = parseSvg(text);
    const href = svg.querySelector("image")?.getAttribute("href") as string;
    const { width, height } = decode(Uint8Array.from(atob(href.slice("data:image/png;base64,".length)), (c) => c.charCodeAt(0)));
    expect([width, height]).toEqual([8, 5]);
    expect(texts(svg)).toEqual(expect.arrayContaining(["latent 0", "latent 1", "−1", "0", "1"]));
  });

  it("keeps the images' proportions", () => {
    const image = parseSvg(imageGridChart(options())).querySelector("image");
    expect(Number(image?.getAttribute("width")) / Number(image?.getAttribute("height"))).toBeCloseTo(8 / 5, 2);
  });

  it("shows every string as text, and refuses labels of another number", () => {
    for (const text of HOSTILE) {
      const chart = imageGridChart(options({ title: text, rowLabels: [text, "b"] }));
      expectWellFormed(chart);
      expect(marks(parseSvg(chart), "script, img, [onerror], [onmouseover]")).toHaveLength(0);
    }
    expect(() => imageGridChart(options({ rowLabels: ["a"] }))).toThrow("imageGridChart: expected 2 rowLabels; got 1.");
  });
});

describe("pngDataUri", () => {
  it("carries the bytes", () => {
    const png = imageGrid({ images: Float32Array.from({ length: 400 * 400 }, (_, i) => (i % 977) / 976), height: 400, width: 400 });
    const uri = pngDataUri(png);
    expect(uri).toBe(`data:image/png;base64,${Buffer.from(png).toString("base64")}`);
  });

  it("refuses what is no PNG", () => {
    expect(() => pngDataUri(new Uint8Array(40))).toThrow("pngDataUri: expected the bytes of a PNG; got Uint8Array of length 40.");
  });
});
