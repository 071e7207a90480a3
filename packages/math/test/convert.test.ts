import * as tf from "@tensorflow/tfjs-core";
import { describeOnBackends, expectClose, expectNoLeak } from "@variate/testing";
import { expect, it } from "vitest";
import { toFloatTensor } from "@variate/math";

describeOnBackends("toFloatTensor", () => {
  it("takes numbers, nested arrays and every typed array", () => {
    for (const [input, shape, values] of [
      [2.5, [], 2.5],
      [[[1, 2], [3, 4]], [2, 2], [1, 2, 3, 4]],
      [new Float32Array([1, 2]), [2], [1, 2]],
      [new Float64Array([1.5, 2]), [2], [1.5, 2]],
      [new Int32Array([-1, 2]), [2], [-1, 2]],
      [new Uint8Array([255, 2]), [2], [255, 2]],
      [[true, false], [2], [1, 0]],
    ] as const) {
      expectNoLeak(() => {
        const tensor = toFloatTensor(input as tf.TensorLike);
        expect(tensor.dtype).toBe("float32");
        expect(tensor.shape).toEqual(shape);
        expectClose(tensor, values);
        return tensor;
      });
    }
  });

  it("returns a float tensor as it is and casts any other, with its gradient", () => {
    const float = tf.tensor1d([1, 2]);
    expect(toFloatTensor(float)).toBe(float);
    const int = tf.tensor1d([1, 2], "int32");
    const bool = tf.tensor1d([true, false], "bool");
    expectNoLeak(() => {
      const cast = [toFloatTensor(int), toFloatTensor(bool)];
      expectClose(cast[0] as tf.Tensor, [1, 2]);
      expectClose(cast[1] as tf.Tensor, [1, 0]);
      return cast;
    });
    tf.dispose([float, int, bool]);
  });

  it("refuses strings", () => {
    const text = tf.tensor1d(["a"], "string");
    expect(() => toFloatTensor(text)).toThrow("toFloatTensor: expected numbers; got a tensor of dtype string.");
    text.dispose();
  });
});
