import * as tf from "@tensorflow/tfjs-core";
import { describeOnBackends, expectClose, expectNoLeak } from "@variate/testing";
import { expect, it } from "vitest";
import {
  cloneTree,
  disposeTree,
  flattenTree,
  keepTree,
  mapTree,
  treeLeaves,
  treeSize,
  unflattenTree,
  valueAndGradient,
  type Params,
} from "@variate/math";

/** A copy that outlives the tidy in which it was made, though nothing returns it from there. */
function keptFrom<P extends Params>(params: P): P {
  const copies: P[] = [];
  tf.tidy(() => {
    copies.push(keepTree(cloneTree(params)));
  });
  return copies[0] as P;
}

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

  it("walks, copies and frees trees", () => {
    const params = tree();
    expect(treeLeaves(params)).toEqual([params.encoder.weight, params.encoder.bias, params.scale]);
    expectNoLeak(() => {
      const copy = cloneTree(params);
      expect(copy.scale).not.toBe(params.scale);
      expectClose(copy.encoder.weight, [[1, 2]]);
      return copy;
    });
    const kept = keptFrom(params);
    expect(kept.scale.isDisposed).toBe(false);
    disposeTree(kept);
    const paths: string[] = [];
    expectNoLeak(() => mapTree(params, (leaf, path) => (paths.push(path), tf.mul(2, leaf))));
    expect(paths).toEqual(["encoder.weight", "encoder.bias", "scale"]);
    expect(flattenTree({})).toEqual({});
    disposeTree(params);
    expect(params.scale.isDisposed).toBe(true);
  });

  it("names what is missing or is no tree", () => {
    const params = tree();
    expect(() => unflattenTree(params, {})).toThrow("unflattenTree: expected a tensor named encoder.weight; got none.");
    expect(() => flattenTree({ a: { b: null } } as unknown as Params)).toThrow("flattenTree: expected a tensor or an object of them at a.b; got null.");
    expect(() => flattenTree({ a: [params.scale] } as unknown as Params)).toThrow(/at a; got an array/);
    expect(() => mapTree(JSON.parse('{"__proto__": {}}') as Params, (leaf) => leaf)).toThrow(/mapTree: expected names without dots; got "__proto__"/);
    disposeTree(params);
  });

  it("valueAndGradient refuses values that are no scalar, and leaks nothing then", () => {
    const params = tree();
    expectNoLeak(() => {
      expect(() => valueAndGradient((p) => ({ value: p.encoder.weight as tf.Scalar, auxiliary: { s: p.scale } }), params)).toThrow(
        "valueAndGradient: expected a scalar value; got shape [1, 2]. Sum or average it.",
      );
      expect(() => valueAndGradient(() => { throw new Error("inside"); }, params)).toThrow("inside");
    });
    expect(tf.engine().state.gradientDepth).toBe(0);
    disposeTree(params);
  });

  it("valueAndGradient gives every leaf a gradient of its own", () => {
    const params = { a: tf.scalar(1), b: tf.scalar(2), c: tf.scalar(3) };
    const { value, gradient, auxiliary } = valueAndGradient((p) => ({ value: tf.addN([p.a, p.b]) as tf.Scalar }), params);
    expectClose(value, 3);
    gradient.a.dispose();
    expectClose(gradient.b, 1);
    expectClose(gradient.c, 0);
    expect(auxiliary).toEqual({});
    tf.dispose([value, gradient.b, gradient.c]);
    disposeTree(params);
  });

  it("valueAndGradient nests, as meta-learning does", () => {
    const params = { x: tf.scalar(3) };
    expectNoLeak(() =>
      valueAndGradient((p) => ({ value: valueAndGradient((q) => ({ value: tf.pow(q.x, 3) as tf.Scalar }), p).gradient.x as tf.Scalar }), params),
    );
    const { value, gradient } = valueAndGradient((p) => {
      const inner = valueAndGradient((q) => ({ value: tf.mul(tf.square(q.x), q.x) as tf.Scalar }), p);
      return { value: inner.gradient.x as tf.Scalar };
    }, params);
    expectClose(value, 27);
    expectClose(gradient.x, 18);
    tf.dispose([value, gradient.x]);
    disposeTree(params);
  });
});
