import { expectClose } from "@variate/testing";
import { describe, expect, it } from "vitest";
import { denormalize, imageDataset, normalized, pixelStatistics } from "../../src/index.js";

const images = imageDataset({ images: Uint8Array.of(0, 255, 51, 255, 102, 255), height: 1, width: 2 });
const indices = [0, 1, 2];

describe("pixelStatistics and normalized", () => {
  it("give mean 0 and variance 1 over all pixels", () => {
    const statistics = pixelStatistics(images);
    // (0 + 1 + 0.2 + 1 + 0.4 + 1) / 6 and the root of (0 + 1 + 0.04 + 1 + 0.16 + 1) / 6 − 0.36.
    expect(statistics.mean).toBeCloseTo(0.6, 6);
    expect(statistics.standardDeviation).toBeCloseTo(Math.sqrt(3.2 / 6 - 0.36), 6);
    const values = normalized(images, statistics).pixels(indices);
    expectClose([values.reduce((a, b) => a + b) / 6, values.reduce((a, b) => a + b * b, 0) / 6], [0, 1]);
    expectClose(denormalize(values, statistics), images.pixels(indices));
  });

  it("give them for each place, where a constant place keeps its scale", () => {
    const statistics = pixelStatistics(images, { perPixel: true });
    expectClose(statistics.mean as Float32Array, [0.2, 1]);
    expectClose(statistics.standardDeviation as Float32Array, [Math.sqrt(0.08 / 3), 1]);
    const values = normalized(images, statistics).pixels(indices);
    const unit = Math.sqrt(1.5);
    expectClose(values, [-unit, 0, 0, 0, unit, 0], { absolute: 1e-6 });
  });

  it("want an image", () => {
    expect(() => pixelStatistics(imageDataset({ images: new Uint8Array(0), height: 1, width: 2 }))).toThrow("at least one image");
  });
});
