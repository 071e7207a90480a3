import * as tf from "@tensorflow/tfjs-core";
import { describeOnBackends, expectClose, expectNoLeak } from "@variate/testing";
import { expect, test } from "vitest";
import { asShipped, numbers, tensor } from "./shipped.js";

/** Products of stacks in float64, from the definition. */
function product(a: tf.Tensor, b: tf.Tensor, transposeA: boolean, transposeB: boolean): number[] {
  const [x, y] = [a.dataSync(), b.dataSync()];
  const [ra, ca] = a.shape.slice(-2) as [number, number];
  const [rb, cb] = b.shape.slice(-2) as [number, number];
  const [m, k, n] = [transposeA ? ca : ra, transposeA ? ra : ca, transposeB ? rb : cb];
  const stack = tf.broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const start = (shape: number[], index: number[], size: number): number => {
    let [offset, stride] = [0, size];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const at = index[index.length - shape.length + axis] as number;
      if (shape[axis] !== 1) offset += at * stride;
      stride *= shape[axis] as number;
    }
    return offset;
  };
  const result: number[] = [];
  for (let s = 0; s < tf.util.sizeFromShape(stack); s++) {
    const index = stack.map((size, axis) => Math.floor(s / tf.util.sizeFromShape(stack.slice(axis + 1))) % size);
    const [ofA, ofB] = [start(a.shape.slice(0, -2), index, ra * ca), start(b.shape.slice(0, -2), index, rb * cb)];
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        let sum = 0;
        for (let l = 0; l < k; l++) {
          sum += (x[ofA + (transposeA ? l * ca + i : i * ca + l)] as number) * (y[ofB + (transposeB ? j * cb + l : l * cb + j)] as number);
        }
        result.push(sum);
      }
    }
  }
  return result;
}

const BOTH = [false, true];

describeOnBackends(
  "matMul",
  () => {
    // Rows, inner size and columns: dense layers both ways, vectors, sizes that fill no block, and small ones.
    const sizes: [number, number, number][] = [
      [100, 84, 50], [50, 20, 100], [1, 33, 7], [9, 33, 1], [1, 5, 1], [13, 1, 11], [17, 31, 29], [2, 3, 4], [64, 64, 64],
    ];
    const stacks: [number[], number[]][] = [
      [[], []], [[3], [3]], [[3], [1]], [[1], [3]], [[4], []], [[], [4]], [[2, 1], [1, 3]], [[2, 3], [3]],
    ];
    for (const transposeA of BOTH) {
      for (const transposeB of BOTH) {
        test(`is right for every size and stack, transposes ${transposeA} and ${transposeB}`, () => {
          for (const [m, k, n] of sizes) {
            for (const [stackA, stackB] of stacks) {
              const a = tensor([...stackA, ...(transposeA ? [k, m] : [m, k])], 1);
              const b = tensor([...stackB, ...(transposeB ? [n, k] : [k, n])], 2);
              const c = tf.matMul(a, b, transposeA, transposeB);
              expect(c.shape.slice(-2)).toEqual([m, n]);
              expectClose(c, product(a, b, transposeA, transposeB), { relative: 1e-5 }, `${a.shape} times ${b.shape}`);
              tf.dispose([a, b, c]);
            }
          }
        });
      }
    }

    test("gives the same bits for weights used once, again, and again", () => {
      const x = tensor([20, 30], 3);
      const weight = tensor([30, 60], 4);
      const results = [1, 2, 3, 4].map(() => tf.matMul(x, weight));
      const [first, ...later] = results.map((y) => [...y.dataSync()]);
      for (const again of later) expect(again).toEqual(first);
      tf.dispose([x, weight, ...results]);
    });

    test("knows a weight again after it has been reshaped", () => {
      const weight = tensor([6, 4], 5);
      const turned = tf.reshape(weight, [4, 6]);
      const [x, y] = [tensor([5, 6], 6), tensor([5, 4], 7)];
      for (let time = 0; time < 3; time++) {
        const [first, second] = [tf.matMul(x, weight), tf.matMul(y, turned)];
        expectClose(first, product(x, weight, false, false), { relative: 2e-6 });
        expectClose(second, product(y, turned, false, false), { relative: 2e-6 });
        tf.dispose([first, second]);
      }
      tf.dispose([weight, turned, x, y]);
    });

    test("multiplies int32, propagates NaN, and gives zeros where nothing is summed", () => {
      tf.tidy(() => {
        const integers = tf.matMul(tf.tensor2d([[1, 2], [3, 4]], [2, 2], "int32"), tf.tensor2d([[5, 6], [7, 8]], [2, 2], "int32"), true);
        expect(integers.dtype).toBe("int32");
        expect([...integers.dataSync()]).toEqual([26, 30, 38, 44]);
        expectClose(tf.matMul(tf.tensor2d([[1, NaN], [2, 3]]), tf.eye(2)), [NaN, NaN, 2, 3]);
        expect(tf.matMul(tf.zeros([2, 0]), tf.zeros([0, 3])).dataSync()).toEqual(new Float32Array(6));
        expect(tf.matMul(tf.zeros([0, 2]), tf.zeros([2, 3])).shape).toEqual([0, 3]);
      });
    });

    test("leaves no tensor behind", () => {
      const [a, b] = [tensor([3, 20, 30]), tensor([3, 40, 30])];
      expectNoLeak(() => tf.matMul(a, b, false, true));
      tf.dispose([a, b]);
    });
  },
  ["wasm"],
);

