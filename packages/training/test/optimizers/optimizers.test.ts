import * as tf from "@tensorflow/tfjs-core";
import type { Params } from "@variate/math";
import { describeOnBackends, expectClose, expectNoLeak } from "@variate/testing";
import { adagrad, adam, adamax, adamW, rmsprop, sgd, type Optimizer, type OptimizerState } from "@variate/training";
import { expect, it } from "vitest";
import reference from "../reference/optimizers.json" with { type: "json" };

type Tree = { readonly weight: tf.Tensor; readonly bias: tf.Tensor };
type Numbers = { readonly weight: number[][]; readonly bias: number[] };

const factories: Record<string, (...settings: never[]) => Optimizer> = { adam, adamW, adamax, rmsprop, adagrad, sgd };
const treeOf = ({ weight, bias }: Numbers): Tree => ({ weight: tf.tensor(weight), bias: tf.tensor(bias) });

function make(name: string, settings: readonly unknown[]): Optimizer {
  return (factories[name] as (...all: unknown[]) => Optimizer)(...settings);
}

/** Makes `count` updates with the reference's gradients, from `start`; frees all but the last. */
function run(optimizer: Optimizer, start: { params: Tree; state: OptimizerState }, from: number, count: number) {
  let current = start;
  for (let i = from; i < from + count; i++) {
    const gradients = treeOf(reference.gradients[i] as Numbers);
    const next = optimizer.update(gradients, current.state, current.params);
    tf.dispose([gradients, current] as unknown as tf.Tensor[]);
    current = next;
  }
  return current;
}

function begin(optimizer: Optimizer) {
  const params = treeOf(reference.params);
  return { params, state: optimizer.init(params) };
}

