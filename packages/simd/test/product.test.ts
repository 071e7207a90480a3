import "@variate/simd";
import * as tf from "@tensorflow/tfjs-core";
import { checkGradients } from "@variate/testing";
import { beforeAll, describe, expect, it } from "vitest";

beforeAll(async () => {
  await tf.setBackend("simd");
  expect(tf.getBackend()).toBe("simd");
});

/** Numbers between -1 and 1 without a pattern, or with the share `zeros` of zeros and the others 1. */
function made(shape: number[], seed: number, zeros = 0): tf.Tensor {
  const values = new Float32Array(tf.util.sizeFromShape(shape));
  for (let i = 0; i < values.length; i++) {
    const share = (Math.imul(i + 1, 0x9e3779b1 + 2 * seed) >>> 8) / 2 ** 24;
    values[i] = zeros === 0 ? 2 * share - 1 : share < zeros ? 0 : 1;
  }
  return tf.tensor(values, shape);
}

/** The product in float64, and for each element the sum of its terms' magnitudes. */
function exactProduct(a: Float32Array, b: Float32Array, [m, k, n]: readonly [number, number, number], transposeA: boolean, transposeB: boolean) {
  const [value, magnitude] = [new Float64Array(m * n), new Float64Array(m * n)];
  for (let i = 0; i < m; i++) {
    for (let p = 0; p < k; p++) {
      const x = a[transposeA ? p * m + i : i * k + p] as number;
      for (let j = 0; j < n; j++) {
        const term = x * (b[transposeB ? j * k + p : p * n + j] as number);
        value[i * n + j] = (value[i * n + j] as number) + term;
        magnitude[i * n + j] = (magnitude[i * n + j] as number) + Math.abs(term);
      }
    }
  }
  return { value, magnitude };
}

const SIZES: readonly (readonly [m: number, k: number, n: number])[] = [
  [1, 1, 1], [1, 5, 1], [6, 1, 8], [5, 3, 8], [7, 9, 17], [13, 1, 3], [1, 700, 33], [50, 300, 1], [64, 64, 64], [101, 211, 53], [37, 1100, 19], [4200, 3, 9], [3, 4, 4205], [100, 784, 500],
];

describe("products", () => {
  for (const [transposeA, transposeB] of [[false, false], [true, false], [false, true], [true, true]] as const) {
    it(`agree with float64${transposeA ? ", the left transposed" : ""}${transposeB ? ", the right transposed" : ""}`, () => {
      for (const size of SIZES) {
        const [m, k, n] = size;
        tf.tidy(() => {
          const a = made(transposeA ? [k, m] : [m, k], 1);
          const b = made(transposeB ? [n, k] : [k, n], 2);
          const got = tf.matMul(a, b, transposeA, transposeB).dataSync();
          const { value, magnitude } = exactProduct(a.dataSync() as Float32Array, b.dataSync() as Float32Array, size, transposeA, transposeB);
          let worst = 0;
          got.forEach((x, i) => (worst = Math.max(worst, Math.abs(x - (value[i] as number)) / (magnitude[i] as number))));
          // Random roundings of k terms add up as the root of k.
          expect(worst, `${size}`).toBeLessThan(2 ** -24 * (2 + 2 * Math.sqrt(k)));
        });
      }
    });
  }

  it("broadcast over batches, of small and of large matrices", () => {
    const shapes: readonly (readonly [number[], number[]])[] = [
      [[3, 4, 5], [3, 5, 2]], [[1, 4, 5], [3, 5, 2]], [[2, 1, 4, 5], [3, 5, 6]], [[4, 5], [2, 3, 5, 6]], [[2, 3, 70, 80], [3, 80, 90]], [[500, 2, 3], [1, 3, 2]],
    ];
    for (const [shapeA, shapeB] of shapes) {
      tf.tidy(() => {
        const [a, b] = [made(shapeA, 3), made(shapeB, 4)];
        const got = tf.matMul(a, b);
        const batch = got.shape.slice(0, -2);
        const stacked = (x: tf.Tensor): tf.Tensor[] => {
          const [rows, columns] = x.shape.slice(-2) as [number, number];
          return tf.unstack(tf.reshape(tf.broadcastTo(x, [...batch, rows, columns]), [-1, rows, columns]));
        };
        const [lefts, rights] = [stacked(a), stacked(b)];
        const one = lefts.map((left, i) => tf.matMul(left, rights[i] as tf.Tensor));
        const difference = tf.max(tf.abs(tf.sub(tf.reshape(got, [-1]), tf.reshape(tf.stack(one), [-1])))).dataSync()[0] as number;
        expect(difference, `${shapeA} by ${shapeB}`).toBe(0);
      });
    }
  });

  it("without rows, columns or depth are empty, or zeros", () => {
    tf.tidy(() => {
      expect(tf.matMul(tf.zeros([0, 3]), tf.zeros([3, 2])).shape).toEqual([0, 2]);
      expect(tf.matMul(tf.zeros([3, 2]), tf.zeros([2, 0])).shape).toEqual([3, 0]);
      expect([...tf.matMul(tf.zeros([2, 0]), tf.zeros([0, 2])).dataSync()]).toEqual([0, 0, 0, 0]);
    });
  });

  it("let NaN and infinity through", () => {
    tf.tidy(() => {
      const a = tf.tensor2d([[1, 2], [Infinity, 1], [NaN, 0]]);
      expect([...tf.matMul(a, tf.tensor2d([[1, 0], [0, 1]])).dataSync()]).toEqual([1, 2, Infinity, NaN, NaN, NaN]);
    });
  });

  it("have the gradients of differences, in batches that broadcast too", () => {
    tf.tidy(() => {
      checkGradients((a: tf.Tensor, b: tf.Tensor) => tf.sum(tf.sin(tf.matMul(a, b))), [made([5, 7], 1), made([7, 3], 2)]);
      checkGradients((a: tf.Tensor, b: tf.Tensor) => tf.sum(tf.sin(tf.matMul(a, b, true, true))), [made([7, 5], 1), made([3, 7], 2)]);
      checkGradients((a: tf.Tensor, b: tf.Tensor) => tf.sum(tf.sin(tf.matMul(a, b))), [made([2, 3, 4], 1), made([2, 4, 2], 2)]);
    });
  });

  it("add a bias and activate at once", () => {
    tf.tidy(() => {
      const [a, b, bias] = [made([13, 29], 1) as tf.Tensor2D, made([29, 11], 2) as tf.Tensor2D, made([11], 3) as tf.Tensor1D];
      const alpha = made([11], 5);
      const plain = tf.add(tf.matMul(a, b), bias);
      const activations = {
        elu: tf.elu(plain), leakyrelu: tf.leakyRelu(plain, 0.3), linear: plain, prelu: tf.prelu(plain, alpha), relu: tf.relu(plain), relu6: tf.relu6(plain), sigmoid: tf.sigmoid(plain),
      };
      for (const [activation, wanted] of Object.entries(activations)) {
        const got = tf.fused.matMul({
          a, b, bias, activation: activation as tf.fused.Activation, preluActivationWeights: alpha, leakyreluAlpha: 0.3,
        });
        expect(tf.max(tf.abs(tf.sub(got, wanted))).dataSync()[0], activation).toBeLessThan(1e-6);
      }
    });
  });
});

