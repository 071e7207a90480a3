import * as tf from "@tensorflow/tfjs-core";
import { checkGradients, describeOnBackends, expectClose, expectNoLeak } from "@variate/testing";
import { expect, test } from "vitest";
import { asShipped, onCpu, tensor } from "./shipped.js";

/** Largest difference of a result from cpu's. */
async function errorAgainstCpu(fn: () => tf.Tensor): Promise<number> {
  const want = await onCpu(fn);
  const got = tf.tidy(fn);
  const values = got.dataSync();
  got.dispose();
  return Math.max(...want.values.map((value, i) => Math.abs(value - (values[i] as number))));
}

async function expectCpuResult(fn: () => tf.Tensor, label: string): Promise<void> {
  const want = await onCpu(fn);
  const got = tf.tidy(fn);
  expect(got.shape, label).toEqual(want.shape);
  expectClose(got, want.values, { relative: 1e-5 }, label);
  got.dispose();
}

interface Case {
  readonly x: number[];
  readonly filter: number[];
  readonly strides: number | [number, number];
  readonly pad: "same" | "valid" | number | [[number, number], [number, number], [number, number], [number, number]];
  readonly format?: "NHWC" | "NCHW";
}

const planar: Case[] = [
  { x: [2, 7, 9, 3], filter: [3, 2, 3, 4], strides: 1, pad: "same" },
  { x: [2, 7, 9, 3], filter: [3, 2, 3, 4], strides: 1, pad: "valid" },
  { x: [3, 8, 8, 2], filter: [4, 4, 2, 5], strides: 2, pad: "same" },
  { x: [2, 9, 7, 1], filter: [3, 3, 1, 2], strides: [2, 3], pad: "valid" },
  { x: [2, 6, 6, 2], filter: [3, 3, 2, 3], strides: 1, pad: 1 },
  { x: [1, 5, 6, 2], filter: [2, 3, 2, 3], strides: 2, pad: [[0, 0], [1, 0], [2, 1], [0, 0]] },
  { x: [2, 5, 5, 3], filter: [1, 1, 3, 4], strides: 1, pad: "valid" },
  { x: [2, 3, 7, 6], filter: [3, 3, 3, 4], strides: 2, pad: "same", format: "NCHW" },
  { x: [1, 2, 5, 6], filter: [2, 3, 2, 3], strides: 1, pad: [[0, 0], [0, 0], [1, 0], [2, 1]], format: "NCHW" },
];

