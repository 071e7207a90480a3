import * as tf from "@tensorflow/tfjs-core";
import { setThreads } from "@variate/simd";
import { checkGradients, expectClose } from "@variate/testing";
import { beforeAll, describe, expect, it } from "vitest";
import { expectAsCpu, numbers } from "./compare.js";

type Pad = "same" | "valid" | number | [[number, number], [number, number], [number, number], [number, number]];

interface Case {
  readonly x: [number, number, number, number];
  readonly filter: [number, number, number, number];
  readonly strides?: [number, number];
  readonly dilations?: [number, number];
  readonly pad?: Pad;
}

const explicit: Pad = [[0, 0], [2, 1], [0, 3], [0, 0]];

const cases: Case[] = [
  { x: [2, 5, 6, 3], filter: [3, 3, 3, 7] },
  { x: [1, 1, 1, 1], filter: [1, 1, 1, 1] },
  { x: [3, 7, 5, 1], filter: [3, 2, 1, 9], pad: "same" },
  { x: [2, 9, 8, 5], filter: [3, 3, 5, 8], strides: [2, 2], pad: "same" },
  { x: [2, 8, 9, 4], filter: [4, 3, 4, 1], strides: [2, 3], pad: "valid" },
  { x: [2, 7, 7, 6], filter: [2, 3, 6, 11], strides: [1, 2], pad: explicit },
  { x: [2, 9, 10, 8], filter: [3, 2, 8, 16], dilations: [2, 3], pad: "same" },
  { x: [3, 6, 7, 13], filter: [1, 1, 13, 10] },
  { x: [3, 6, 7, 13], filter: [1, 1, 13, 10], strides: [2, 2] },
  { x: [2, 6, 7, 3], filter: [1, 1, 3, 5], pad: 1 },
  { x: [2, 5, 5, 3], filter: [1, 2, 3, 4], strides: [3, 3], pad: "same" },
  { x: [1, 5, 6, 400], filter: [3, 3, 400, 3], pad: "same" },
  { x: [1, 3, 3, 1100], filter: [2, 2, 1100, 9] },
  { x: [5, 19, 17, 9], filter: [5, 5, 9, 33], pad: "same" },
  { x: [2, 4, 4, 2], filter: [6, 6, 2, 3], pad: "same" },
  { x: [2, 9, 8, 5], filter: [3, 3, 5, 2], strides: [2, 2], dilations: [1, 1], pad: "same" },
  { x: [1, 5, 6, 500], filter: [3, 3, 500, 4], pad: "same" },
];

/**
 * What rounding makes of a sum of `n` products of numbers from -2 to 2, whose standard deviation is 4/3: its parts reach
 * four times that times √n, and n roundings of such a part by 2^-24 at most add up as √n.
 */
const rounding = (n: number): number => 2 ** -24 * 4 * (4 / 3) * n;

const title = ({ x, filter, strides = [1, 1], dilations = [1, 1], pad = "valid" }: Case): string =>
  `${x.join("x")} by ${filter.join("x")}, strides ${strides.join("x")}, dilations ${dilations.join("x")}, padding ${JSON.stringify(pad)}`;

/** The sum that defines a convolution, in float64. */
function reference(x: tf.Tensor, filter: tf.Tensor, { strides = [1, 1], dilations = [1, 1], pad = "valid" }: Case): Float64Array {
  const { inHeight, inWidth, outHeight, outWidth, padInfo } = tf.backend_util.computeConv2DInfo(
    x.shape as Case["x"], filter.shape as Case["x"], strides, dilations, pad as "same",
  );
  const [n, , , cin] = x.shape as Case["x"];
  const [kh, kw, , cout] = filter.shape as Case["x"];
  const [image, weights] = [x.dataSync(), filter.dataSync()];
  const out = new Float64Array(n * outHeight * outWidth * cout);
  for (let b = 0, at = 0; b < n; b++) for (let p = 0; p < outHeight; p++) for (let q = 0; q < outWidth; q++) for (let o = 0; o < cout; o++, at++) {
    let sum = 0;
    for (let i = 0; i < kh; i++) for (let j = 0; j < kw; j++) {
      const [r, c] = [p * strides[0] + i * dilations[0] - padInfo.top, q * strides[1] + j * dilations[1] - padInfo.left];
      if (r < 0 || r >= inHeight || c < 0 || c >= inWidth) continue;
      for (let k = 0; k < cin; k++) sum += (image[((b * inHeight + r) * inWidth + c) * cin + k] as number) * (weights[((i * kw + j) * cin + k) * cout + o] as number);
    }
    out[at] = sum;
  }
  return out;
}