describe("a bias of one number", () => {
  it("is added to every column, of whole tiles too", () => {
    tf.tidy(() => {
      const [a, b, bias] = [tf.ones([7, 3]) as tf.Tensor2D, tf.ones([3, 17]) as tf.Tensor2D, tf.tensor1d([10])];
      expect([...tf.fused.matMul({ a, b, bias }).dataSync()]).toEqual(Array.from({ length: 7 * 17 }, () => 13));
    });
  });
});

describe("products of binary images", () => {
  it("have the bits of the dense product, of either orientation, with and without bias", () => {
    tf.tidy(() => {
      for (const zeros of [0.99, 0.81, 0.72]) {
        const images = made([101, 783], 7, zeros);
        const hidden = made([101, 130], 9);
        const weight = made([783, 130], 8);
        // A number so small that it changes sums of nothing alone makes the same product dense.
        const dense = tf.maximum(images, 1e-38);
        for (const [sparse, plain] of [
          [tf.matMul(images, weight), tf.matMul(dense, weight)],
          [tf.matMul(images, hidden, true), tf.matMul(dense, hidden, true)],
        ] as const) {
          expect(tf.max(tf.abs(tf.sub(sparse, plain))).dataSync()[0]).toBeLessThan(1e-36);
        }
        const [a, b, bias] = [images as tf.Tensor2D, weight as tf.Tensor2D, made([130], 3) as tf.Tensor1D];
        const withBias = tf.fused.matMul({ a, b, bias });
        expect(tf.max(tf.abs(tf.sub(withBias, tf.fused.matMul({ a: dense as tf.Tensor2D, b, bias })))).dataSync()[0]).toBeLessThan(1e-36);
      }
    });
  });

  it("keep what is not binary", () => {
    tf.tidy(() => {
      const values = tf.mul(made([120, 300], 7, 0.9), made([120, 300], 1));
      const weight = made([300, 100], 8);
      const got = tf.matMul(values, weight).dataSync();
      const { value } = exactProduct(values.dataSync() as Float32Array, weight.dataSync() as Float32Array, [120, 300, 100], false, false);
      got.forEach((x, i) => expect(Math.abs(x - (value[i] as number))).toBeLessThan(1e-5));
    });
  });
});
