import { layerNorm } from "@variate/amortized";
import { randomKey } from "@variate/random";
import { describeOnBackends, expectClose } from "@variate/testing";
import { describe, expect, it } from "vitest";
import { describeModule, noise, perturbed } from "../support/describeModule.js";

describeModule("layerNorm", { make: () => layerNorm({ inputs: 4 }), tolerance: { relative: 4e-3 } });
describeModule("layerNorm over two axes of three", {
  make: () => layerNorm({ inputs: [2, 2, 3], axes: 2 }),
  tolerance: { relative: 4e-3 },
});

describeOnBackends("layerNorm", () => {
  it.each([1, 2, 3])("equals its closed form over %i axes", (axes) => {
    const inputs = [3, 2, 4];
    const layer = layerNorm({ inputs, axes, epsilon: 1e-3 });
    const params = perturbed(layer.init(randomKey(3)));
    const x = noise([2, ...inputs]);
    const group = inputs.slice(3 - axes).reduce((a, b) => a * b, 1);
    const values = Array.from(x.dataSync());
    const [scale, bias] = [params.scale.dataSync(), params.bias.dataSync()];
    const expected = values.map((value, i) => {
      const start = i - (i % group);
      const own = values.slice(start, start + group);
      const mean = own.reduce((a, b) => a + b, 0) / group;
      const variance = own.reduce((a, b) => a + (b - mean) ** 2, 0) / group;
      return ((value - mean) / Math.sqrt(variance + 1e-3)) * (scale[i % group] as number) + (bias[i % group] as number);
    });
    expectClose(layer.apply(params, x), expected);
  });
});

describe("layerNorm", () => {
  it("refuses more axes than there are", () => {
    expect(() => layerNorm({ inputs: 4, axes: 2 })).toThrow("layerNorm: expected an input shape of at least 2 axes; got 1.");
  });
});
