import * as tf from "@tensorflow/tfjs-core";
import { randomKey, splitKey, type RandomKey } from "@variate/random";
import { describeOnBackends, expectClose, expectNoLeak } from "@variate/testing";
import { expect, test } from "vitest";
import { bernoulli, categorical, checkParameters, checkValue, empirical, independent, joint, markovChain, masked, normal, poisson, standardNormal, zeroInflated } from "../../src/index.js";

const KEY = randomKey(11);
const LOG_ROOT = 0.5 * Math.log(2 * Math.PI);

describeOnBackends("masked", () => {
  test("what does not count scores 0, NaN included, and gets no gradient", () => {
    tf.tidy(() => {
      const loc = tf.tensor1d([0, 1, 2]);
      const gradients = tf.grads((m: tf.Tensor) => masked(normal({ loc: m, scale: 1 }), [1, 0, 1]).logProb([0.5, NaN, 1]))([loc]);
      expectClose(gradients[0] as tf.Tensor, [0.5, 0, -1]);
      const d = masked(normal({ loc, scale: 1 }), [true, false, true] as never);
      expectClose(d.logProb([0.5, NaN, 1]), [-0.125 - LOG_ROOT, 0, -0.5 - LOG_ROOT]);
      expectClose(d.sample(KEY, [2]), normal({ loc, scale: 1 }).sample(KEY, [2]));
      expectClose(d.mean(), [0, 1, 2]);
    });
  });

  test("of vector events a mask takes whole ones", () => {
    tf.tidy(() => {
      const base = independent(normal({ loc: tf.zeros([2, 3]), scale: 1 }), 1);
      expectClose(masked(base, [0, 1]).logProb([[NaN, 0, 0], [0, 0, 0]]), [0, -3 * LOG_ROOT]);
      expect(() => masked(base, [1, 1, 1])).toThrow("masked: expected a mask that broadcasts to the batch shape [2]; got [3]. Widen the distribution with expanded.");
    });
  });
});

describeOnBackends("zeroInflated", () => {
  test("zeros come from two sources", () => {
    tf.tidy(() => {
      for (const inflation of [{ probs: 0.25 }, { logits: Math.log(1 / 3) }]) {
        const d = zeroInflated(bernoulli({ probs: 0.4 }), inflation as never);
        expectClose(d.logProb([0, 1]), [Math.log(0.25 + 0.75 * 0.6), Math.log(0.75 * 0.4)]);
        expectClose((d as unknown as { mean(): tf.Tensor }).mean(), 0.3);
        expectClose((d as unknown as { variance(): tf.Tensor }).variance(), 0.3 * 0.7);
        checkValue(d, d.sample(KEY, [50]));
        expectClose(tf.mean(d.sample(KEY, [20_000])), 0.3, { absolute: 6 * Math.sqrt(0.21 / 20_000) });
      }
      expectClose(zeroInflated(bernoulli({ probs: 0.4 }), { probs: [0, 1] }).logProb([[0, 0], [1, 1]]), [[Math.log(0.6), 0], [Math.log(0.4), -Infinity]]);
      // mpmath: log(1 − ¾ Q(k + 1, 2)), Q the regularized lower gamma function.
      const counts = zeroInflated(poisson({ rate: 2 }), { probs: 0.25 });
      expectClose(tf.log(tf.neg(counts.logCdf([8, 12, 16]))), [-0.0001781013553, -1.555102307e-7, -4.204538221e-11].map((x) => Math.log(-x)));
      expectClose(counts.logCdf([-1, 0]), [-Infinity, Math.log(0.25 + 0.75 * Math.exp(-2))]);
      expect(() => zeroInflated(normal({ loc: 0, scale: 1 }), { probs: 0.5 })).toThrow("zeroInflated: expected a distribution of counts; got normal");
    });
  });
});

