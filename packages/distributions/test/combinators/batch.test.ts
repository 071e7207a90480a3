import * as tf from "@tensorflow/tfjs-core";
import { randomKey } from "@variate/random";
import { describeOnBackends, expectClose, expectNoLeak } from "@variate/testing";
import { expect, test } from "vitest";
import { batchGather, batchSlice, expanded, independent, klDivergence, laplace, mixtureSameFamily, multivariateNormal, normal, type Distribution } from "../../src/index.js";

const KEY = randomKey(3);

describeOnBackends("batches of one family", () => {
  test("expanded draws as the family does with its parameters repeated, and keeps the family's divergences", () => {
    tf.tidy(() => {
      const base = normal({ loc: [[0], [1]], scale: 2 });
      const wide = expanded(base, [4, 2, 3]);
      expect(wide.batchShape).toEqual([4, 2, 3]);
      expect(wide.family).toBe("normal");
      const same = normal({ loc: tf.broadcastTo(tf.tensor2d([[0], [1]]), [4, 2, 3]), scale: 2 });
      expectClose(wide.sample(KEY, [5]), same.sample(KEY, [5]));
      expectClose(klDivergence(wide, normal({ loc: 0, scale: 2 })), tf.broadcastTo(tf.tensor2d([[0], [1 / 8]]), [4, 2, 3]));
      expect(wide.entropy().shape).toEqual([4, 2, 3]);
      const [slope] = tf.grads((loc: tf.Tensor) => expanded(normal({ loc, scale: 1 }), [3]).logProb([1, 1, 1]))([tf.scalar(0)]);
      expectClose(slope as tf.Tensor, 3);
    });
  });

  test("expanded looks into independent events and mixtures", () => {
    tf.tidy(() => {
      const rows = independent(normal({ loc: [0, 1, 2], scale: 1 }), 1);
      const wide = expanded(rows, [2]);
      expect([wide.batchShape, wide.eventShape]).toEqual([[2], [3]]);
      expectClose(wide.logProb([0, 1, 2]), tf.broadcastTo(tf.expandDims(rows.logProb([0, 1, 2]), 0), [2]));
      const mix = mixtureSameFamily({ logits: [0, 1], component: laplace({ loc: [0, 4], scale: 1 }) });
      const wideMix = expanded(mix, [3, 1]);
      expect(wideMix.batchShape).toEqual([3, 1]);
      expectClose(wideMix.logProb(0.5), tf.broadcastTo(tf.reshape(mix.logProb(0.5), [1, 1]), [3, 1]));
    });
  });

  test("a shape that the batch does not broadcast to is refused, without a leak", () => {
    tf.tidy(() => {
      const base = normal({ loc: [0, 1], scale: 1 });
      expectNoLeak(() => {
        expect(() => expanded(base, [3])).toThrow("expanded: expected a batch to which [2] broadcasts; got [3].");
        expect(() => expanded(base, [1])).toThrow("got [1].");
      });
      const own: Distribution = { ...base, mapParameters: undefined } as unknown as Distribution;
      expect(() => expanded(own, [2, 2])).toThrow(/expanded: expected a distribution with mapParameters; got normal\./);
    });
  });

  test("slices take indices, ranges and whole axes, of every parameter alike", () => {
    tf.tidy(() => {
      const loc = tf.reshape(tf.range(0, 24), [2, 3, 4]);
      const d = normal({ loc, scale: [1, 2, 3, 4] });
      const part = batchSlice(d, 1, [1, 3]);
      expect(part.batchShape).toEqual([2, 4]);
      expectClose(part.loc, tf.slice(loc, [1, 1, 0], [1, 2, 4]));
      expectClose(part.scale, [[1, 2, 3, 4], [1, 2, 3, 4]]);
      expectClose(batchSlice(d, -1, null, 2).loc, [14, 18, 22]);
      expect(batchSlice(d, [0, 0]).batchShape).toEqual([0, 3, 4]);
      expect(() => batchSlice(d, 2)).toThrow("batchSlice: expected an index or a range inside batch axis 0 of size 2; got 2.");
      expect(() => batchSlice(d, 0, 0, 0, 0)).toThrow("batchSlice: expected at most 3 indices, one for each batch axis of [2, 3, 4]; got 4.");
      const [slope] = tf.grads((x: tf.Tensor) => batchSlice(normal({ loc: x, scale: 1 }), 1).logProb(2))([tf.tensor1d([0, 0.5])]);
      expectClose(slope as tf.Tensor, [0, 1.5]);
    });
  });

  test("gathers pick distributions by number, with repetitions", () => {
    tf.tidy(() => {
      const d = normal({ loc: [[0, 1, 2], [3, 4, 5]], scale: 1 });
      expectClose(batchGather(d, [2, 0, 2], 1).loc, [[2, 0, 2], [5, 3, 5]]);
      expectClose(batchGather(d, [1]).loc, [[3, 4, 5]]);
      expect(() => batchGather(d, [0], 2)).toThrow("batchGather: expected one of the batch axes of [2, 3]; got axis 2.");
      const [slope] = tf.grads((x: tf.Tensor) => batchGather(normal({ loc: x, scale: 1 }), [1, 1, 0]).loc)([tf.tensor1d([0, 0])]);
      expectClose(slope as tf.Tensor, [1, 2]);
      const m = multivariateNormal({ loc: tf.zeros([3, 2]), scaleTril: [[1, 0], [0, 1]] });
      if (m.mapParameters !== undefined) expect(batchGather(m, [0, 2]).batchShape).toEqual([2]);
    });
  });

  test("nothing leaks", () => {
    const base = normal({ loc: [[0], [1]], scale: 2 });
    expectNoLeak(() => expanded(base, [2, 3]));
    expectNoLeak(() => batchSlice(base, 0));
    expectNoLeak(() => batchGather(base, [1, 0]));
    tf.dispose(base as never);
  });
});
