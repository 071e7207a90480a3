import "@variate/simd";
import * as tf from "@tensorflow/tfjs-core";
import { checkGradients, expectClose } from "@variate/testing";
import { beforeAll, describe, expect, it } from "vitest";

beforeAll(async () => {
  await tf.setBackend("simd");
  expect(tf.getBackend()).toBe("simd");
});

type Unary = (x: tf.Tensor) => tf.Tensor;

/** Functions with the same ones of float64, and the most units in the last place that they may be off. */
const FUNCTIONS: Readonly<Record<string, readonly [of: Unary, exact: (x: number) => number, ulps: number]>> = {
  abs: [tf.abs, Math.abs, 0],
  ceil: [tf.ceil, Math.ceil, 0],
  elu: [tf.elu, (x) => (x < 0 ? Math.expm1(x) : x), 2],
  exp: [tf.exp, Math.exp, 2],
  expm1: [tf.expm1, Math.expm1, 2],
  floor: [tf.floor, Math.floor, 0],
  log: [tf.log, Math.log, 2],
  log1p: [tf.log1p, Math.log1p, 2],
  neg: [tf.neg, (x) => -x, 0],
  reciprocal: [tf.reciprocal, (x) => 1 / x, 0.5],
  relu: [tf.relu, (x) => (Number.isNaN(x) ? NaN : Math.max(x, 0)), 0],
  relu6: [tf.relu6, (x) => (Number.isNaN(x) ? NaN : Math.min(Math.max(x, 0), 6)), 0],
  round: [tf.round, roundToEven, 0],
  rsqrt: [tf.rsqrt, (x) => 1 / Math.sqrt(x), 2],
  sigmoid: [tf.sigmoid, (x) => (x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x))), 2],
  sign: [tf.sign, (x) => (Number.isNaN(x) ? 0 : Math.sign(x)), 0],
  softplus: [tf.softplus, (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))), 2],
  sqrt: [tf.sqrt, Math.sqrt, 0.5],
  square: [tf.square, (x) => x * x, 0.5],
  tanh: [tf.tanh, Math.tanh, 2],
};

function roundToEven(x: number): number {
  const floor = Math.floor(x);
  if (x - floor !== 0.5) return Math.round(x);
  return floor % 2 === 0 ? floor : floor + 1;
}

/** Distance in float32's units in the last place, those of subnormal numbers below the smallest normal one. */
function ulps(got: number, want: number): number {
  if (Number.isNaN(want)) return Number.isNaN(got) ? 0 : Infinity;
  if (got === Math.fround(want)) return 0;
  if (!Number.isFinite(got) || !Number.isFinite(Math.fround(want))) return Infinity;
  const magnitude = Math.max(Math.abs(want), 2 ** -126);
  return Math.abs(got - want) / 2 ** (Math.floor(Math.log2(magnitude)) - 23);
}

/** Every 40,961st float32 of all, of either sign, infinities and NaN included, and the ends of each kind. */
const ALL = (() => {
  const bits: number[] = [];
  for (let at = 0; at < 2 ** 32; at += 40_961) bits.push(at);
  const edges = [0, 1, 0x007fffff, 0x00800000, 0x7f7fffff, 0x7f800000, 0x7fc00000, 0x3f800000, 0x3f7fffff, 0x3f800001, 0x42b17218, 0x42cff1b5];
  bits.push(...edges, ...edges.map((edge) => (edge | 0x80000000) >>> 0));
  return new Float32Array(Uint32Array.from(bits).buffer);
})();

describe("functions of one number, over all of float32", () => {
  for (const [name, [of, exact, limit]] of Object.entries(FUNCTIONS)) {
    it(`${name} is within ${limit} units in the last place`, () => {
      const got = tf.tidy(() => of(tf.tensor1d(ALL)).dataSync());
      let [worst, at] = [0, 0];
      for (let i = 0; i < ALL.length; i++) {
        const error = ulps(got[i] as number, exact(ALL[i] as number));
        if (error > worst) [worst, at] = [error, i];
      }
      expect(worst, `${name}(${ALL[at]}) = ${got[at]}`).toBeLessThanOrEqual(limit);
    });
  }

  it("keeps the sign of zero where the function does", () => {
    for (const of of [tf.tanh, tf.expm1, tf.log1p, tf.sqrt, tf.neg] as Unary[]) {
      const [above, below] = tf.tidy(() => of(tf.tensor1d([0, -0])).dataSync()) as unknown as [number, number];
      expect(Object.is(above, of === tf.neg ? -0 : 0) && Object.is(below, of === tf.neg ? 0 : -0)).toBe(true);
    }
  });
});