describeOnBackends("empirical", () => {
  test("atoms have their weights, repeated ones together", () => {
    tf.tidy(() => {
      const d = empirical<readonly []>({ atoms: [1, 2, 2, 5] });
      expectClose(d.logProb([1, 2, 3, 5]), [Math.log(0.25), Math.log(0.5), -Infinity, Math.log(0.25)]);
      expectClose(d.cdf([0, 1, 3, 5]), [0, 0.25, 0.75, 1]);
      expectClose(d.logCdf([0, 5]), [-Infinity, 0]);
      expectClose(d.mean(), 2.5);
      expectClose(d.variance(), (2.25 + 0.25 + 0.25 + 6.25) / 4);
      const weighted = empirical({ atoms: [[0, 1], [2, 3]], logits: [0, Math.log(3)] });
      expect([weighted.batchShape, weighted.eventShape]).toEqual([[], [2]]);
      expectClose(weighted.logProb([[0, 1], [2, 3], [0, 3]]), [Math.log(0.25), Math.log(0.75), -Infinity]);
      expectClose(weighted.mean(), [1.5, 2.5]);
      checkValue(weighted, weighted.sample(KEY, [20]));
      checkParameters(weighted);
      expectClose(tf.mean(d.sample(KEY, [20_000])), 2.5, { absolute: (6 * 1.5) / Math.sqrt(20_000) });
      const slope = tf.grad((logits: tf.Tensor) => empirical({ atoms: [0, 1, 1], logits }).logProb(1))(tf.tensor1d([0, 0, 0]));
      expectClose(slope, [-1 / 3, 1 / 6, 1 / 6]);
    });
    expectNoLeak(() => {
      expect(() => empirical({ atoms: 3 })).toThrow("empirical: expected atoms of shape [count, ...event]; got [].");
      expect(() => empirical({ atoms: [1, 2], probs: [1, 1, 1] })).toThrow("empirical: expected one weight for each of 2 atoms; got weights [3].");
    });
  });
});

describeOnBackends("joint", () => {
  const model = () =>
    joint({
      z: standardNormal([2]),
      x: ({ z }: { z: tf.Tensor }) => independent(normal({ loc: tf.mul(2, z), scale: 0.5 }), 1),
      label: ({ z }: { z: tf.Tensor }) => bernoulli({ logits: tf.sum(z, -1) }),
    });

  test("parts add up, given those before them", () => {
    tf.tidy(() => {
      const d = model();
      const value = { z: tf.tensor1d([0.5, -1]), x: tf.tensor1d([1, -1]), label: tf.scalar(1) };
      const z = -0.5 * (0.25 + 1) - 2 * LOG_ROOT;
      const x = -0.5 * (2 * 1) ** 2 - 2 * (LOG_ROOT + Math.log(0.5));
      const label = Math.log(1 / (1 + Math.exp(0.5)));
      expectClose(d.logProb(value), z + x + label);
      const parts = d.logProbs(value);
      expectClose(parts.x, x);
      expect(d.eventShapes).toEqual({ z: [2], x: [2], label: [] });
      const draws = d.sample(KEY, [4, 3]);
      expect([draws.z.shape, draws.x.shape, draws.label.shape]).toEqual([[4, 3, 2], [4, 3, 2], [4, 3]]);
      expect(d.logProb(draws).shape).toEqual([4, 3]);
      expect("rsample" in d).toBe(false);
    });
  });

  test("part i draws with the i-th child of the key, and gradients pass from part to part", () => {
    tf.tidy(() => {
      const keys = splitKey(KEY, 2) as [RandomKey, RandomKey];
      const make = (loc: tf.Tensor) => joint({ a: normal({ loc, scale: 1 }), b: ({ a }: { a: tf.Tensor }) => normal({ loc: tf.mul(3, a), scale: 2 }) });
      const draws = make(tf.scalar(1)).rsample(KEY, [5]);
      expectClose(draws.a, normal({ loc: 1, scale: 1 }).sample(keys[0], [5]));
      expectClose(draws.b, normal({ loc: tf.mul(3, draws.a), scale: 2 }).sample(keys[1]));
      const slope = tf.grad((loc: tf.Tensor) => make(loc).rsample(KEY, [5]).b)(tf.scalar(1));
      expectClose(slope, 15);
      const free = joint({ a: normal({ loc: [0, 1], scale: 1 }), b: normal({ loc: 0, scale: 2 }) });
      expect(free.batchShape).toEqual([2]);
      expectClose(free.entropy(), [2 * (LOG_ROOT + 0.5) + Math.LN2, 2 * (LOG_ROOT + 0.5) + Math.LN2]);
      expect(free.sample(KEY, [3]).b.shape).toEqual([3, 2]);
    });
  });

  test("what cannot be a part is refused", () => {
    tf.tidy(() => {
      expect(() => joint({})).toThrow("joint: expected parts under names in their order; got none.");
      expect(() => joint({ a: standardNormal([1]), 0: standardNormal([1]) })).toThrow(/got the name 0/);
      expect(() => joint({ a: normal({ loc: [0, 1], scale: 1 }), b: normal({ loc: [0, 1, 2], scale: 1 }) })).toThrow("joint: expected parts whose batch shapes broadcast; got [2] and b [3].");
      expect(() => model().logProb({ z: tf.zeros([2]) } as never)).toThrow("joint.logProb: expected a value for z, x, label; got none for x.");
    });
  });

  test("nothing leaks", () => {
    expectNoLeak(() => model());
    const d = model();
    expectNoLeak(() => d.sample(KEY, [2]));
    tf.dispose(d as never);
  });
});

