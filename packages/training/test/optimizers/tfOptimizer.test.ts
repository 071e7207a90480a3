import * as tf from "@tensorflow/tfjs-core";
import { mapTree } from "@variate/math";
import { describeOnBackends, expectNoLeak } from "@variate/testing";
import { fromTfOptimizer } from "@variate/training";
import { expect, it } from "vitest";

const makers: Record<string, () => tf.Optimizer> = {
  adam: () => tf.train.adam(0.1),
  adamax: () => tf.train.adamax(0.1),
  adagrad: () => tf.train.adagrad(0.1),
  adadelta: () => tf.train.adadelta(0.5),
  rmsprop: () => tf.train.rmsprop(0.1, 0.9, 0.5, 1e-3),
  "centered rmsprop": () => tf.train.rmsprop(0.1, 0.9, 0.5, 1e-3, true),
  momentum: () => tf.train.momentum(0.1, 0.9, true),
  sgd: () => tf.train.sgd(0.1),
};

const start = () => ({ layer: { weight: tf.tensor([[1, -2], [3, 4]]) }, bias: tf.tensor([0.5]) });
const gradientsAt = (step: number) => ({
  layer: { weight: tf.tensor([[step + 0.5, -1], [0.5, step - 1.5]]) },
  bias: tf.tensor([step * step - 2]),
});

/** What the optimizer itself does to variables. */
function direct(optimizer: tf.Optimizer, steps: number): number[][] {
  const { layer, bias } = start();
  const variables = { weight: tf.variable(layer.weight), bias: tf.variable(bias) };
  for (let step = 0; step < steps; step++) {
    const gradients = gradientsAt(step);
    optimizer.applyGradients([
      { name: variables.weight.name, tensor: gradients.layer.weight },
      { name: variables.bias.name, tensor: gradients.bias },
    ]);
    tf.dispose(gradients as unknown as tf.Tensor);
  }
  const result = [[...variables.weight.dataSync()], [...variables.bias.dataSync()]];
  tf.dispose([layer.weight, bias, ...Object.values(variables)]);
  return result;
}

describeOnBackends("fromTfOptimizer", () => {
  for (const [name, make] of Object.entries(makers)) {
    it(`${name} makes tfjs's own updates, also through a state that was stored and a fresh optimizer`, () => {
      const reference = make();
      const want = direct(reference, 5);
      reference.dispose();

      const first = make();
      const second = make();
      expectNoLeak(() => {
        const params = start();
        let current = { params, state: fromTfOptimizer(first).init(params) };
        for (let step = 0; step < 5; step++) {
          const gradients = gradientsAt(step);
          const next = fromTfOptimizer(step < 3 ? first : second).update(gradients, current.state, current.params);
          tf.dispose([gradients, current] as unknown as tf.Tensor[]);
          // What a checkpoint does: values alone survive.
          const slots = mapTree(next.state.slots, (leaf) => tf.tensor(leaf.dataSync().slice(), leaf.shape, leaf.dtype));
          tf.dispose(next.state.slots as unknown as tf.Tensor);
          current = { params: next.params, state: { step: next.state.step, slots } };
        }
        expect([[...current.params.layer.weight.dataSync()], [...current.params.bias.dataSync()]]).toEqual(want);
        expect(current.state.step).toBe(5);
        return current;
      }, name);
      first.dispose();
      second.dispose();
    });
  }

  it("keeps every running quantity by the parameter's name", () => {
    const optimizer = tf.train.adam(0.1);
    const state = fromTfOptimizer(optimizer).init(start());
    expect(Object.keys(state.slots).sort()).toEqual(["accBeta1", "accBeta2", "accumulatedFirstMoment", "accumulatedSecondMoment"]);
    expect(state.slots["accumulatedFirstMoment"]).toMatchObject({ layer: { weight: { shape: [2, 2] } }, bias: { shape: [1] } });
    optimizer.dispose();
  });

  it("names itself and its settings, and a gradient that is missing", () => {
    const optimizer = tf.train.adam(0.1, 0.5);
    const pure = fromTfOptimizer(optimizer);
    expect(pure.name).toBe("tf.Adam");
    expect(pure.configuration).toMatchObject({ learningRate: 0.1, beta1: 0.5 });
    const params = start();
    const state = pure.init(params);
    expect(() => pure.update({} as never, state, params)).toThrow("fromTfOptimizer: expected a gradient for layer.weight; got none.");
    expect(() => pure.update(params, { step: 0, slots: {} }, params)).toThrow("fromTfOptimizer: expected a state with acc");
    optimizer.dispose();
  });
});
