import * as tf from "@tensorflow/tfjs-core";
import { checkGradients } from "@variate/testing";
import { beforeAll, describe, expect, it } from "vitest";
import { expectAsCpu, numbers } from "./compare.js";

const ENDS = [0, -0, 1, -1, 0.5, -0.5, 2, -2, 3, -3, Infinity, -Infinity, NaN, 1e-45, -1e-45, 3.4e38, -3.4e38, 1e-30, 1e10, -1e10];

/** Floats of every magnitude that lies between two, of both signs. */
function spread(least: number, most: number, count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => Math.exp(Math.log(least) + (Math.log(most / least) * i) / count) * (i % 2 === 0 ? 1 : -1));
}

/** The distance of a result from a number in float64, in units of the last place that the number has in float32. */
function ulps(got: number, want: number): number {
  if (Object.is(got, Math.fround(want)) || (Number.isNaN(got) && Number.isNaN(want))) return 0;
  const unit = 2 ** Math.max(-149, Math.floor(Math.log2(Math.abs(want))) - 23);
  return Math.abs(got - want) / unit;
}

function expectWithin(limit: number, got: ArrayLike<number>, want: (i: number) => number, label: string): void {
  let [worst, at] = [0, 0];
  for (let i = 0; i < got.length; i++) {
    const distance = ulps(got[i] as number, want(i));
    if (!(distance <= worst)) [worst, at] = [distance, i];
  }
  expect(worst, `${label}: ulps at element ${at}, ${got[at]} for ${want(at)}`).toBeLessThanOrEqual(limit);
}

describe("functions that are computed number by number", () => {
  beforeAll(async () => void (await tf.setBackend("simd")));

  const functions = { sin: 3e38, cos: 3e38, tan: 3e38, asin: 1, acos: 1, atan: 1e30, sinh: 88, cosh: 88 } as const;
  for (const [name, most] of Object.entries(functions) as [keyof typeof functions, number][]) {
    it(`${name} is within 2 units in the last place of float64`, () => {
      // Near multiples of a quarter turn, where the results are 0 or without bound, too.
      const quarters = most < 1e31 ? [] : Array.from(spread(1, 1e9, 20_000), (k) => Math.round(k) * (Math.PI / 2));
      const x = Float32Array.from([...ENDS, ...spread(1e-20, most, 60_000), ...quarters]);
      expectWithin(2, tf[name](tf.tensor1d(x)).dataSync(), (i) => Math[name](x[i] as number), name);
    });
  }

  it("pow is within 1 unit, and as ECMAScript has it at the ends", () => {
    const pairs = ENDS.flatMap((a) => ENDS.map((b) => [a, b] as const));
    const bases = spread(1e-30, 1e30, 40_000);
    for (let i = 0; i < bases.length; i++) pairs.push([Math.abs(bases[i] as number), Math.fround(Math.sin(i) * (i % 3 === 0 ? 40 : 1.3))], [bases[i] as number, (i % 9) - 4]);
    const [a, b] = [Float32Array.from(pairs, ([p]) => p), Float32Array.from(pairs, ([, q]) => q)];
    expectWithin(1, tf.pow(tf.tensor1d(a), tf.tensor1d(b)).dataSync(), (i) => clamp((a[i] as number) ** (b[i] as number)), "pow");
    expectWithin(2, tf.atan2(tf.tensor1d(a), tf.tensor1d(b)).dataSync(), (i) => Math.atan2(a[i] as number, b[i] as number), "atan2");
  });

  /** What float32 rounds to infinity is infinite. */
  const clamp = (x: number): number => (Math.abs(Math.fround(x)) === Infinity ? Math.fround(x) : x);

  it("broadcast, and have the gradients of differences", async () => {
    for (const [p, q] of [[[], [3]], [[5, 1], [1, 7]], [[2, 3, 1, 2, 1, 3], [3, 2, 1, 4, 1]], [[200, 1, 3], [1, 90, 3]], [[0, 3], [1, 3]], [[40_000], []]] as [number[], number[]][]) {
      await expectAsCpu(() => [tf.pow(tf.abs(numbers(p)), numbers(q, 2)), tf.atan2(numbers(p), numbers(q, 2))], { relative: 2e-7 });
    }
    await tf.setBackend("simd");
    checkGradients((a, b) => tf.pow(tf.add(tf.abs(a), 0.5), b), [numbers([3, 5]), numbers([5], 2)]);
    checkGradients((x) => tf.sin(x), [numbers([7])]);
  });
});

describe("whole numbers", () => {
  it("are added, multiplied and compared as in tfjs", async () => {
    const whole = (shape: number[], seed = 1): tf.Tensor => tf.cast(tf.mul(numbers(shape, seed), 5), "int32");
    for (const [p, q] of [[[], [3]], [[4, 5], [4, 5]], [[5, 1], [1, 7]], [[2, 3, 1, 2, 1, 3], [3, 2, 1, 4, 1]], [[300, 200], [200]], [[0, 3], [1, 3]]] as [number[], number[]][]) {
      await expectAsCpu(() => {
        const [a, b] = [whole(p), whole(q, 2)];
        return [tf.add(a, b), tf.sub(a, b), tf.mul(a, b), tf.maximum(a, b), tf.minimum(a, b), tf.equal(a, b), tf.notEqual(a, b), tf.greater(a, b), tf.greaterEqual(a, b), tf.less(a, b), tf.lessEqual(a, b)];
      });
    }
    await expectAsCpu(() => {
      const [a, b] = [tf.tensor1d([2 ** 31 - 1, -(2 ** 31), 70_000], "int32"), tf.tensor1d([1, -1, 3], "int32")];
      return [tf.add(a, b), tf.sub(a, b), tf.mul(a, b), tf.greater(a, b), tf.add(a, tf.tensor1d([0.5, 1, 2])), tf.pow(b, 2)];
    });
  });
});
