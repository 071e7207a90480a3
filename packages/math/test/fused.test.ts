import * as tf from "@tensorflow/tfjs-core";
import { checkGradients, describeOnBackends, expectClose, expectNoLeak } from "@variate/testing";
import { afterEach, describe, expect, it } from "vitest";
import { fused, type FusedOptions } from "@variate/math";

type Inputs = { readonly a: tf.Tensor; readonly b: tf.Tensor };

const NAME = "variate.testScaledExp";

/** a exp(b), and its gradient by way of the result. */
const fallback = ({ a, b }: Inputs): tf.Tensor => tf.mul(a, tf.exp(b));
const byResult: FusedOptions<Inputs> = {
  gradient: (dy, { a }, result) => ({ a: tf.mul(dy, tf.div(result, a)), b: tf.mul(dy, result) }),
};
const byInputs: FusedOptions<Inputs> = {
  gradient: (dy, inputs) => ({ a: tf.mul(dy, tf.exp(inputs.b)), b: tf.mul(dy, fallback(inputs)) }),
};

describeOnBackends("fused", (backend) => {
  let calls: tf.NamedAttrMap[] = [];
  const inputs = (): Inputs => ({ a: tf.tensor1d([1, 2, -3]), b: tf.tensor1d([0.5, -1, 0.25]) });

  /** The same function as one kernel, made of the backend's own multiplication and exponential. */
  function registerKernel(): void {
    tf.registerKernel({
      kernelName: NAME,
      backendName: backend,
      kernelFunc: ({ inputs: own, backend: storage, attrs }) => {
        calls.push(attrs as tf.NamedAttrMap);
        const run = (kernel: string, operands: Record<string, tf.TensorInfo>): tf.TensorInfo =>
          tf.getKernel(kernel, backend).kernelFunc({ inputs: operands, backend: storage, attrs: {} }) as tf.TensorInfo;
        const { a, b } = own as unknown as Record<"a" | "b", tf.TensorInfo>;
        const exponential = run("Exp", { x: b });
        const product = run("Multiply", { a, b: exponential });
        (storage as unknown as { disposeData(id: object): void }).disposeData(exponential.dataId);
        return product;
      },
    });
  }

  afterEach(() => {
    if (tf.getKernel(NAME, backend) !== undefined) tf.unregisterKernel(NAME, backend);
    calls = [];
  });

  const apply = (options?: FusedOptions<Inputs>) => (a: tf.Tensor, b: tf.Tensor): tf.Tensor =>
    fused(NAME, { a, b }, fallback, options);
  const expected = [Math.exp(0.5), 2 * Math.exp(-1), -3 * Math.exp(0.25)];

  for (const [label, options] of [["no gradient", undefined], ["a gradient by the result", byResult], ["a gradient by the inputs", byInputs]] as const) {
    for (const native of [false, true]) {
      it(`${native ? "runs the kernel" : "runs the fallback"} with ${label}`, () => {
        if (native) registerKernel();
        const { a, b } = inputs();
        const fn = apply(options);
        expectNoLeak(() => {
          const result = fn(a, b);
          expectClose(result, expected, { relative: 1e-6 });
          return result;
        });
        expect(calls.length).toBe(native ? 1 : 0);
        checkGradients(fn, [a, b]);
        expectNoLeak(() => tf.grads(fn)([a, b]));
        tf.dispose([a, b]);
      });
    }

    // Without a gradient of its own, the second derivative is that of tfjs's exp, which only @variate/tfjs repairs.
    if (options === undefined) continue;
    it(`gives second derivatives through the kernel and without it, with ${label}`, () => {
      const { a, b } = inputs();
      const slopes = (x: tf.Tensor, y: tf.Tensor): tf.Tensor => tf.addN(tf.grads(apply(options))([x, y]));
      for (const native of [false, true]) {
        if (native) registerKernel();
        expectNoLeak(() => {
          const [ofA, ofB] = tf.grads(slopes)([a, b]) as [tf.Tensor, tf.Tensor];
          expectClose(ofA, [Math.exp(0.5), Math.exp(-1), Math.exp(0.25)], { relative: 1e-6 });
          expectClose(ofB, [2 * Math.exp(0.5), 3 * Math.exp(-1), -2 * Math.exp(0.25)], { relative: 1e-6 });
          return [ofA, ofB];
        });
      }
      tf.dispose([a, b]);
    });
  }

  it("passes attributes to the kernel", () => {
    registerKernel();
    const { a, b } = inputs();
    fused(NAME, { a, b }, fallback, { attributes: { axis: 1 } }).dispose();
    expect(calls).toEqual([{ axis: 1 }]);
    tf.dispose([a, b]);
  });

  it("gives inputs that the gradient leaves out a gradient of zero, integers among them", () => {
    const x = tf.tensor1d([1, 2]);
    const index = tf.tensor1d([3, 4], "int32");
    const fn = (v: tf.Tensor, i: tf.Tensor): tf.Tensor =>
      fused(NAME, { a: v, b: i }, (own) => tf.mul(own.a, tf.cast(own.b, "float32")), {
        gradient: (dy, own) => ({ a: tf.mul(dy, tf.cast(own.b, "float32")) }),
      });
    const [ofX, ofIndex] = tf.grads(fn)([x, index]) as [tf.Tensor, tf.Tensor];
    expectClose(ofX, [3, 4]);
    expectClose(ofIndex, [0, 0]);
    tf.dispose([x, index, ofX, ofIndex]);
  });
});

describe("fused on a backend without the kernel", () => {
  it("does not see a kernel that another backend registered", async () => {
    await tf.setBackend("cpu");
    tf.registerKernel({ kernelName: NAME, backendName: "wasm", kernelFunc: () => { throw new Error("wrong backend"); } });
    const { a, b } = { a: tf.scalar(2), b: tf.scalar(0) };
    const result = fused(NAME, { a, b }, fallback, byInputs);
    expectClose(result, 2);
    tf.dispose([a, b, result]);
    tf.unregisterKernel(NAME, "wasm");
  });
});
