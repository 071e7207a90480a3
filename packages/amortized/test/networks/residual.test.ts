import * as tf from "@tensorflow/tfjs-core";
import {
  activation,
  conv2d,
  layerNorm,
  linear,
  residual,
  residualConv2d,
  residualDense,
  sequential,
  type LinearParams,
} from "@variate/amortized";
import { flattenTree } from "@variate/math";
import { randomKey } from "@variate/random";
import { describeOnBackends, expectClose } from "@variate/testing";
import { describe, expect, expectTypeOf, it } from "vitest";
import { describeModule, noise } from "../support/describeModule.js";

describeModule("residual with a shortcut", {
  make: () => residual(linear({ inputs: 3, outputs: 2 }), { shortcut: linear({ outputs: 2 }) }),
});
describeModule("residualDense", { make: () => residualDense({ inputs: 3, hidden: 4, activation: "tanh" }) });
describeModule("residualDense with layerNorm", {
  make: () => residualDense({ inputs: 4, activation: "softplus", layerNorm: true }),
  tolerance: { relative: 5e-3 },
});
describeModule("residualConv2d", { make: () => residualConv2d({ inputs: [3, 3, 2], activation: "tanh" }) });
describeModule("residualConv2d with strides", {
  make: () => residualConv2d({ inputs: [4, 4, 2], filters: 3, strides: 2, activation: "silu" }),
});

describeOnBackends("residual", () => {
  it("adds its input to the block's result", () => {
    const block = sequential(layerNorm(), activation("tanh"))([4]);
    const module = residual(block);
    const params = module.init(randomKey(0));
    const x = noise([3, 4]);
    expectClose(module.apply(params, x), tf.add(x, block.apply(params.block, x)), { absolute: 0 });
  });
});

describe("residual", () => {
  it("is open where its block is", () => {
    const module = residual(sequential(activation("tanh"), linear({ outputs: 4 })))([4]);
    const params = module.init(randomKey(0));
    expectTypeOf(params.block.layer1).toEqualTypeOf<LinearParams>();
    const side = residual(linear({ outputs: 2 }), { shortcut: linear({ outputs: 2 }) })([3]).init(randomKey(0));
    expectTypeOf(side.shortcut).toEqualTypeOf<LinearParams>();
    expect(Object.keys(flattenTree(side))).toEqual(["block.weight", "block.bias", "shortcut.weight", "shortcut.bias"]);
  });

  it("changes shape through a 1 by 1 convolution", () => {
    const module = residualConv2d({ inputs: [8, 6, 2], filters: 4, strides: 2 });
    expect(module.outputShape).toEqual([4, 3, 4]);
    expect(module.init(randomKey(0)).shortcut?.["weight"]).toMatchObject({ shape: [1, 1, 2, 4] });
    expect(residualConv2d()([8, 6, 2]).init(randomKey(0)).shortcut).toBeUndefined();
  });

  it("refuses sides of different shape", () => {
    expect(() => residual(linear({ inputs: 3, outputs: 4 }))).toThrow(
      "residual: expected a block whose result has the shape of the way past it, [3]; got [4]. Give a shortcut layer to this shape.",
    );
    expect(() => residual(conv2d({ inputs: [4, 4, 1], filters: 2, kernel: 3 }))).toThrow("[4, 4, 1]; got [4, 4, 2]");
  });
});
