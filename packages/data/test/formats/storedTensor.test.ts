import * as tf from "@tensorflow/tfjs-core";
import { describeOnBackends, expectNoLeak } from "@variate/testing";
import { expect, it } from "vitest";
import { decodeSafetensors, encodeSafetensors, restoreTensor, storeTensor, storeTensorAsync, type StoredTensor } from "../../src/index.js";

describeOnBackends("storeTensor and restoreTensor", () => {
  it.each(["float32", "int32", "bool"] as const)("return a %s tensor as it was, through a file", async (dtype) => {
    const tensor = tf.tensor([1, 0, 1, 1, 0, 1], [3, 2], dtype);
    const { tensors } = decodeSafetensors(encodeSafetensors({ a: storeTensor(tensor) }));
    const back = restoreTensor(tensors["a"] as StoredTensor);
    expect([back.dtype, back.shape, [...back.dataSync()]]).toEqual([dtype, [3, 2], [1, 0, 1, 1, 0, 1]]);
    expect(await storeTensorAsync(tensor)).toEqual(storeTensor(tensor));
    tf.dispose([tensor, back]);
  });

  it("copies, so that neither side sees the other change", () => {
    const stored: StoredTensor = { dtype: "F32", shape: [1], data: Float32Array.of(1) };
    const tensor = restoreTensor(stored);
    stored.data[0] = 2;
    expect(tensor.dataSync()[0]).toBe(1);
    (storeTensor(tensor).data as Float32Array)[0] = 3;
    expect(tensor.dataSync()[0]).toBe(1);
    tensor.dispose();
  });

  it("widens halves exactly", () => {
    const half = restoreTensor({ dtype: "F16", shape: [6], data: Uint16Array.of(0x3c00, 0xc000, 0x7bff, 0x0001, 0xfc00, 0x3555) });
    expect([...half.dataSync()]).toEqual([1, -2, 65504, 2 ** -24, -Infinity, 0.333251953125]);
    const brain = restoreTensor({ dtype: "BF16", shape: [3], data: Uint16Array.of(0x3f80, 0xc049, 0x7f80) });
    expect([...brain.dataSync()]).toEqual([1, -3.140625, Infinity]);
    tf.dispose([half, brain]);
  });

  it("refuses integers that int32 cannot hold", () => {
    const fits = restoreTensor({ dtype: "I64", shape: [2], data: BigInt64Array.of(-(2n ** 31n), 2n ** 31n - 1n) });
    expect([...fits.dataSync()]).toEqual([-(2 ** 31), 2 ** 31 - 1]);
    fits.dispose();
    expect(() => restoreTensor({ dtype: "U32", shape: [1], data: Uint32Array.of(2 ** 31) })).toThrow(
      "restoreTensor: expected U32 [1] within int32; got 2147483648. Convert it before storing it.",
    );
  });

  it("refuse text", () => {
    const text = tf.tensor(["a"]);
    expect(() => storeTensor(text)).toThrow("got string");
    text.dispose();
  });

  it("leak nothing", () => {
    const tensor = tf.tensor([1, 2]);
    expectNoLeak(() => storeTensor(tensor));
    expectNoLeak(() => restoreTensor({ dtype: "U8", shape: [2], data: Uint8Array.of(1, 2) }));
    tensor.dispose();
  });
});