describeOnBackends(
  "matMul as shipped",
  () => {
    test("forgets the shape of a reshaped weight", () => {
      asShipped([tf.BatchMatMul], () =>
        tf.tidy(() => {
          // In this order it writes less than it should; in the other it writes over its neighbours.
          const weight = tensor([6, 4], 5);
          const [x, y] = [tensor([5, 6], 6), tensor([5, 4], 7)];
          tf.matMul(x, weight);
          const wrong = tf.matMul(y, tf.reshape(weight, [4, 6])).dataSync();
          const right = product(y, tf.reshape(weight, [4, 6]), false, false);
          expect(Math.max(...right.map((value, i) => Math.abs(value - (wrong[i] as number))))).toBeGreaterThan(0.1);
        }),
      );
    });

    test("refuses int32", () => {
      asShipped([tf.BatchMatMul], () => {
        const a = tf.ones([2, 2], "int32");
        expect(() => tf.matMul(a, a)).toThrow(/float32/);
        a.dispose();
      });
    });

    test("takes transposes to a scalar loop many times slower", () => {
      // Measured on two cores of a server: 34 ms as shipped, 3 ms repaired. A factor of 2 leaves room for any machine.
      const [x, dy] = [tensor([100, 784], 8), tensor([100, 300], 9)];
      const fastest = (): number => {
        const times = Array.from({ length: 5 }, () => {
          const start = performance.now();
          tf.matMul(x, dy, true, false).dispose();
          return performance.now() - start;
        });
        return Math.min(...times);
      };
      const shipped = asShipped([tf.BatchMatMul], fastest);
      expect(fastest()).toBeLessThan(shipped / 2);
      tf.dispose([x, dy]);
    });
  },
  ["wasm"],
);

describeOnBackends(
  "fused.matMul",
  () => {
    const activations = [undefined, "relu", "relu6", "elu", "sigmoid", "leakyrelu", "prelu"] as const;

    /** What tf.fused.matMul does to a product, in plain operations. */
    function parts(plain: tf.Tensor, bias: tf.Tensor, activation: string | undefined, weights: tf.Tensor): tf.Tensor {
      const sum = tf.add(plain, bias);
      if (activation === undefined) return sum;
      const functions: Record<string, () => tf.Tensor> = {
        relu: () => tf.relu(sum),
        relu6: () => tf.relu6(sum),
        elu: () => tf.elu(sum),
        sigmoid: () => tf.sigmoid(sum),
        leakyrelu: () => tf.leakyRelu(sum, 0.3),
        prelu: () => tf.prelu(sum, weights),
      };
      return (functions[activation] as () => tf.Tensor)();
    }

    for (const transposeA of BOTH) {
      for (const transposeB of BOTH) {
        test(`is activation(a · b + bias), transposes ${transposeA} and ${transposeB}`, () => {
          for (const stack of [[], [3]]) {
            for (const activation of activations) {
              tf.tidy(() => {
                const a = tensor([...stack, ...(transposeA ? [12, 8] : [8, 12])], 1) as tf.Tensor2D;
                const b = tensor([...stack, ...(transposeB ? [9, 12] : [12, 9])], 2) as tf.Tensor2D;
                const bias = tensor([9], 3);
                const weights = tf.tensor1d(numbers(9, 4));
                const fused = tf.fused.matMul({
                  a, b, transposeA, transposeB, bias, leakyreluAlpha: 0.3,
                  ...(activation === undefined ? {} : { activation }),
                  ...(activation === "prelu" ? { preluActivationWeights: weights } : {}),
                });
                const plain = tf.tensor(product(a, b, transposeA, transposeB), [...stack, 8, 9], "float32");
                expectClose(fused, parts(plain, bias, activation, weights), { relative: 3e-6 }, `${activation}, stack ${stack}`);
              });
            }
          }
        });
      }
    }

    test("as shipped is wrong with a bias and a transpose", () => {
      asShipped([tf._FusedMatMul], () =>
        tf.tidy(() => {
          const [a, b] = [tensor([8, 12], 1) as tf.Tensor2D, tensor([9, 12], 2) as tf.Tensor2D];
          const bias = tf.range(0, 9, 1, "float32");
          const wrong = tf.fused.matMul({ a, b, transposeB: true, bias }).dataSync();
          const right = product(a, b, false, true).map((value, i) => value + (i % 9));
          expect(Math.max(...right.map((value, i) => Math.abs(value - (wrong[i] as number))))).toBeGreaterThan(0.1);
        }),
      );
    });

    test("leaves no tensor behind", () => {
      const [a, b, bias] = [tensor([20, 30]) as tf.Tensor2D, tensor([30, 40]) as tf.Tensor2D, tensor([40])];
      expectNoLeak(() => tf.fused.matMul({ a, b, bias, activation: "relu" }));
      tf.dispose([a, b, bias]);
    });
  },
  ["wasm"],
);

describeOnBackends(
  "memory of matMul",
  () => {
    test("stays bounded over a thousand products of new weights", () => {
      const heap = (): number => (tf.backend() as unknown as { wasm: { HEAPU8: Uint8Array } }).wasm.HEAPU8.length;
      const x = tensor([10, 200]);
      const weights = numbers(60_000);
      const fresh = (): tf.Tensor => tf.tensor(weights, [200, 300]);
      const once = (): void => tf.tidy(() => void tf.matMul(tf.matMul(x, fresh()), fresh(), false, true));
      for (let i = 0; i < 20; i++) once();
      const [before, tensors] = [heap(), tf.memory().numTensors];
      for (let i = 0; i < 1000; i++) once();
      expect(heap()).toBe(before);
      expect(tf.memory().numTensors).toBe(tensors);
      x.dispose();
    });
  },
  ["wasm"],
);