describeOnBackends("markovChain", () => {
  const walk = (steps: number, scale: tf.Tensor | number = 0.5) =>
    markovChain({ initial: normal({ loc: [0, 10], scale: 1 }), transition: (previous) => normal({ loc: tf.mul(0.9, previous), scale }), steps });

  test("the density is that of the first state times those of the steps", () => {
    tf.tidy(() => {
      const d = walk(3);
      expect([d.batchShape, d.eventShape]).toEqual([[2], [3]]);
      const x = [[0.5, 0.2, -0.1], [9, 8.5, 8]];
      const want = x.map((row, i) => {
        const of = (v: number, m: number, s: number): number => -0.5 * ((v - m) / s) ** 2 - Math.log(s) - LOG_ROOT;
        return of(row[0]!, [0, 10][i]!, 1) + of(row[1]!, 0.9 * row[0]!, 0.5) + of(row[2]!, 0.9 * row[1]!, 0.5);
      });
      expectClose(d.logProb(x), want);
      expect(walk(1).logProb([[0], [10]]).shape).toEqual([2]);
    });
  });

  test("draws follow the chain, with gradients along it", () => {
    tf.tidy(() => {
      const d = walk(4);
      const keys = splitKey(KEY, 4);
      const draws = d.sample(KEY, [3]);
      expect(draws.shape).toEqual([3, 2, 4]);
      const [first, second] = tf.unstack(draws, -1) as [tf.Tensor, tf.Tensor];
      expectClose(second, normal({ loc: tf.mul(0.9, first), scale: 0.5 }).sample(keys[1] as RandomKey));
      expect(d.logProb(draws).shape).toEqual([3, 2]);
      const slope = tf.grad((loc: tf.Tensor) =>
        markovChain({ initial: normal({ loc, scale: 1 }), transition: (x) => normal({ loc: tf.mul(0.5, x), scale: 1 }), steps: 3 }).rsample(KEY),
      )(tf.scalar(0));
      expectClose(slope, 1 + 0.5 + 0.25);
      // The variance of a stationary autoregression: 1 / (1 − ρ²).
      const long = markovChain({ initial: normal({ loc: 0, scale: Math.sqrt(4 / 3) }), transition: (x) => normal({ loc: tf.mul(0.5, x), scale: 1 }), steps: 5 }).sample(KEY, [5000]);
      const { variance } = tf.moments(tf.gather(long, 4, 1));
      expectClose(variance, 4 / 3, { absolute: (6 * (4 / 3) * Math.SQRT2) / Math.sqrt(5000) });
    });
  });

  test("discrete states, and a batch that only the transition has", () => {
    tf.tidy(() => {
      const rows = tf.tensor2d([[0.9, 0.1], [0.2, 0.8]]);
      const d = markovChain({ initial: categorical({ probs: [0.5, 0.5] }), transition: (x) => categorical({ probs: tf.gather(rows, tf.cast(x, "int32")) }), steps: 3 });
      expectClose(d.logProb([0, 0, 1]), Math.log(0.5 * 0.9 * 0.1));
      expect("rsample" in d).toBe(false);
      const wide = markovChain({ initial: normal({ loc: 0, scale: 1 }), transition: (x) => normal({ loc: tf.add(x, [1, 2]), scale: 1 }), steps: 2 });
      expect(wide.batchShape).toEqual([2]);
      expect(wide.sample(KEY, [3]).shape).toEqual([3, 2, 2]);
    });
  });

  test("what is no chain is refused", () => {
    expect(() => walk(0)).toThrow("markovChain: expected steps to be a whole number of at least 1; got 0.");
    expect(() => markovChain({ initial: standardNormal([2]), transition: () => standardNormal([3]), steps: 2 })).toThrow(/keeps the event shape \[2\]/);
  });
});