describeOnBackends(
  "conv2d and its gradients",
  () => {
    for (const { x: xShape, filter: filterShape, strides, pad, format = "NHWC" } of planar) {
      const name = `x [${xShape}], filter [${filterShape}], strides ${strides}, pad ${JSON.stringify(pad)}, ${format}`;
      const convolution = (x: tf.Tensor, filter: tf.Tensor): tf.Tensor =>
        tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, strides, pad, format);
      test(`are cpu's: ${name}`, async () => {
        await expectCpuResult(() => convolution(tensor(xShape, 1), tensor(filterShape, 2)), "forward");
        for (const which of [0, 1] as const) {
          await expectCpuResult(() => {
            const inputs = [tensor(xShape, 1), tensor(filterShape, 2)];
            const f = (a: tf.Tensor, b: tf.Tensor): tf.Tensor => tf.sum(tf.square(convolution(a, b)));
            return tf.grads(f)(inputs)[which] as tf.Tensor;
          }, `gradient ${which}`);
        }
      });
    }

    test("are the derivatives", () => {
      const inputs = [tensor([2, 5, 6, 2], 1), tensor([3, 3, 2, 3], 2)];
      checkGradients((x, filter) => tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 2, "same"), inputs);
      tf.dispose(inputs);
    });

    test("sum chunks of a batch that is too large to unfold at once", async () => {
      // 3 · 3 · 16 values at 28 · 28 positions: four examples fill a chunk.
      const inputs = (): [tf.Tensor4D, tf.Tensor4D] => [tensor([10, 28, 28, 16], 1) as tf.Tensor4D, tensor([3, 3, 16, 2], 2) as tf.Tensor4D];
      const want = tf.tidy(() => {
        const [x, filter] = inputs();
        // The same gradient one example at a time.
        const single = tf.unstack(x).map((image) => tf.grad((w: tf.Tensor) => tf.sum(tf.square(tf.conv2d(tf.expandDims(image) as tf.Tensor4D, w as tf.Tensor4D, 1, "same"))))(filter));
        return tf.addN(single);
      });
      const got = tf.tidy(() => {
        const [x, filter] = inputs();
        return tf.grad((w: tf.Tensor) => tf.sum(tf.square(tf.conv2d(x, w as tf.Tensor4D, 1, "same"))))(filter);
      });
      // Sums of 7,840 products of either sign in float32.
      expectClose(got, want, { relative: 1e-4 });
      tf.dispose([got, want]);
    });

    test("transposed convolutions are cpu's, forward and backward", async () => {
      for (const [strides, pad] of [[1, "same"], [2, "same"], [2, "valid"]] as const) {
        const outShape: [number, number, number, number] = strides === 1 ? [2, 5, 5, 3] : pad === "same" ? [2, 10, 10, 3] : [2, 11, 11, 3];
        const up = (x: tf.Tensor, w: tf.Tensor): tf.Tensor => tf.conv2dTranspose(x as tf.Tensor4D, w as tf.Tensor4D, outShape, strides, pad);
        await expectCpuResult(() => up(tensor([2, 5, 5, 4], 1), tensor([3, 3, 3, 4], 2)), "forward");
        for (const which of [0, 1] as const) {
          await expectCpuResult(
            () => tf.grads((a: tf.Tensor, b: tf.Tensor) => tf.sum(tf.square(up(a, b))))([tensor([2, 5, 5, 4], 1), tensor([3, 3, 3, 4], 2)])[which] as tf.Tensor,
            `gradient ${which}`,
          );
        }
      }
    });

    test("fused convolutions take a bias of any rank and channels first", async () => {
      for (const format of ["NHWC", "NCHW"] as const) {
        for (const [activation, bias] of [["relu", [3]], ["linear", []], ["prelu", [3]]] as const) {
          await expectCpuResult(
            () =>
              tf.fused.conv2d({
                x: tensor(format === "NHWC" ? [2, 5, 6, 2] : [2, 2, 5, 6], 1) as tf.Tensor4D,
                filter: tensor([3, 3, 2, 3], 2) as tf.Tensor4D,
                strides: 1, pad: "same", dataFormat: format, activation, bias: tensor([...bias], 3),
                ...(activation === "prelu" ? { preluActivationWeights: tensor([3], 4) } : {}),
              }),
            `${format}, ${activation}`,
          );
        }
      }
    });

    test("leave no tensor behind", () => {
      const inputs = [tensor([2, 3, 6, 6], 1), tensor([3, 3, 3, 4], 2)];
      const f = (x: tf.Tensor, w: tf.Tensor): tf.Tensor => tf.sum(tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, "same", "NCHW"));
      expectNoLeak(() => tf.grads(f)(inputs));
      tf.dispose(inputs);
    });

    test("have no filter gradient as shipped, and refuse channels first", () => {
      const inputs = [tensor([1, 4, 4, 2], 1), tensor([3, 3, 2, 2], 2)];
      const f = (x: tf.Tensor, w: tf.Tensor): tf.Tensor => tf.sum(tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, "same"));
      expect(() => asShipped([tf.Conv2DBackpropFilter], () => tf.tidy(() => tf.grads(f)(inputs)))).toThrow(/not registered/);
      expect(() => asShipped([tf.Conv2D], () => tf.conv2d(inputs[0] as tf.Tensor4D, tf.zeros([1, 1, 4, 1]), 1, "same", "NCHW"))).toThrow(/channelsLast/);
      tf.dispose(inputs);
    });
  },
  ["wasm"],
);

