import { describeOnBackends, expectNoLeak } from "@variate/testing";
import { describe, expect, it } from "vitest";
import { imageDataset, labelled, pixelsToFloat, withExampleShape } from "../../src/index.js";

const bytes = Uint8Array.from({ length: 24 }, (_, i) => i * 10);
const dataset = imageDataset({ images: bytes, height: 2, width: 3, labels: [3, 1, 2, 0] });

it("pixelsToFloat gives the float32 nearest to byte / 255", () => {
  const all = pixelsToFloat(Uint8Array.from({ length: 256 }, (_, i) => i));
  all.forEach((value, byte) => expect(value).toBe(Math.fround(byte / 255)));
});

describeOnBackends("imageDataset", () => {
  it("serves flat intensities", () => {
    expectNoLeak(() => {
      const batch = dataset.gather([3, 0]);
      expect(batch.shape).toEqual([2, 6]);
      expect([...batch.dataSync()]).toEqual([...bytes.subarray(18), ...bytes.subarray(0, 6)].map((byte) => Math.fround(byte / 255)));
      return batch;
    });
  });

  it("serves another shape on request, channels included", () => {
    const wide = withExampleShape(dataset, [2, 3, 1]);
    expectNoLeak(() => {
      const batch = wide.gather([0]);
      expect(batch.shape).toEqual([1, 2, 3, 1]);
      return batch;
    });
    const colour = imageDataset({ images: bytes, height: 2, width: 2, channels: 3, exampleShape: [2, 2, 3] });
    expect([colour.size, colour.channels]).toEqual([2, 3]);
  });

  it("serves floats as they are", () => {
    const floats = imageDataset({ images: Float32Array.of(-1, 0.5), height: 1, width: 2 });
    expect([...floats.pixels([0])]).toEqual([-1, 0.5]);
  });

  it("goes with its labels when asked", () => {
    expectNoLeak(() => {
      const batch = labelled(dataset).gather([3, 0]);
      expect([batch.image.shape, batch.label.dtype, [...batch.label.dataSync()]]).toEqual([[2, 6], "int32", [0, 3]]);
      return batch;
    });
    expect(() => labelled(imageDataset({ images: bytes, height: 2, width: 3 }))).toThrow("labelled: expected a dataset with labels");
  });
});

describe("imageDataset", () => {
  it.each([
    [{ height: 5, width: 1 }, "expected whole images of [5, 1, 1]; got 24 pixels"],
    [{ height: 2, width: 3, labels: [1] }, "expected labels for 4 images; got 1"],
    [{ height: 2, width: 3, factors: { slant: new Float32Array(3) } }, "expected slant for 4 images; got 3"],
    [{ height: 2, width: 3, exampleShape: [7] }, "exampleShape of 6 elements; got [7]"],
  ])("refuses %j", (wrong, text) => {
    expect(() => imageDataset({ images: bytes, ...wrong })).toThrow(text);
  });
});
