import { bernoulliArray, foldIn, randomKey, splitKey, permutationArray } from "@variate/random";
import { describeOnBackends, expectNoLeak } from "@variate/testing";
import { describe, expect, it } from "vitest";
import { binarized, dequantized, imageDataset, labelled, normalized, slice, subset } from "../../src/index.js";
import { integers } from "../integers.js";

const size = 50;
const next = integers(5);
const bytes = Uint8Array.from({ length: size * 64 }, () => [0, 0, 255, next(256)][next(4)] as number);
const source = imageDataset({ images: bytes, height: 8, width: 8, labels: Uint8Array.from({ length: size }, (_, i) => i % 10) });
const key = randomKey(9);

/** The definition, in the words of its doc comment. */
function expected(example: number, redraw = key): number[] {
  const intensities = [...source.pixels([example])];
  const uncertain = intensities.filter((p) => p > 0 && p < 1);
  const draws = [...bernoulliArray(foldIn(redraw, example), uncertain, [uncertain.length])];
  return intensities.map((p) => (p > 0 && p < 1 ? (draws.shift() as number) : p));
}

describe("binarized", () => {
  it("draws the Bernoulli draws of its definition", () => {
    const drawn = binarized(source, "perEpoch").pixels([7, 0, 49], key);
    expect([...drawn]).toEqual([...expected(7), ...expected(0), ...expected(49)]);
  });

  it("draws by example, whatever the batch", () => {
    const epoch = randomKey(21);
    const [shuffle, redraw] = splitKey(epoch, 2) as [typeof key, typeof key];
    const order = permutationArray(shuffle, size);
    for (const batchSize of [1, 7, 50]) {
      const seen: number[] = [];
      for (const batch of binarized(source, "perEpoch").batches({ batchSize, key: epoch })) {
        seen.push(...batch.dataSync());
        batch.dispose();
      }
      expect(seen).toEqual([...order].flatMap((example) => expected(example, redraw)));
    }
  });

  it("gives the batches after start as an unbroken epoch gives them", () => {
    const dataset = binarized(source, "perEpoch");
    const read = (start: number): number[][] =>
      [...dataset.batches({ batchSize: 8, key, start })].map((batch) => {
        const values = [...batch.dataSync()];
        batch.dispose();
        return values;
      });
    const whole = read(0);
    expect(read(4)).toEqual(whole.slice(4));
    expect(read(6)).toEqual(whole.slice(6));
  });

  it("draws anew with another key, and from its own key without one", () => {
    const dataset = binarized(source, "perEpoch", key);
    expect([...dataset.pixels([3])]).toEqual(expected(3, key));
    expect([...dataset.pixels([3], randomKey(1))]).not.toEqual(expected(3, key));
  });

  it("once draws from its own key alone, and stores what it drew", () => {
    const once = binarized(source, "once", key);
    expect([...once.pixels([3], randomKey(1))]).toEqual(expected(3, key));
    expect([...once.images.subarray(3 * 64, 4 * 64)]).toEqual(expected(3, key).map((x) => 255 * x));
    expect(once.labels).toEqual(source.labels);
  });

  it("keeps certain pixels and averages to the intensities", () => {
    // 200 draws of each of 1,600 or so uncertain pixels; the mean of all has standard error below 0.5 / sqrt(320,000).
    let sum = 0;
    let count = 0;
    let changed = 0;
    for (let run = 0; run < 200; run++) {
      const drawn = binarized(source, "perEpoch").pixels(Array.from({ length: size }, (_, i) => i), randomKey(run));
      drawn.forEach((x, i) => {
        const byte = bytes[i] as number;
        if (byte === 0 || byte === 255) changed += x === byte / 255 ? 0 : 1;
        else {
          sum += x - byte / 255;
          count++;
        }
      });
    }
    expect(changed).toBe(0);
    expect(Math.abs(sum / count)).toBeLessThan((5 * 0.5) / Math.sqrt(count));
  });

  it("draws for a part what it draws for the whole", () => {
    const dataset = binarized(source, "perEpoch");
    expect([...slice(dataset, 10, 20).pixels([2], key)]).toEqual(expected(12));
    expect([...subset(dataset, [4, 40]).pixels([1], key)]).toEqual(expected(40));
  });

  it("draws the same for float intensities", () => {
    const floats = imageDataset({ images: source.pixels(Array.from({ length: size }, (_, i) => i)), height: 8, width: 8 });
    expect([...binarized(floats, "perEpoch").pixels([5], key)]).toEqual(expected(5));
  });

  it("refuses what is no probability", () => {
    const rescaled = normalized(source, { mean: 0.5, standardDeviation: 0.5 });
    expect(() => binarized(rescaled, "perEpoch").pixels([0], key)).toThrow("binarized: expected intensities in [0, 1]; got -1. Binarize before rescaling.");
    expect(() => binarized(source, "never" as "once")).toThrow('expected "perEpoch" or "once"; got "never"');
  });

  it("takes a few seconds at most for an epoch of 60,000 images of 784 pixels", () => {
    // As in MNIST one pixel in five is neither paper nor full ink. About a quarter of a second on a laptop's core.
    const images = Uint8Array.from({ length: 6_000 * 784 }, (_, i) => (i % 5 === 0 ? 1 + (i % 254) : 0));
    const dataset = binarized(imageDataset({ images, height: 28, width: 28 }), "perEpoch");
    const begin = performance.now();
    for (let from = 0; from < 6_000; from += 100) dataset.pixels(Int32Array.from({ length: 100 }, (_, i) => from + i), key);
    const epoch = ((performance.now() - begin) * 10) / 1000;
    expect(epoch).toBeLessThan(5);
  });
});

describeOnBackends("binarized and dequantized", () => {
  it("leak nothing", () => {
    expectNoLeak(() => [...binarized(source, "perEpoch").batches({ batchSize: 20, key })]);
    expectNoLeak(() => labelled(binarized(source, "once")).gather([1]));
    expectNoLeak(() => dequantized(source).gather([1], key));
  });
});

describe("dequantized", () => {
  it("adds noise of one level, drawn by example", () => {
    const dataset = dequantized(source, key);
    const values = dataset.pixels([6, 7]);
    values.forEach((x, i) => expect(Math.floor(x * 256)).toBe(bytes[6 * 64 + i]));
    expect([...dataset.pixels([7], key)]).toEqual([...values.subarray(64)]);
    expect([...dataset.pixels([7], randomKey(1))]).not.toEqual([...values.subarray(64)]);
  });

  it("wants bytes", () => {
    const floats = imageDataset({ images: new Float32Array(1), height: 1, width: 1 });
    expect(() => dequantized(floats)).toThrow("dequantized: expected images of bytes; got floats.");
  });
});