const convolve = (c: Case) => (x: tf.Tensor, filter: tf.Tensor): tf.Tensor =>
  tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, c.strides ?? [1, 1], (c.pad ?? "valid") as "same", "NHWC", c.dilations ?? [1, 1]);

describe("convolutions", () => {
  beforeAll(async () => void (await tf.setBackend("simd")));

  for (const c of cases) {
    it(`${title(c)}: as its definition in float64, and its gradients as in tfjs`, async () => {
      await tf.setBackend("simd");
      const [x, filter] = [numbers(c.x), numbers(c.filter, 7)];
      const [kh, kw, cin, cout] = c.filter;
      const terms = kh * kw * cin;
      expectClose(convolve(c)(x, filter), Array.from(reference(x, filter, c)), { relative: 1e-6, absolute: rounding(terms) });
      if (c.dilations !== undefined) return;
      await expectAsCpu(() => {
        const [a, b] = [numbers(c.x), numbers(c.filter, 7)];
        const dy = numbers(convolve(c)(a, b).shape, 3);
        return tf.grads((p: tf.Tensor, q: tf.Tensor) => convolve(c)(p, q))([a, b], dy);
      }, { relative: 1e-6, absolute: rounding(Math.max(kh * kw * cout, c.x[0] * c.x[1] * c.x[2])) });
    });
  }

  it("have the gradients of differences", () => {
    for (const c of [{ x: [2, 5, 4, 3], filter: [3, 2, 3, 5], strides: [2, 1], pad: "same" }, { x: [2, 4, 5, 2], filter: [3, 3, 2, 7], pad: [[0, 0], [1, 1], [2, 0], [0, 0]] }] as Case[]) {
      checkGradients(convolve(c), [numbers(c.x), numbers(c.filter, 5)], { tolerance: { relative: 2e-3 } });
    }
  });

  it("are the same bits on every number of threads", () => {
    const x = numbers([6, 21, 23, 17]);
    const program = (): Buffer[] => tf.tidy(() => [1, 4, 19].flatMap((channels) => {
      const filter = numbers([3, 3, 17, channels], 2);
      const y = convolve({ x: [1, 1, 1, 1], filter: [1, 1, 1, 1], strides: [2, 1], pad: "same" });
      const dy = numbers(y(x, filter).shape, 9);
      return [y(x, filter), ...tf.grads(y)([x, filter], dy)].map((tensor) => Buffer.from(tensor.dataSync().buffer));
    }) as never);
    setThreads(1);
    const single = program();
    for (const count of [2, 3, 5]) {
      setThreads(count);
      for (let times = 0; times < 3; times++) program().forEach((result, i) => expect(result.equals(single[i] as Buffer)).toBe(true));
    }
    setThreads(2);
  });

  it("take channels first, and biases and activations with them, as tfjs does", async () => {
    for (const activation of ["linear", "relu", "relu6", "elu", "sigmoid", "leakyrelu", "prelu"] as const) {
      for (const dataFormat of ["NHWC", "NCHW"] as const) {
        const weights = activation === "prelu" ? (shape: number[]) => numbers(shape, 4) : () => undefined;
        await expectAsCpu(() => {
          const x = numbers(dataFormat === "NHWC" ? [2, 6, 5, 3] : [2, 3, 6, 5]) as tf.Tensor4D;
          return tf.fused.conv2d({
            x, filter: numbers([3, 2, 3, 7], 2) as tf.Tensor4D, strides: [1, 2], pad: "same", dataFormat, bias: numbers([7], 3), activation,
            leakyreluAlpha: 0.3, ...(activation === "prelu" ? { preluActivationWeights: weights([7]) as tf.Tensor } : {}),
          });
        }, { relative: 1e-5 });
      }
    }
    await expectAsCpu(() => {
      const [x, filter] = [numbers([2, 3, 6, 5]), numbers([3, 2, 3, 7], 2)];
      const y = (a: tf.Tensor, b: tf.Tensor): tf.Tensor => tf.conv2d(a as tf.Tensor4D, b as tf.Tensor4D, [2, 1], "same", "NCHW");
      return [y(x, filter), ...tf.grads(y)([x, filter])];
    }, { relative: 1e-5 });
  });

  it("are transposed, with gradients as tfjs has them", async () => {
    for (const [strides, pad] of [[[2, 2], "same"], [[1, 1], "valid"], [[3, 2], "valid"]] as const) {
      const out: [number, number, number, number] = pad === "same" ? [2, 10, 8, 3] : strides[0] === 1 ? [2, 7, 6, 3] : [2, 15, 9, 3];
      await expectAsCpu(() => {
        const y = (a: tf.Tensor, b: tf.Tensor): tf.Tensor => tf.conv2dTranspose(a as tf.Tensor4D, b as tf.Tensor4D, out, strides as [number, number], pad);
        const [x, filter] = [numbers([2, 5, 4, 6]), numbers([3, 3, 3, 6], 2)];
        return [y(x, filter), ...tf.grads(y)([x, filter])];
      }, { relative: 1e-5 });
    }
  });

  it("keep NaN and Infinity where they are, and sum nothing of empty batches", async () => {
    await expectAsCpu(() => {
      const x = Float32Array.from({ length: 6 * 6 * 3 }, (_, i) => (i === 50 ? NaN : i === 7 ? Infinity : Math.cos(i)));
      return tf.conv2d(tf.tensor4d(x, [1, 6, 6, 3]), numbers([2, 2, 3, 9]) as tf.Tensor4D, 1, "same");
    }, { relative: 1e-5 });
    await expectAsCpu(() => tf.conv2d(tf.zeros([0, 5, 5, 3]) as tf.Tensor4D, numbers([2, 2, 3, 4]) as tf.Tensor4D, 1, "same"));
  });
});

