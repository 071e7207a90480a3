import * as tf from "@tensorflow/tfjs-core";
import { describeOnBackends, expectClose, expectNoLeak } from "@variate/testing";
import { expect, it } from "vitest";
import { flattenTree, mapTree, treeSize, unflattenTree, valueAndGradient } from "@variate/math";

describeOnBackends("parameter trees", () => {
  const tree = () => ({ encoder: { weight: tf.tensor([[1, 2]]), bias: tf.tensor([3]) }, scale: tf.scalar(4) });

  it("flattens to dotted paths and back", () => {
    expectNoLeak(() => {
      const params = tree();
      const flat = flattenTree(params);
      expect(Object.keys(flat)).toEqual(["encoder.weight", "encoder.bias", "scale"]);
      expect(unflattenTree(params, flat).encoder.weight).toBe(params.encoder.weight);
      expect(treeSize(params)).toBe(4);
      return params;
    });
  });

  it("refuses names that would make two paths alike", () => {
    const leaf = tf.scalar(1);
    expect(() => flattenTree({ "a.b": leaf })).toThrow(/expected names without dots; got "a.b"/);
    leaf.dispose();
  });

  it("gives value, gradient and auxiliary values, zeros where nothing is reached, and leaks nothing", () => {
    const params = tree();
    expectNoLeak(() => {
      const result = valueAndGradient((p) => {
        const square = tf.square(p.encoder.weight);
        return { value: tf.sum(square) as tf.Scalar, auxiliary: { square } };
      }, params);
      expectClose(result.value, 5);
      expectClose(result.gradient.encoder.weight, [[2, 4]]);
      expectClose(result.gradient.scale, 0);
      expectClose(result.auxiliary.square, [[1, 4]]);
      return result;
    });
    expectNoLeak(() => {
      tf.tidy(() => {
        valueAndGradient((p) => ({ value: tf.sum(p.encoder.weight) as tf.Scalar, auxiliary: { w: p.encoder.weight } }), params);
      });
    });
    expectNoLeak(() => mapTree(params, (leaf) => tf.neg(leaf)));
    tf.dispose(params);
  });
});