/** Every way two shapes broadcast: rows that end within a vector, scalars, axes of one in the middle, rank 6, nothing. */
const SHAPES: readonly (readonly [number[], number[]])[] = [
  [[], []], [[1], []], [[7], [7]], [[5, 7], [7]], [[5, 7], [5, 1]], [[5, 1], [1, 7]], [[3], [2, 5, 3]], [[2, 3, 4], [3, 1]],
  [[2, 1, 3, 1, 2, 5], [4, 1, 2, 1, 5]], [[33, 17], [33, 17]], [[1, 9], [6, 1]], [[0, 3], [3]], [[4, 0], [4, 1]], [[2, 3, 1, 2], [2, 1, 4, 1]],
];

const OPERATIONS: Readonly<Record<string, readonly [of: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor, exact: (a: number, b: number) => number]>> = {
  add: [tf.add, (a, b) => a + b],
  div: [tf.div, (a, b) => a / b],
  equal: [tf.equal, (a, b) => Number(a === b)],
  greater: [tf.greater, (a, b) => Number(a > b)],
  greaterEqual: [tf.greaterEqual, (a, b) => Number(a >= b)],
  less: [tf.less, (a, b) => Number(a < b)],
  lessEqual: [tf.lessEqual, (a, b) => Number(a <= b)],
  maximum: [tf.maximum, (a, b) => Math.max(a, b)],
  minimum: [tf.minimum, (a, b) => Math.min(a, b)],
  mul: [tf.mul, (a, b) => a * b],
  notEqual: [tf.notEqual, (a, b) => Number(a !== b)],
  squaredDifference: [tf.squaredDifference, (a, b) => (a - b) ** 2],
  sub: [tf.sub, (a, b) => a - b],
};

const SPECIAL = [0, -0, 1, -1.5, 2, Infinity, -Infinity, NaN, 1e-45, 3e38];

function filled(shape: number[], seed: number): tf.Tensor {
  const size = shape.reduce((total, length) => total * length, 1);
  return tf.tensor(Float32Array.from({ length: size }, (_, i) => SPECIAL[(i * 7 + seed) % SPECIAL.length] as number), shape);
}

describe("functions of two numbers", () => {
  for (const [name, [of, exact]] of Object.entries(OPERATIONS)) {
    it(`${name} broadcasts, and treats what is special as float32 does`, () => {
      for (const [shapeA, shapeB] of SHAPES) {
        tf.tidy(() => {
          const [a, b] = [filled(shapeA, 1), filled(shapeB, 4)];
          const got = of(a, b);
          // tfjs's broadcasting of the operands is a kernel of its own.
          const [wideA, wideB] = [tf.broadcastTo(a, got.shape).dataSync(), tf.broadcastTo(b, got.shape).dataSync()];
          expect([...got.dataSync()], `${shapeA} and ${shapeB}`).toEqual([...wideA].map((x, i) => Math.fround(exact(x, wideB[i] as number))));
        });
      }
    });
  }

  it("has the gradients of differences, where operands broadcast", () => {
    tf.tidy(() => {
      const [a, b] = [tf.tensor2d([[0.3, -1.2, 0.8]]), tf.tensor2d([[1.1], [0.7], [-0.4], [2]])];
      for (const of of [tf.add, tf.sub, tf.mul, tf.div, tf.maximum, tf.minimum, tf.squaredDifference]) {
        checkGradients((p: tf.Tensor, q: tf.Tensor) => tf.sum(tf.sin(of(p, q))), [a, b]);
      }
    });
  });
});