describeOnBackends("optimizers", () => {
  for (const { optimizer: name, arguments: settings, after } of reference.cases) {
    it(`${name}(${JSON.stringify(settings).slice(1, -1)}) makes torch.optim's updates`, () => {
      expectNoLeak(() => {
        const optimizer = make(name, settings);
        let current = begin(optimizer);
        let made = 0;
        reference.updates.forEach((count, i) => {
          current = run(optimizer, current, made, count - made);
          made = count;
          const want = after[i] as Numbers;
          expectClose(current.params.weight, want.weight, { absolute: 3e-6, relative: 3e-6 }, `weight after ${count}`);
          expectClose(current.params.bias, want.bias, { absolute: 3e-6, relative: 3e-6 }, `bias after ${count}`);
        });
        expect(current.state.step).toBe(made);
        return current;
      }, name);
    });

    it(`${name}(${JSON.stringify(settings).slice(1, -1)}) leaves its arguments as they are`, () => {
      const optimizer = make(name, settings);
      const start = begin(optimizer);
      const gradients = treeOf(reference.gradients[0] as Numbers);
      const before = JSON.stringify([start.params.weight.arraySync(), start.state.slots]);
      const one = optimizer.update(gradients, start.state, start.params);
      const two = optimizer.update(gradients, start.state, start.params);
      expect(JSON.stringify([start.params.weight.arraySync(), start.state.slots])).toBe(before);
      expect(one.params.weight.arraySync()).toEqual(two.params.weight.arraySync());
      tf.dispose([start, gradients, one] as unknown as tf.Tensor[]);
      expect(two.params.bias.arraySync()).toHaveLength(3);
      tf.dispose(two as unknown as tf.Tensor);
    });
  }

  it("takes the learning rate from a schedule of the updates made", () => {
    const optimizer = sgd((step) => [0.5, 0.25][step] as number);
    let current = { params: { x: tf.scalar(1) } as Params, state: optimizer.init({}) };
    const gradients = { x: tf.scalar(2) };
    current = optimizer.update(gradients, current.state, current.params);
    expectClose(current.params["x"] as tf.Tensor, 0);
    current = optimizer.update(gradients, current.state, current.params);
    expectClose(current.params["x"] as tf.Tensor, -0.5);
  });

  it("shrinks only what the decay mask lets through", () => {
    const params = { layer: { weight: tf.scalar(1), bias: tf.scalar(1) } };
    const zeros = { layer: { weight: tf.scalar(0), bias: tf.scalar(0) } };
    const decayMask = (path: string) => path.endsWith(".weight");
    for (const optimizer of [adamW(0.1, { weightDecay: 0.5, decayMask }), sgd(0.1, { weightDecay: 0.5, decayMask })]) {
      const { params: updated } = optimizer.update(zeros, optimizer.init(params), params);
      expectClose(updated.layer.weight, 0.95, undefined, optimizer.name);
      expectClose(updated.layer.bias, 1, undefined, optimizer.name);
    }
  });

  it("moves nothing where the gradient has always been 0", () => {
    const params = { x: tf.tensor([1, -2]) };
    const zeros = { x: tf.tensor([0, 0]) };
    for (const optimizer of [adam(), adamW(1e-3, { weightDecay: 0 }), adamax(), rmsprop(), adagrad(), sgd(1)]) {
      const { params: updated } = optimizer.update(zeros, optimizer.init(params), params);
      expectClose(updated.x, [1, -2], undefined, optimizer.name);
    }
  });

  it("runs the kernel variate.adam where the backend has one", () => {
    const calls: tf.NamedAttrMap[] = [];
    tf.registerKernel({
      kernelName: "variate.adam",
      backendName: tf.getBackend(),
      kernelFunc: ({ inputs, attrs }) => {
        calls.push(attrs as tf.NamedAttrMap);
        return ["parameter", "gradientSum", "squareSum"].map((name) => tf.clone(inputs[name] as tf.Tensor));
      },
    });
    try {
      const params = { x: tf.scalar(1) };
      expectNoLeak(() => {
        const optimizer = adamW(0.1, { weightDecay: 0.5 });
        const state = optimizer.init(params);
        const gradients = { x: tf.scalar(1) };
        const result = optimizer.update(gradients, state, params);
        tf.dispose([gradients.x, state.slots] as unknown as tf.Tensor[]);
        return result;
      });
      expect(Object.keys(calls[0] ?? {}).sort()).toEqual(["beta1", "beta2", "epsilon", "shrink", "stepSize"]);
      expect(calls[0]?.["shrink"]).toBeCloseTo(0.95, 12);
    } finally {
      tf.unregisterKernel("variate.adam", tf.getBackend());
    }
  });

  it("names a gradient that is missing or of another shape", () => {
    const params = { layer: { weight: tf.zeros([2, 3]) } };
    const optimizer = adam();
    const state = optimizer.init(params);
    expect(() => optimizer.update({ layer: { weight: tf.zeros([3]) } }, state, params)).toThrow(
      "adam: expected a gradient for layer.weight [2, 3]; got [3].",
    );
    expect(() => optimizer.update({ layer: {} } as never, state, params)).toThrow("a gradient for layer.weight [2, 3]; got none");
    expect(() => optimizer.update(params, { step: 0, slots: {} }, params)).toThrow("adam: expected gradientSum for layer.weight [2, 3]; got none");
  });

  it("refuses settings out of range", () => {
    expect(() => adam(-1)).toThrow("adam: expected learningRate of at least 0; got -1.");
    expect(() => adam(NaN)).toThrow("adam: expected learningRate to be a finite number; got NaN.");
    expect(() => adam(0.1, { beta1: 1 })).toThrow("adam: expected beta1 in [0, 1); got 1.");
    expect(() => adamW(0.1, { weightDecay: -1 })).toThrow(/^adamW: expected weightDecay/);
    expect(() => adamax(0.1, { epsilon: -1 })).toThrow(/^adamax: expected epsilon/);
    expect(() => rmsprop(0.1, { decay: 2 })).toThrow(/^rmsprop: expected decay/);
    expect(() => adagrad(0.1, { initialSquareSum: -1 })).toThrow(/^adagrad: expected initialSquareSum/);
    expect(() => sgd(0.1, { nesterov: true })).toThrow(/^sgd: expected momentum above 0/);
  });
});