describeOnBackends(
  "conv3d and its gradients",
  () => {
    const solid = [
      { x: [2, 5, 6, 4, 2], filter: [2, 3, 2, 2, 3], strides: 1, pad: "same" },
      { x: [2, 5, 6, 4, 2], filter: [2, 3, 2, 2, 3], strides: 1, pad: "valid" },
      { x: [2, 5, 6, 7, 2], filter: [2, 3, 3, 2, 3], strides: 2, pad: "same" },
      { x: [1, 7, 6, 5, 1], filter: [3, 2, 3, 1, 2], strides: [2, 1, 2], pad: "valid" },
    ] as const;

    for (const { x: xShape, filter: filterShape, strides, pad } of solid) {
      const convolution = (x: tf.Tensor, filter: tf.Tensor): tf.Tensor =>
        tf.conv3d(x as tf.Tensor5D, filter as tf.Tensor5D, strides as number, pad);
      const results: Record<string, () => tf.Tensor> = {
        forward: () => convolution(tensor(xShape, 1), tensor(filterShape, 2)),
        "input gradient": () => tf.grad((x: tf.Tensor) => tf.sum(tf.square(convolution(x, tensor(filterShape, 2)))))(tensor(xShape, 1)),
        "filter gradient": () => tf.grad((w: tf.Tensor) => tf.sum(tf.square(convolution(tensor(xShape, 1), w))))(tensor(filterShape, 2)),
      };
      for (const [name, fn] of Object.entries(results)) {
        test(`${name} is cpu's: x [${xShape}], filter [${filterShape}], strides ${strides}, pad ${pad}`, () => expectCpuResult(fn, name));
      }
    }

    test("are the derivatives", () => {
      const inputs = [tensor([1, 4, 3, 4, 2], 1), tensor([2, 2, 2, 2, 2], 2)];
      checkGradients((x, filter) => tf.conv3d(x as tf.Tensor5D, filter as tf.Tensor5D, 2, "same"), inputs);
      tf.dispose(inputs);
    });

    test("as shipped, the input gradient is wrong, and with stride 2 the filter gradient too", async () => {
      const [x, filter, strided] = [[1, 5, 5, 5, 1], [3, 3, 3, 1, 1], [1, 3, 3, 3, 1]];
      const backend = tf.backend();
      const run = (name: string, inputs: Record<string, tf.Tensor>, attrs: object): tf.Tensor =>
        tf.engine().runKernel(name, inputs, { pad: "same", ...attrs } as tf.NamedAttrMap);
      const kernels: Record<string, () => tf.Tensor> = {
        [tf.Conv3DBackpropInputV2]: () =>
          run(tf.Conv3DBackpropInputV2, { dy: tensor(x as number[], 1), filter: tensor(filter as number[], 2) }, { strides: 1, inputShape: x }),
        [tf.Conv3DBackpropFilterV2]: () =>
          run(tf.Conv3DBackpropFilterV2, { x: tensor(x as number[], 1), dy: tensor(strided as number[], 3) }, { strides: 2, filterShape: filter }),
      };
      for (const [name, fn] of Object.entries(kernels)) {
        expect(await errorAgainstCpu(fn), name).toBeLessThan(1e-5);
        const want = await onCpu(fn);
        const wrong = asShipped([name], () => tf.tidy(fn));
        const values = wrong.dataSync();
        expect(Math.max(...want.values.map((value, i) => Math.abs(value - (values[i] as number)))), name).toBeGreaterThan(0.05);
        wrong.dispose();
      }
      expect(tf.backend()).toBe(backend);
    });
  },
  ["wasm"],
);

