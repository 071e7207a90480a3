import * as tf from "@tensorflow/tfjs-core";
import { describeOnBackends, expectClose, expectNoLeak } from "@variate/testing";
import { averageWarmup, updateAverage } from "@variate/training";
import { expect, it } from "vitest";

describeOnBackends("updateAverage", () => {
  it("moves the average towards the parameters by 1 - decay", () => {
    const average = { layer: { weight: tf.tensor([1, 2]) } };
    const params = { layer: { weight: tf.tensor([3, -2]) } };
    expectNoLeak(() => updateAverage(average, params, 0.75));
    expectClose(updateAverage(average, params, 0.75).layer.weight, [1.5, 1]);
    expectClose(updateAverage(average, params, 1).layer.weight, [1, 2]);
    expectClose(updateAverage(average, params, 0).layer.weight, [3, -2]);
  });

  it("forgets the first parameters quickly when warmed up", () => {
    const decay = averageWarmup(0.999);
    expect(decay(0)).toBe(0.1);
    expect(decay(8)).toBe(0.5);
    expect(decay(1e6)).toBe(0.999);
  });

  it("wants a decay in range and a tree of the same form", () => {
    expect(() => updateAverage({}, {}, 2)).toThrow("updateAverage: expected decay in [0, 1]; got 2.");
    expect(() => averageWarmup(1)).toThrow("averageWarmup: expected decay in [0, 1); got 1.");
    expect(() => updateAverage({ x: tf.scalar(1) }, {} as never, 0.5)).toThrow("updateAverage: expected a parameter named x; got none.");
  });
});
