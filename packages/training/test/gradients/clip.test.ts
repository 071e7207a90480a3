import * as tf from "@tensorflow/tfjs-core";
import { normalArray, randomKey } from "@variate/random";
import { describeOnBackends, expectClose, expectNoLeak } from "@variate/testing";
import { clipByGlobalNorm, clipByValue, globalNorm } from "@variate/training";
import { expect, it } from "vitest";

describeOnBackends("clipping", () => {
  const tree = () => ({ layer: { weight: tf.tensor([[3, 0], [0, -4]]) }, bias: tf.tensor([12]) });

  it("takes the norm of all leaves as one vector", () => {
    expectNoLeak(() => {
      const gradients = tree();
      const norm = globalNorm(gradients);
      expectClose(norm, 13);
      return [gradients, norm];
    });
    expectClose(globalNorm({}), 0);
  });

  it("keeps the norm of a large layer exact to 1e-5", () => {
    const values = normalArray(randomKey(1), [784, 500]);
    const want = Math.sqrt(values.reduce((sum, x) => sum + x * x, 0));
    expectClose(globalNorm({ weight: tf.tensor(values, [784, 500]) }).dataSync()[0] as number, want, { relative: 1e-5 });
  });

  it("scales to the limit, and leaves shorter gradients alone", () => {
    const gradients = tree();
    expectNoLeak(() => clipByGlobalNorm(gradients, 1));
    const clipped = clipByGlobalNorm(gradients, 6.5);
    expectClose(clipped.layer.weight, [[1.5, 0], [0, -2]]);
    expectClose(clipped.bias, [6]);
    expectClose(clipByGlobalNorm(gradients, 20).bias, [12]);
    expectClose(clipByGlobalNorm({ x: tf.tensor([0, 0]) }, 1).x, [0, 0]);
  });

  it("bounds each element", () => {
    const gradients = tree();
    expectNoLeak(() => clipByValue(gradients, 1));
    const clipped = clipByValue(gradients, 3.5);
    expectClose(clipped.layer.weight, [[3, 0], [0, -3.5]]);
    expectClose(clipped.bias, [3.5]);
  });

  it("wants a positive limit", () => {
    expect(() => clipByValue({}, 0)).toThrow("clipByValue: expected limit to be a positive number; got 0.");
    expect(() => clipByGlobalNorm({}, NaN)).toThrow("clipByGlobalNorm: expected limit to be a positive number; got NaN.");
  });
});