describeOnBackends(
  "depthwiseConv2d and its gradients",
  () => {
    for (const [xShape, filterShape, strides, pad, dilations] of [
      [[2, 7, 6, 3], [3, 2, 3, 1], 1, "same", 1],
      [[2, 7, 6, 3], [3, 3, 3, 2], 2, "same", 1],
      [[1, 8, 9, 2], [3, 3, 2, 3], 1, "valid", 2],
      [[1, 8, 9, 4], [3, 2, 4, 1], 2, "valid", 1],
    ] as const) {
      test(`are cpu's: x [${xShape}], filter [${filterShape}], strides ${strides}, pad ${pad}, dilations ${dilations}`, async () => {
        const attrs = { strides, pad, dilations, dimRoundingMode: "floor" };
        const run = (name: string, inputs: Record<string, tf.Tensor>, more: object): tf.Tensor =>
          tf.engine().runKernel(name, inputs, { ...attrs, ...more } as unknown as tf.NamedAttrMap);
        const forward = (): tf.Tensor => tf.depthwiseConv2d(tensor(xShape, 1) as tf.Tensor4D, tensor(filterShape, 2) as tf.Tensor4D, strides, pad, "NHWC", dilations);
        await expectCpuResult(forward, "forward");
        const { shape } = await onCpu(forward);
        // cpu's kernels take no account of dilations. Convolution is linear in either input: ⟨A(x), dy⟩ = ⟨x, Aᵀ(dy)⟩.
        const [x, filter, dy] = [tensor(xShape, 1), tensor(filterShape, 2), tensor(shape, 3)];
        const inputGradient = run(tf.DepthwiseConv2dNativeBackpropInput, { dy, filter }, { inputShape: xShape });
        const filterGradient = run(tf.DepthwiseConv2dNativeBackpropFilter, { x, dy }, { filterShape });
        const inner = (a: tf.Tensor, b: tf.Tensor): number => tf.tidy(() => tf.sum(tf.mul(a, b)).dataSync()[0] as number);
        const y = forward();
        expect(inner(inputGradient, x)).toBeCloseTo(inner(y, dy), 3);
        expect(inner(filterGradient, filter)).toBeCloseTo(inner(y, dy), 3);
        if (dilations === 1) {
          await expectCpuResult(() => run(tf.DepthwiseConv2dNativeBackpropInput, { dy: tensor(shape, 3), filter: tensor(filterShape, 2) }, { inputShape: xShape }), "input");
          await expectCpuResult(() => run(tf.DepthwiseConv2dNativeBackpropFilter, { x: tensor(xShape, 1), dy: tensor(shape, 3) }, { filterShape }), "filter");
        }
        tf.dispose([x, filter, dy, y, inputGradient, filterGradient]);
      });
    }

    test("are the derivatives, also of the fused operation", () => {
      const inputs = [tensor([1, 5, 5, 2], 1), tensor([3, 3, 2, 2], 2), tensor([4], 3)];
      checkGradients((x, w) => tf.depthwiseConv2d(x as tf.Tensor4D, w as tf.Tensor4D, 2, "same"), inputs.slice(0, 2));
      checkGradients(
        (x, w, bias) => tf.fused.depthwiseConv2d({ x: x as tf.Tensor4D, filter: w as tf.Tensor4D, strides: 1, pad: "same", bias: bias as tf.Tensor1D }),
        inputs,
      );
      tf.dispose(inputs);
    });

    test("do not exist as shipped", () => {
      const inputs = [tensor([1, 5, 5, 2], 1), tensor([3, 3, 2, 1], 2)];
      const f = (x: tf.Tensor, w: tf.Tensor): tf.Tensor => tf.sum(tf.depthwiseConv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, "same"));
      for (const kernel of [tf.DepthwiseConv2dNativeBackpropFilter, tf.DepthwiseConv2dNativeBackpropInput]) {
        expect(() => asShipped([kernel], () => tf.tidy(() => tf.grads(f)(inputs)))).toThrow(/not registered/);
      }
      tf.dispose(inputs);
    });
  },
  ["wasm"],
);
