import { randomKey } from "@variate/random";
import { expectClose, expectNoLeak } from "@variate/testing";
import { describe, expect, it } from "vitest";
import { glyphs, GLYPH_FACTORS, type GlyphFactor, type ImageDataset } from "../../src/index.js";

const few = glyphs({ key: randomKey(0), size: 200 });
const image = ({ images }: ImageDataset, i: number): Uint8Array => images.subarray(i * 784, (i + 1) * 784) as Uint8Array;
/** Ink, its mean place and its moments about it, in pixels. */
function moments(bytes: Uint8Array): { ink: number; x: number; y: number; xx: number; xy: number; yy: number } {
  let [ink, x, y, xx, xy, yy] = [0, 0, 0, 0, 0, 0];
  bytes.forEach((byte, p) => {
    ink += byte;
    x += byte * (p % 28);
    y += byte * Math.floor(p / 28);
  });
  bytes.forEach((byte, p) => {
    const dx = (p % 28) - x / ink;
    const dy = Math.floor(p / 28) - y / ink;
    xx += (byte * dx * dx) / ink;
    xy += (byte * dx * dy) / ink;
    yy += (byte * dy * dy) / ink;
  });
  return { ink: ink / 255, x: x / ink, y: y / ink, xx, xy, yy };
}
/** One digit drawn with every factor fixed but one, at its two ends. */
function ends(factor: GlyphFactor): [ReturnType<typeof moments>, ReturnType<typeof moments>] {
  const middle = Object.fromEntries(Object.entries(GLYPH_FACTORS).map(([name, [low, high]]) => [name, [(low + high) / 2, (low + high) / 2]]));
  return GLYPH_FACTORS[factor].map((value) => {
    const drawn = glyphs({ key: randomKey(3), size: 1, classes: [8], jitter: 0, ranges: { ...middle, [factor]: [value, value] } });
    return moments(image(drawn, 0));
  }) as [ReturnType<typeof moments>, ReturnType<typeof moments>];
}