describe("what is summed or chosen over axes", () => {
  const shapes = [[], [1], [7], [5, 9], [3, 4, 5], [2, 3, 1, 4], [2, 3, 2, 2, 3, 2], [1000], [3, 1100], [1100, 3], [0, 3], [3, 0]];

  it("agrees with float64 over every set of axes", () => {
    for (const shape of shapes) {
      for (let set = 0; set < 2 ** shape.length; set++) {
        const axes = shape.map((_, axis) => axis).filter((axis) => (set >> axis) & 1);
        if (shape.includes(0) && axes.length === 0) continue;
        tf.tidy(() => {
          const size = shape.reduce((total, length) => total * length, 1);
          const values = Float32Array.from({ length: size }, (_, i) => Math.sin(i * i));
          const x = tf.tensor(values, shape);
          const [sum, most] = axes.length === 0 ? [x, x] : [tf.sum(x, axes), size === 0 ? undefined : tf.max(x, axes)];
          const wantedSum = new Float64Array(sum.size);
          const wantedMost = new Float64Array(sum.size).fill(-Infinity);
          const kept = shape.map((length, axis) => (axes.includes(axis) ? 1 : length));
          values.forEach((value, i) => {
            let [rest, at, step] = [i, 0, 1];
            for (let axis = shape.length - 1; axis >= 0; axis--) {
              const index = rest % (shape[axis] as number);
              rest = Math.floor(rest / (shape[axis] as number));
              if (!axes.includes(axis)) at += index * step;
              step *= kept[axis] as number;
            }
            wantedSum[at] = (wantedSum[at] as number) + value;
            wantedMost[at] = Math.max(wantedMost[at] as number, value);
          });
          // Each of the terms, at most 1, may lose one rounding.
          expectClose(tf.reshape(sum, [-1]), [...wantedSum], { absolute: 2 ** -24 * size });
          if (most !== undefined) expect([...most.dataSync()]).toEqual([...wantedMost]);
        });
      }
    }
  });

  it("does not lose small terms of long sums", () => {
    const sum = tf.tidy(() => tf.sum(tf.fill([10_000_000], 0.1)).dataSync()[0] as number);
    expect(Math.abs(sum - 10_000_000 * Math.fround(0.1)) / 1e6).toBeLessThan(1e-6);
    const columns = tf.tidy(() => tf.sum(tf.fill([1_000_000, 3], 0.1), 0).dataSync());
    for (const column of columns) expect(Math.abs(column - 1_000_000 * Math.fround(0.1)) / 1e5).toBeLessThan(1e-6);
  });

  it("lets NaN through, and finds maxima of infinities", () => {
    tf.tidy(() => {
      expect(tf.max(tf.tensor1d([1, NaN, 2])).dataSync()[0]).toBeNaN();
      expect(tf.sum(tf.tensor1d([1, NaN, 2])).dataSync()[0]).toBeNaN();
      expect([...tf.max(tf.tensor2d([[-Infinity, -Infinity], [Infinity, 0]]), 1).dataSync()]).toEqual([-Infinity, Infinity]);
    });
  });

  it("has the gradients of differences", () => {
    tf.tidy(() => {
      const x = tf.tensor(Float32Array.from({ length: 30 }, (_, i) => Math.sin(3 * i)), [2, 3, 5]);
      for (const axes of [[0], [1], [2], [0, 2], [0, 1, 2]]) {
        checkGradients((at: tf.Tensor) => tf.sum(tf.exp(tf.mean(at, axes))), [x]);
      }
    });
  });
});

describe("transposes and selections", () => {
  it("put every element where tfjs's own kernel puts it", () => {
    const shapes: readonly (readonly [number[], number[]])[] = [
      [[5, 7], [1, 0]], [[33, 66], [1, 0]], [[2, 3, 4], [2, 0, 1]], [[2, 3, 4], [0, 2, 1]], [[3, 5, 7], [1, 0, 2]], [[1, 5, 1], [2, 1, 0]],
      [[2, 3, 2, 3, 2, 2], [5, 3, 1, 0, 2, 4]], [[0, 3], [1, 0]], [[4, 9, 13], [2, 1, 0]],
    ];
    for (const [shape, order] of shapes) {
      tf.tidy(() => {
        const size = shape.reduce((total, length) => total * length, 1);
        const got = tf.transpose(tf.tensor(Float32Array.from({ length: size }, (_, i) => i), shape), order);
        const strides = order.map((axis) => shape.slice(axis + 1).reduce((total, length) => total * length, 1));
        const wanted = Array.from({ length: size }, (_, i) => {
          let [rest, at] = [i, 0];
          for (let axis = order.length - 1; axis >= 0; axis--) {
            at += (rest % (got.shape[axis] as number)) * (strides[axis] as number);
            rest = Math.floor(rest / (got.shape[axis] as number));
          }
          return at;
        });
        expect([...got.dataSync()], `${shape} by ${order}`).toEqual(wanted);
      });
    }
  });

  it("choose, and do not touch what is not chosen", () => {
    tf.tidy(() => {
      const x = tf.tensor1d([1, NaN, 3, -Infinity, 5]);
      const chosen = tf.where(tf.tensor1d([true, false, true, false, true], "bool"), x, tf.fill([5], 7));
      expect([...chosen.dataSync()]).toEqual([1, 7, 3, 7, 5]);
      expect([...tf.cast(tf.tensor1d([true, false, true], "bool"), "float32").dataSync()]).toEqual([1, 0, 1]);
      expect([...tf.mul(tf.cast(tf.tensor1d([3, -4], "int32"), "float32"), 0.5).dataSync()]).toEqual([1.5, -2]);
    });
  });
});
