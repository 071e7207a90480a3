import * as tf from "@tensorflow/tfjs-core";
import type { StoredTensor } from "@variate/data";
import { describeOnBackends, expectNoLeak } from "@variate/testing";
import { fillParams } from "@variate/training";
import { expect, it } from "vitest";

const stored = (shape: number[], first = 0): StoredTensor => ({
  dtype: "F32",
  shape,
  data: Float32Array.from({ length: shape.reduce((product, size) => product * size, 1) }, (_, i) => first + i),
});

describeOnBackends("fillParams", () => {
  const like = () => ({
    encoder: { network: { layer0: { weight: tf.zeros([2, 3]), bias: tf.zeros([3]) } } },
    count: tf.scalar(0, "int32"),
    mask: tf.tensor([true, false]),
  });
  const whole = (): Record<string, StoredTensor> => ({
    "encoder.network.layer0.weight": stored([2, 3]),
    "encoder.network.layer0.bias": stored([3], 10),
    count: { dtype: "I32", shape: [], data: Int32Array.of(5) },
    mask: { dtype: "BOOL", shape: [2], data: Uint8Array.of(0, 1) },
  });

  it("fills a tree that the caller built, and leaves that one alone", () => {
    expectNoLeak(() => {
      const tree = like();
      const filled = fillParams(tree, whole());
      expect(filled.encoder.network.layer0.weight.arraySync()).toEqual([[0, 1, 2], [3, 4, 5]]);
      expect([filled.count.dtype, filled.count.arraySync()]).toEqual(["int32", 5]);
      expect(filled.mask.arraySync()).toEqual([0, 1]);
      expect(tree.encoder.network.layer0.weight.arraySync()).toEqual([[0, 0, 0], [0, 0, 0]]);
      return [tree, filled];
    });
  });

  it("names the first mismatch and keeps nothing", () => {
    const tree = like();
    const weight = "encoder.network.layer0.weight";
    const cases: [Record<string, StoredTensor | undefined>, string][] = [
      [{ [weight]: stored([2, 4]) }, "fillParams: expected encoder.network.layer0.weight [2, 3]; got [2, 4]. The file was written for another architecture."],
      [{ [weight]: stored([6]) }, `expected ${weight} [2, 3]; got [6].`],
      [{ [weight]: undefined }, `expected ${weight} [2, 3]; got none.`],
      [{ count: { dtype: "F32", shape: [], data: Float32Array.of(1) } }, "expected count [] of dtype int32; got float32."],
      [{ count: { dtype: "F64", shape: [], data: Float64Array.of(1) } }, "expected count [] of dtype int32; got F64."],
      [{ extra: stored([7]) }, "expected no other tensors; got also extra [7]."],
      [{ constructor: stored([7]) }, "expected no other tensors; got also constructor [7]."],
    ];
    expectNoLeak(() => {
      for (const [change, message] of cases) {
        const entries = Object.entries({ ...whole(), ...change }).filter((entry): entry is [string, StoredTensor] => entry[1] !== undefined);
        expect(() => fillParams(tree, Object.fromEntries(entries))).toThrow(message);
      }
      expect(() => fillParams({ toString: tree.count }, {})).toThrow("expected toString []; got none.");
    });
    tf.dispose(tree as unknown as tf.Tensor);
  });
});