describe("glyphs", () => {
  it("has ten classes in turn, factors in their ranges, and ink in every image", () => {
    expect([few.size, few.height, few.width]).toEqual([200, 28, 28]);
    expect([...(few.labels)]).toEqual(Array.from({ length: 200 }, (_, i) => i % 10));
    for (const [name, [low, high]] of Object.entries(GLYPH_FACTORS)) {
      const values = few.factors[name as GlyphFactor];
      expect(Math.min(...values)).toBeGreaterThanOrEqual(Math.fround(low));
      expect(Math.max(...values)).toBeLessThanOrEqual(Math.fround(high));
      expect(new Set(values).size).toBeGreaterThan(190);
    }
    for (let i = 0; i < 200; i++) expect(moments(image(few, i)).ink).toBeGreaterThan(20);
  });

  it("is reproducible from a key, image by image", () => {
    const more = glyphs({ key: randomKey(0), size: 300 });
    expect(image(more, 123)).toEqual(image(few, 123));
    expect(glyphs({ key: randomKey(1), size: 200 }).images).not.toEqual(few.images);
    // The project's own values: the factors exactly, the drawing up to the rounding of sines and logarithms.
    const ofImage7 = Object.fromEntries(Object.entries(few.factors).map(([name, values]) => [name, values[7]]));
    expect(ofImage7).toEqual({
      slant: 0.12498470395803452,
      thickness: 1.4154767990112305,
      scale: 20.270139694213867,
      aspect: 0.8065327405929565,
      x: 1.3725364208221436,
      y: 0.6263523101806641,
      rotation: 0.048180125653743744,
      variant: 0,
    });
    const ink = Array.from({ length: 10 }, (_, i) => moments(image(few, i)).ink);
    expectClose(ink, [115.176, 38.235, 85.255, 118.663, 71.976, 56.596, 109.953, 46.686, 129.553, 65.027], { absolute: 0.02 });
  });

  it("looks like digits in numbers: as inked as MNIST, grey at the edges only, clear of the border", () => {
    const bytes = glyphs({ key: randomKey(2), size: 1000 }).images as Uint8Array;
    const share = (test: (byte: number, p: number) => boolean): number => bytes.filter(test).length / bytes.length;
    const mean = bytes.reduce((a, b) => a + b, 0) / bytes.length;
    // MNIST: mean 33.3, 80.9 % paper, 0.7 % full ink, of which 6.6 % above 250.
    expect(mean).toBeGreaterThan(28);
    expect(mean).toBeLessThan(38);
    expect(share((byte) => byte === 0)).toBeGreaterThan(0.75);
    expect(share((byte) => byte > 0 && byte < 255)).toBeGreaterThan(0.08);
    expect(share((byte, p) => byte > 0 && (p % 28 === 0 || p % 28 === 27))).toBeLessThan(0.001);
  });

  it("tells classes apart: the nearest class mean is right far more often than by chance", () => {
    const train = glyphs({ key: randomKey(4), size: 1000 });
    const test = glyphs({ key: randomKey(5), size: 500 });
    const means = Array.from({ length: 10 }, () => new Float64Array(784));
    for (let i = 0; i < train.size; i++) image(train, i).forEach((byte, p) => ((means[i % 10] as Float64Array)[p] as number) += byte / 100);
    let right = 0;
    for (let i = 0; i < test.size; i++) {
      const bytes = image(test, i);
      const distances = means.map((mean) => mean.reduce((sum, value, p) => sum + (value - (bytes[p] as number)) ** 2, 0));
      if (distances.indexOf(Math.min(...distances)) === i % 10) right++;
    }
    expect(right / test.size).toBeGreaterThan(0.6);
    expect(right / test.size).toBeLessThan(0.99);
  });

  it("moves the image as each factor says", () => {
    const [left, right] = ends("x");
    expect(right.x - left.x).toBeCloseTo(3, 1);
    const [up, down] = ends("y");
    expect(down.y - up.y).toBeCloseTo(3, 1);
    const [thin, thick] = ends("thickness");
    expect(thick.ink / thin.ink).toBeGreaterThan(1.6);
    const [small, large] = ends("scale");
    expect(Math.sqrt(large.yy / small.yy)).toBeCloseTo(21 / 16, 1);
    const [narrow, wide] = ends("aspect");
    expect(wide.xx).toBeGreaterThan(1.5 * narrow.xx);
    // Leaning right, what is higher (smaller y) is further right.
    const [upright, leaning] = ends("slant");
    expect(leaning.xy).toBeLessThan(upright.xy - 2);
    // Clockwise, with y down, the top goes right.
    const [before, after] = ends("rotation");
    expect(after.xy).toBeLessThan(before.xy - 2);
  });

  it("draws at another size, other classes and fixed factors", () => {
    const large = glyphs({ key: randomKey(0), size: 3, imageSize: 56, classes: [7, 3], ranges: { slant: [0.1, 0.1] } });
    expect([large.images.length, [...(large.labels)]]).toEqual([3 * 56 * 56, [7, 3, 7]]);
    expect([...(large.factors.slant)]).toEqual([0.1, 0.1, 0.1].map(Math.fround));
    expectNoLeak(() => few.gather([0, 1]));
  });

  it("draws 12,000 images in a few seconds at most", () => {
    // Half a second on a laptop's core; a tenth of them here.
    const begin = performance.now();
    glyphs({ key: randomKey(0), size: 1200 });
    expect(performance.now() - begin).toBeLessThan(1000);
  });

  it.each([
    [{ size: 0 }, "size as a positive integer; got 0"],
    [{ imageSize: 2.5 }, "imageSize as a positive integer; got 2.5"],
    [{ jitter: -1 }, "jitter of 0 or more; got -1"],
    [{ classes: [10] }, "classes from 0 to 9; got [10]"],
    [{ classes: [] }, "classes from 0 to 9; got []"],
    [{ ranges: { slant: [1, 0] as const } }, "the range of slant as [lowest, highest]; got [1, 0]"],
    [{ ranges: { scale: [0, 5] as const } }, "the range of scale as [lowest, highest] above 0; got [0, 5]"],
    [{ ranges: { tilt: [0, 5] } as object }, "expected ranges of slant, thickness, scale, aspect, x, y, rotation; got tilt"],
  ])("refuses %j", (wrong, text) => {
    expect(() => glyphs({ key: randomKey(0), size: 1, ...wrong })).toThrow(text);
  });
});
