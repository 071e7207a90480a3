import * as tf from "@tensorflow/tfjs-core";
import {
  activation,
  conv2d,
  conv2dTranspose,
  dropout,
  flatten,
  linear,
  reshape,
  sequential,
  type LinearParams,
  type Module,
  type Part,
} from "@variate/amortized";
import { flattenTree } from "@variate/math";
import { randomKey, splitKey } from "@variate/random";
import { describeOnBackends, expectClose } from "@variate/testing";
import { describe, expect, expectTypeOf, it } from "vitest";
import { describeModule, noise } from "../support/describeModule.js";

describeModule("sequential", {
  make: () => sequential(linear({ inputs: 3, outputs: 4 }), activation("tanh"), linear({ outputs: 2 })),
});

const two = () => sequential(linear({ inputs: 3, outputs: 4 }), activation("tanh"), linear({ outputs: 2 }));

describeOnBackends("sequential", () => {
  it("is the composition of its parts, each with its own key", () => {
    const network = two();
    const params = network.init(randomKey(8));
    const keys = splitKey(randomKey(8), 3);
    const first = linear({ inputs: 3, outputs: 4 });
    const last = linear({ inputs: 4, outputs: 2 });
    const x = noise([5, 3]);
    const h = first.apply(first.init(keys[0] as (typeof keys)[0]), x);
    const y = last.apply(last.init(keys[2] as (typeof keys)[0]), tf.tanh(h));
    expectClose(network.apply(params, x), y, { absolute: 0 });
  });

  it("gives each part its own key of the context", () => {
    const keys = splitKey(randomKey(3), 2);
    const network = sequential(dropout(0.5), dropout(0.5))([40]);
    const once = (i: number, x: tf.Tensor) =>
      dropout(0.5)([40]).apply({}, x, { key: keys[i] as (typeof keys)[0], training: true });
    const x = noise([40]);
    const got = network.apply(network.init(randomKey(0)), x, { key: randomKey(3), training: true });
    expectClose(got, once(1, once(0, x)), { absolute: 0 });
  });

  it("hands each part its own state and none of another's", () => {
    const seen: unknown[] = [];
    const spy = (inputShape: readonly number[]): Module => ({
      inputShape,
      outputShape: inputShape,
      init: () => ({}),
      apply: (_, x, context) => {
        seen.push(context?.state);
        return tf.clone(x);
      },
    });
    const state = { layer1: { mean: tf.scalar(2) } };
    const network = sequential(spy, spy)([2]);
    network.apply({ layer0: {}, layer1: {} }, tf.zeros([2]), { state });
    expect(seen).toEqual([undefined, state.layer1]);
  });
});

describe("sequential", () => {
  it("infers shapes from the first part on", () => {
    const encoder = sequential(
      conv2d({ inputs: [28, 28, 1], filters: 8, kernel: 4, strides: 2 }),
      activation("relu"),
      conv2d({ filters: 16, kernel: 4, strides: 2 }),
      flatten(),
      linear({ outputs: 32 }),
    );
    expect([encoder.inputShape, encoder.outputShape]).toEqual([[28, 28, 1], [32]]);
    const decoder = sequential(
      linear({ inputs: 32, outputs: [7, 7, 16] }),
      conv2dTranspose({ filters: 8, kernel: 4, strides: 2 }),
      conv2dTranspose({ filters: 1, kernel: 4, strides: 2 }),
    );
    expect(decoder.outputShape).toEqual([28, 28, 1]);
  });

  it("is a layer itself when its first part is one", () => {
    const block = sequential(linear({ outputs: 4 }), activation("relu"));
    expect(sequential(linear({ inputs: 2, outputs: 3 }), block, block).outputShape).toEqual([4]);
    expect(block([9]).inputShape).toEqual([9]);
  });

  it("types its parameters by its parts", () => {
    const params = two().init(randomKey(0));
    expectTypeOf(params.layer0).toEqualTypeOf<LinearParams>();
    expectTypeOf(params.layer1).toEqualTypeOf<Record<string, never>>();
    expectTypeOf(params.layer2).toEqualTypeOf<LinearParams>();
    // @ts-expect-error: there is no fourth part.
    expect(params.layer3).toBeUndefined();
    const nested = sequential(reshape([2, 3]), sequential(flatten(), linear({ outputs: 2 })))([6]).init(randomKey(0));
    expectTypeOf(nested.layer1.layer1).toEqualTypeOf<LinearParams>();
    const many: Part[] = [linear({ outputs: 2 }), linear({ outputs: 3 })];
    const dynamic = sequential(linear({ inputs: 1, outputs: 1 }), ...many);
    expect(Object.keys(flattenTree(dynamic.init(randomKey(0))))).toEqual([
      "layer0.weight", "layer0.bias", "layer1.weight", "layer1.bias", "layer2.weight", "layer2.bias",
    ]);
  });

  it("refuses parts that do not fit together", () => {
    expect(() => sequential(linear({ inputs: 3, outputs: 4 }), linear({ inputs: 5, outputs: 2 }))).toThrow(
      "sequential: expected part 1 to take [4], what comes before it; got one that takes [5]. Leave its inputs out to let it fit.",
    );
    // @ts-expect-error: at least one part.
    expect(() => sequential()).toThrow("sequential: expected at least one part; got none.");
  });
});
