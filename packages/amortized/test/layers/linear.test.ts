import * as tf from "@tensorflow/tfjs-core";
import { constant, linear } from "@variate/amortized";
import { describeOnBackends, expectClose } from "@variate/testing";
import { randomKey } from "@variate/random";
import { describe, expect, it } from "vitest";
import { describeModule } from "../support/describeModule.js";

describeModule("linear", { make: () => linear({ inputs: 3, outputs: 4 }) });
describeModule("linear, from shape to shape", { make: () => linear({ inputs: [2, 3], outputs: [2, 2, 1] }) });

describeOnBackends("linear", () => {
  it("is x W + b", () => {
    const layer = linear({ inputs: 2, outputs: 3 });
    const params = { weight: tf.tensor([[1, 2, 3], [4, 5, 6]]), bias: tf.tensor([0.5, -1, 2]) };
    expectClose(layer.apply(params, tf.tensor([[1, -1], [2, 0]])), [[-2.5, -4, -1], [2.5, 3, 8]]);
  });

  it("takes integer and boolean inputs as numbers", () => {
    const layer = linear({ inputs: 2, outputs: 1, weight: constant(1) });
    const params = layer.init(randomKey(0));
    expectClose(layer.apply(params, tf.tensor([3, 4], [2], "int32")), [7]);
    expectClose(layer.apply(params, tf.tensor([true, true], [2], "bool")), [2]);
  });
});

describe("linear", () => {
  it("takes the shape before it when its inputs are left out", () => {
    const open = linear({ outputs: 4 });
    expect(open([7]).inputShape).toEqual([7]);
    expect(open([2, 2]).init(randomKey(0)).weight.shape).toEqual([4, 4]);
  });

  it("refuses sizes that are no positive integers", () => {
    expect(() => linear({ inputs: 3, outputs: 0 })).toThrow("linear: expected outputs to be a positive integer; got 0.");
    expect(() => linear({ inputs: 2.5, outputs: 1 })).toThrow("got 2.5");
  });
});