describe("depthwise convolutions", () => {
  const depthwise: Case[] = [
    { x: [2, 6, 7, 4], filter: [3, 3, 4, 1] },
    { x: [2, 6, 7, 9], filter: [3, 2, 9, 1], strides: [2, 2], pad: "same" },
    { x: [3, 5, 8, 3], filter: [2, 3, 3, 3], strides: [1, 1], pad: "same" },
    { x: [1, 7, 7, 70], filter: [3, 3, 70, 1], pad: "same" },
    { x: [2, 6, 6, 5], filter: [2, 2, 5, 2], strides: [3, 3], pad: explicit },
    { x: [8, 20, 20, 18], filter: [3, 3, 18, 1], strides: [2, 2], pad: "same" },
  ];
  const apply = (c: Case) => (x: tf.Tensor, filter: tf.Tensor): tf.Tensor =>
    tf.depthwiseConv2d(x as tf.Tensor4D, filter as tf.Tensor4D, c.strides ?? [1, 1], (c.pad ?? "valid") as "same", "NHWC", c.dilations ?? [1, 1]);

  for (const c of depthwise) {
    it(`${title(c)}: as in tfjs, with gradients`, async () => {
      await expectAsCpu(() => {
        const [x, filter] = [numbers(c.x), numbers(c.filter, 7)];
        return [apply(c)(x, filter), ...tf.grads(apply(c))([x, filter])];
      }, { relative: 1e-5 });
    });
  }

  it("have the gradients of differences", async () => {
    await tf.setBackend("simd");
    for (const c of [{ x: [1, 6, 7, 5], filter: [2, 3, 5, 1], pad: "same" }, { x: [2, 5, 5, 3], filter: [2, 2, 3, 2], strides: [2, 1] }] as Case[]) {
      checkGradients(apply(c), [numbers(c.x), numbers(c.filter, 5)]);
    }
  });

  it("have adjoints of dilated filters too, which tfjs's gradient does not ask for", async () => {
    await tf.setBackend("simd");
    const shapes = { inputShape: [2, 6, 7, 5], filterShape: [2, 3, 5, 1] };
    const attrs = { strides: [1, 1], pad: "same", dataFormat: "NHWC", dilations: [2, 2] };
    const [x, filter] = [numbers(shapes.inputShape), numbers(shapes.filterShape, 3)];
    const y = tf.engine().runKernel("DepthwiseConv2dNative", { x, filter }, attrs) as tf.Tensor;
    const dy = numbers(y.shape, 5);
    const dot = (a: tf.Tensor, b: tf.Tensor): number => tf.sum(tf.mul(a, b)).dataSync()[0] as number;
    const dx = tf.engine().runKernel("DepthwiseConv2dNativeBackpropInput", { dy, filter }, { ...attrs, ...shapes }) as tf.Tensor;
    const dw = tf.engine().runKernel("DepthwiseConv2dNativeBackpropFilter", { x, dy }, { ...attrs, ...shapes }) as tf.Tensor;
    expectClose([dot(x, dx), dot(filter, dw)], [dot(y, dy), dot(y, dy)], { absolute: rounding(y.size * 6) });
  });

  it("take biases and activations, as tfjs does", async () => {
    for (const activation of ["linear", "relu", "sigmoid", "prelu"] as const) {
      await expectAsCpu(() => tf.fused.depthwiseConv2d({
        x: numbers([2, 6, 5, 6]) as tf.Tensor4D, filter: numbers([3, 2, 6, 1], 2) as tf.Tensor4D, strides: [1, 1], pad: "same", bias: numbers([6], 3), activation,
        ...(activation === "prelu" ? { preluActivationWeights: numbers([6], 4) } : {}),
      }), { relative: 1e-5 });
    }
  });
});
