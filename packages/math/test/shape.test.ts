import * as tf from "@tensorflow/tfjs-core";
import { describeOnBackends, expectClose, expectNoLeak } from "@variate/testing";
import { describe, expect, it } from "vitest";
import { broadcastShapes, formatShape, sameShape, shapeSize, sumToShape } from "@variate/math";

describe("shapes", () => {
  it("prints, counts and compares", () => {
    expect(formatShape([2, 3])).toBe("[2, 3]");
    expect(formatShape([])).toBe("[]");
    expect(shapeSize([2, 3, 0])).toBe(0);
    expect(shapeSize([])).toBe(1);
    expect(sameShape([2, 3], [2, 3])).toBe(true);
    expect(sameShape([2, 3], [3, 2])).toBe(false);
    expect(sameShape([2], [2, 1])).toBe(false);
  });

  it("broadcasts by NumPy's rule", () => {
    expect(broadcastShapes("f", {})).toEqual([]);
    expect(broadcastShapes("f", { a: [], b: [3] })).toEqual([3]);
    expect(broadcastShapes("f", { a: [5, 1, 4], b: [3, 1], c: [4] })).toEqual([5, 3, 4]);
    expect(broadcastShapes("f", { a: [1], b: [0] })).toEqual([0]);
    expect(() => broadcastShapes("laplace", { loc: [3], scale: [2] })).toThrow(
      "laplace: expected parameters that broadcast together; got loc [3], scale [2].",
    );
    expect(() => broadcastShapes("f", { a: [0], b: [2] })).toThrow(/a \[0\], b \[2\]/);
  });
});

describeOnBackends("sumToShape", () => {
  it("is the adjoint of broadcasting", () => {
    const x = tf.ones([4, 2, 3]);
    for (const [shape, expected] of [
      [[4, 2, 3], 1],
      [[2, 3], 4],
      [[2, 1], 12],
      [[4, 1, 3], 2],
      [[1, 1, 1], 24],
      [[], 24],
    ] as const) {
      expectNoLeak(() => {
        const sum = sumToShape(x, shape);
        expect(sum.shape).toEqual(shape);
        expectClose(sum, Array.from({ length: shapeSize(shape) }, () => expected));
        return sum;
      });
    }
    x.dispose();
  });

  it("refuses a shape that does not broadcast", () => {
    const x = tf.ones([2, 3]);
    expect(() => sumToShape(x, [2])).toThrow("sumToShape: expected a shape that broadcasts to [2, 3]; got [2].");
    expect(() => sumToShape(x, [1, 2, 3])).toThrow(/got \[1, 2, 3\]/);
    x.dispose();
  });
});
