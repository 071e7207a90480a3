import * as tf from "@tensorflow/tfjs-core";
import { checkGradients, describeOnBackends, expectClose, expectNoLeak } from "@variate/testing";
import { expect, it } from "vitest";
import {
  isBetween,
  isEqual,
  isGreater,
  isGreaterEqual,
  isInteger,
  isLess,
  isLessEqual,
  safeWhere,
  select,
} from "@variate/math";

describeOnBackends("masks", () => {
  it("compare tensors and numbers", () => {
    tf.tidy(() => {
      const x = tf.tensor1d([-1, 0, 1, NaN]);
      expectClose(isGreater(x, 0), [0, 0, 1, 0]);
      expectClose(isGreaterEqual(x, 0), [0, 1, 1, 0]);
      expectClose(isLess(x, 0), [1, 0, 0, 0]);
      expectClose(isLessEqual(x, 0), [1, 1, 0, 0]);
      expectClose(isEqual(x, 0), [0, 1, 0, 0]);
      expectClose(isBetween(x, -1, 0), [1, 1, 0, 0]);
      expectClose(isInteger(tf.tensor1d([-2, 0.5, 1e30, Infinity, NaN])), [1, 0, 1, 0, 0]);
      expect(isGreater(x, 0).dtype).toBe("bool");
    });
  });

  it("can be taken inside a gradient, of any order, and leak nothing", () => {
    const x = tf.tensor1d([-2, 0.5, 3]);
    const hinge = (v: tf.Tensor): tf.Tensor => tf.mul(tf.square(v), tf.cast(isGreater(v, 0), "float32"));
    expectNoLeak(() => {
      const gradient = tf.grad(hinge)(x);
      expectClose(gradient, [0, 1, 6]);
      return gradient;
    });
    const second = tf.grad(tf.grad(hinge))(x);
    expectClose(second, [0, 2, 2]);
    for (const mask of [() => isBetween(x, 0, 1), () => isInteger(x), () => isEqual(x, x)]) expectNoLeak(mask);
    tf.dispose([x, second]);
  });
});

describeOnBackends("select", () => {
  it("broadcasts all three, and numbers", () => {
    tf.tidy(() => {
      const mask = tf.tensor2d([[1], [0]], [2, 1], "bool");
      expectClose(select(mask, tf.tensor1d([1, 2, 3]), -1), [[1, 2, 3], [-1, -1, -1]]);
      expectClose(select(mask, Infinity, tf.tensor2d([[4], [5]])), [[Infinity], [5]]);
      expectClose(select(mask, 1, 0), [[1], [0]]);
    });
  });

  it("takes masks and branches without elements, and gives them gradients", () => {
    tf.tidy(() => {
      const empty = tf.zeros([0, 3]);
      const mask = tf.tensor1d([1, 0, 1], "bool");
      // On wasm tf.where wrote three numbers over whatever lay behind a result without elements.
      const neighbours = Array.from({ length: 50 }, (_, i) => [select(mask, empty, 1), tf.fill([3], i)] as const);
      neighbours.forEach(([none, three], i) => {
        expect(none.shape).toEqual([0, 3]);
        expectClose(three, [i, i, i]);
      });
      expect(select(tf.cast(empty, "bool"), tf.ones([1, 3]), 2).shape).toEqual([0, 3]);
      const gradient = tf.grad((x: tf.Tensor) => select(tf.cast(empty, "bool"), x, 2))(tf.ones([3]), empty);
      expectClose(gradient, [0, 0, 0]);
    });
  });

  it("sends gradients to the branch that was taken, summed over what was broadcast", () => {
    const a = tf.tensor1d([1, 2, 3]);
    const b = tf.tensor2d([[4], [5]]);
    const mask = tf.tensor2d([[1, 0, 1], [0, 0, 1]], [2, 3], "bool");
    checkGradients((x, y) => select(mask, x, y), [a, b]);
    expectNoLeak(() => select(mask, a, 0));
    expectNoLeak(() => tf.grads((x, y) => select(mask, x, y))([a, b]));
    tf.dispose([a, b, mask]);
  });

  it("names shapes that do not broadcast", () => {
    const mask = tf.tensor1d([1, 0], "bool");
    const a = tf.zeros([3]);
    expect(() => select(mask, a, 0)).toThrow("select: expected parameters that broadcast together; got mask [2], whenTrue [3], whenFalse [].");
    tf.dispose([mask, a]);
  });
});

describeOnBackends("safeWhere", () => {
  it("keeps NaN and infinity of the branch not taken out of values and gradients", () => {
    const x = tf.tensor1d([-1, 0, 4]);
    const root = (v: tf.Tensor): tf.Tensor => tf.tidy(() => safeWhere(isGreater(v, 0), v, tf.sqrt, 0));
    tf.tidy(() => {
      expectClose(root(x), [0, 0, 2]);
      expectClose(tf.grad(root)(x), [0, 0, 0.25]);
      // The plain form gives 0 · ∞.
      const plain = tf.grad((v) => select(isGreater(v, 0), tf.sqrt(v), tf.zerosLike(v)))(x).dataSync();
      expect(plain[1]).toBeNaN();
    });
    expectNoLeak(() => root(x));
    expectNoLeak(() => tf.grad(root)(x));
    x.dispose();
  });

  it("evaluates each of two functions on its own side alone", () => {
    tf.tidy(() => {
      const x = tf.tensor1d([-2, 3]);
      const seen: number[][] = [];
      const y = safeWhere(
        isGreater(x, 0),
        x,
        (v) => { seen.push([...v.dataSync()]); return tf.log(v); },
        (v) => { seen.push([...v.dataSync()]); return tf.neg(v); },
        1,
      );
      expectClose(y, [2, Math.log(3)]);
      expect(seen).toEqual([[1, 3], [-2, 1]]);
    });
  });

  it("has second derivatives", () => {
    const x = tf.tensor1d([-1, 0, 2]);
    const second = tf.grad(tf.grad((v) => safeWhere(isGreater(v, 0), v, tf.log, 0)))(x);
    expectClose(second, [0, 0, -0.25]);
    tf.dispose([x, second]);
  });
});
