import * as tf from "@tensorflow/tfjs-core";
import { randomKey } from "@variate/random";
import { checkGradients, describeOnBackends, expectClose, expectNoLeak } from "@variate/testing";
import { expect, test } from "vitest";
import { categorical, cauchy, censored, checkValue, folded, gamma, halfCauchy, laplace, normal, poisson, quantized, truncated, type Distribution } from "../../src/index.js";

const KEY = randomKey(5);
const N = 20_000;
/** Dvoretzky, Kiefer and Wolfowitz: exceeded once in a million. */
const BOUND = Math.sqrt(Math.log(2e6) / (2 * N));

/** The largest distance between the draws' distribution function and `cdf`. */
function distance(draws: tf.Tensor, cdf: (x: tf.Tensor) => tf.Tensor): number {
  const sorted = Float32Array.from(draws.dataSync()).sort();
  const p = cdf(tf.tensor1d(sorted)).dataSync();
  let worst = 0;
  sorted.forEach((x, i) => {
    if (sorted[i + 1] !== x) worst = Math.max(worst, Math.abs((p[i] as number) - (i + 1) / sorted.length));
    if (sorted[i - 1] !== x) worst = Math.max(worst, i / sorted.length - (p[i] as number));
  });
  return worst;
}

describeOnBackends("truncated", () => {
  test("the density is the base's over the probability of the interval, in either tail", () => {
    tf.tidy(() => {
      // SciPy 1.17.1: truncnorm(a, b).logpdf, cdf.
      const d = truncated(normal({ loc: 0, scale: 1 }), { low: [-1, 8, -9, -1], high: [2, 9, -8, 40] });
      expectClose(d.logProb([0.5, 8.125, -8.125, 0.5]), [-0.8437722389, 1.0868675602, 1.0868675602, -0.8711847542]);
      expectClose(d.logProb([2.5, 7, -7, -1.5]), [-Infinity, -Infinity, -Infinity, -Infinity]);
      expectClose(d.cdf([-3, 9, -9, 50]), [0, 1, 0, 1]);
      const half = truncated({ ...gamma({ concentration: 2, rate: 1 }), quantile: (p: unknown) => tf.scalar(p as number) }, { low: 1 });
      expectClose(half.logProb([0.5, 3]), [-Infinity, Math.log(3) - 3 - Math.log(2 * Math.exp(-1))]);
      expectClose(half.logCdf([1, 3]), [-Infinity, Math.log(1 - (4 * Math.exp(-3)) / (2 * Math.exp(-1)))]);
      const open = truncated(laplace({ loc: 0, scale: 1 }), {});
      expectClose(open.logProb([-2, 3]), laplace({ loc: 0, scale: 1 }).logProb([-2, 3]));
    });
  });

  test("quantiles invert the cdf, draws have the distribution and lie inside", () => {
    tf.tidy(() => {
      const d = truncated(normal({ loc: 0.5, scale: 2 }), { low: -1, high: 3 });
      expectClose(d.cdf(d.quantile([0.001, 0.3, 0.9])), [0.001, 0.3, 0.9], { absolute: 2e-6 });
      expectClose(d.quantile([0, 1]), [-1, 3]);
      const draws = d.sample(KEY, [N]);
      checkValue(d, draws);
      expect(distance(draws, d.cdf)).toBeLessThan(BOUND);
      expectClose(d.rsample(KEY, [50]), d.sample(KEY, [50]));
    });
  });

  test("quantiles are exact far out in either tail", () => {
    tf.tidy(() => {
      const p = [1e-4, 0.25, 0.5, 0.9, 0.99];
      // mpmath.
      const want = [
        [8.0000123116, 8.0353396219, 8.084888899, 8.2786090087, 8.5467037893],
        [12.000008277, 12.023787117, 12.057234557, 12.189106261, 12.375360352],
        [6.0000162386, 6.0465414778, 6.1115650618, 6.3634142479, 6.7079945193],
      ];
      const base = normal({ loc: 0, scale: 1 });
      const upper = truncated(base, { low: [[8], [12], [6]], high: [[9], [Infinity], [Infinity]] });
      expectClose(upper.quantile(p), want);
      const lower = truncated(base, { low: [[-9], [-Infinity], [-Infinity]], high: [[-8], [-12], [-6]] });
      expectClose(lower.quantile(tf.sub(1, p)), tf.neg(want), { relative: 1e-5 });
      expectClose(upper.quantile([0, 1, -1, NaN]), [[8, 9, NaN, NaN], [12, Infinity, NaN, NaN], [6, Infinity, NaN, NaN]]);
      // A power law: 1/x of the mass lies beyond x.
      const far = truncated(cauchy({ loc: 0, scale: 1 }), { low: 1e6 });
      expectClose(tf.log(far.quantile(p)), tf.sub(Math.log(1e6), tf.log1p(tf.neg(p))), { relative: 1e-5 });
      const draws = upper.sample(KEY, [N]);
      expect(new Set(draws.dataSync()).size).toBeGreaterThan(N);
      checkGradients((level, loc, low) => truncated(normal({ loc: loc!, scale: 1 }), { low: low! }).quantile(level!), [tf.tensor1d([0.2, 0.7]), tf.scalar(-2), tf.scalar(3)]);
    });
  });

  test("gradients reach the bounds and the base, and draws move at fixed rank", () => {
    tf.tidy(() => {
      const make = (loc: tf.Tensor, low: tf.Tensor, high: tf.Tensor) => truncated(normal({ loc, scale: 1.5 }), { low, high });
      const inputs = [tf.scalar(0.25), tf.scalar(-1), tf.scalar(2)];
      checkGradients((loc, low, high) => make(loc!, low!, high!).logProb([0, 1]), inputs);
      const slopes = tf.grads((loc: tf.Tensor, low: tf.Tensor, high: tf.Tensor) => {
        const d = make(loc, low, high);
        return tf.mul(d.cdf(d.rsample(KEY, [20])), tf.range(1, 21));
      })(inputs);
      for (const slope of slopes) expectClose(slope, 0, { absolute: 1e-3 });
    });
  });

  test("whole numbers count at both bounds", () => {
    tf.tidy(() => {
      const base = quantized(normal({ loc: 3, scale: 2 }));
      const d = truncated(base, { low: 2, high: 4 });
      const mass = tf.exp(base.logProb([2, 3, 4]));
      expectClose(tf.exp(d.logProb([1, 2, 3, 4, 5])), tf.concat([[0], tf.div(mass, tf.sum(mass)), [0]] as tf.Tensor[]));
      const draws = d.sample(KEY, [N]);
      checkValue(d, draws);
      expect(distance(draws, d.cdf)).toBeLessThan(BOUND);
    });
  });
});

describeOnBackends("censored", () => {
  test("bounds carry the mass beyond them", () => {
    tf.tidy(() => {
      const base = normal({ loc: 0, scale: 1 });
      const d = censored(base, { low: -1, high: 9 });
      // log Φ(−1) and log Φ(−9), mpmath.
      expectClose(d.logProb([-1, 0.5, 9, -2, 10]), [-1.8410216450, base.logProb(0.5).dataSync()[0] as number, -43.6281491148, -Infinity, -Infinity]);
      expectClose(d.cdf([-2, -1, 0, 9]), [0, 0.1586552539, 0.5, 1], { absolute: 2e-6 });
      const draws = d.sample(KEY, [N]);
      checkValue(d, draws);
      expect(distance(draws, d.cdf)).toBeLessThan(BOUND);
      expectClose(d.quantile([0.01, 0.5]), [-1, 0]);
      checkGradients((loc, low) => censored(normal({ loc: loc!, scale: 1 }), { low: low!, high: 2 }).logProb([-1, 0.25, 2]), [tf.scalar(0.3), tf.scalar(-1)].slice(0, 1));
      const slope = tf.grad((loc: tf.Tensor) => tf.sum(censored(normal({ loc, scale: 1 }), { low: -0.5 }).rsample(KEY, [100])))(tf.scalar(0));
      const free = tf.sum(tf.cast(tf.greater(base.sample(KEY, [100]), -0.5), "float32"));
      expectClose(slope, free);
    });
  });

  test("bounds that are equal hold all of the mass", () => {
    tf.tidy(() => {
      const d = censored(normal({ loc: 0, scale: 1 }), { low: [1, 0], high: 1 });
      expectClose(d.logProb([[1, 1], [0, 0], [1.5, 0.5]]), [[0, Math.log(0.15865525393)], [-Infinity, -Math.LN2], [-Infinity, -1.0439385332]]);
      expectClose(d.cdf(1), [1, 1]);
      expect([...d.sample(KEY, [50]).dataSync()].filter((_, i) => i % 2 === 0).every((x) => x === 1)).toBe(true);
      expectClose(censored(poisson({ rate: 3 }), { low: 2, high: 2 }).logProb([1, 2, 3]), [-Infinity, 0, -Infinity]);
      expectClose(tf.grad((loc: tf.Tensor) => censored(normal({ loc, scale: 1 }), { low: 1, high: 1 }).logProb(1))(tf.scalar(0.3)), 0);
    });
  });

  test("draws are independent over a batch that only the bounds have", () => {
    tf.tidy(() => {
      const d = censored(normal({ loc: 0, scale: 1 }), { low: [-9, -9] });
      const [a, b] = d.sample(KEY, [1]).dataSync();
      expect(a).not.toBe(b);
    });
  });
});

describeOnBackends("folded", () => {
  test("the two halves of the line add up", () => {
    tf.tidy(() => {
      const base = normal({ loc: 1, scale: 2 });
      const d = folded(base);
      const p = (x: number): number => Math.exp(-0.5 * ((x - 1) / 2) ** 2) / (2 * Math.sqrt(2 * Math.PI));
      expectClose(d.logProb([0.5, 0, 3, -1]), [Math.log(p(0.5) + p(-0.5)), Math.log(2 * p(0)), Math.log(p(3) + p(-3)), -Infinity]);
      const draws = d.sample(KEY, [N]);
      checkValue(d, draws);
      expect(distance(draws, d.cdf)).toBeLessThan(BOUND);
      expectClose(tf.exp(d.logCdf([0.5, 2])), d.cdf([0.5, 2]), { absolute: 1e-6 });
      expectClose(d.rsample(KEY, [10]), tf.abs(base.sample(KEY, [10])));
    });
  });

  test("quantiles invert the cdf", () => {
    tf.tidy(() => {
      const p = [1e-4, 0.25, 0.5, 0.9, 0.99];
      // SciPy 1.17.1: foldnorm.ppf(p, 0.5, scale=2).
      const want = [2.84038189e-4, 0.7216836611, 1.524477976, 3.677502125, 5.684459952];
      expectClose(folded(normal({ loc: 1, scale: 2 })).quantile(p), want);
      expectClose(folded(normal({ loc: [[-1], [0]], scale: 2 })).quantile([0.5, 0, 1, 2]), [[1.524477976, 0, Infinity, NaN], [1.348979500, 0, Infinity, NaN]]);
      expectClose(folded(cauchy({ loc: 0, scale: 3 })).quantile(p), halfCauchy({ scale: 3 }).quantile(p));
      const counts = folded(quantized(normal({ loc: 1, scale: 3 })));
      const k = counts.quantile([0, 0.3, 0.5, 0.9, 1]);
      expectClose(k, [0, 1, 2, 5, Infinity]);
      checkGradients((level, loc) => folded(normal({ loc: loc!, scale: 2 })).quantile(level!), [tf.tensor1d([0.2, 0.7]), tf.scalar(1)]);
    });
  });

  test("a mass at 0 counts once", () => {
    tf.tidy(() => {
      const base = quantized(normal({ loc: 0.3, scale: 1 }));
      const d = folded(base);
      expectClose(tf.exp(d.logProb([0, 1])), tf.stack([tf.exp(base.logProb(0)), tf.sum(tf.exp(base.logProb([1, -1])))]));
      expectClose(d.cdf([0, 1]), tf.cumsum(tf.exp(d.logProb([0, 1]))), { absolute: 2e-6 });
    });
  });
});

describeOnBackends("quantized", () => {
  test("whole numbers have the mass between their halves, the bounds the tails", () => {
    tf.tidy(() => {
      const d = quantized(normal({ loc: 2.25, scale: 1.5 }), { low: 0, high: 5 });
      const values = tf.range(0, 6);
      expectClose(tf.sum(tf.exp(d.logProb(values))), 1);
      // SciPy 1.17.1: norm.cdf(0.5, 2.25, 1.5), and the difference between 3.5 and 2.5.
      expectClose(tf.exp(d.logProb([0, 3])), [0.1216725046, 0.2314877864]);
      expectClose(d.logProb([-1, 6, 2.5]), [-Infinity, -Infinity, -Infinity]);
      expectClose(d.cdf([-1, 2.9, 5]), [0, 0.5661838330, 1], { absolute: 2e-6 });
      const draws = d.sample(KEY, [N]);
      checkValue(d, draws);
      expect(distance(draws, d.cdf)).toBeLessThan(BOUND);
      expectClose(d.quantile([0.1, 0.5, 0.9]), [0, 2, 4]);
    });
  });

  test("far in a tail log masses and gradients stay finite and right", () => {
    tf.tidy(() => {
      const d = quantized(normal({ loc: 0, scale: 1 }));
      // mpmath: log(Φ(−9.5) − Φ(−10.5)) on either side.
      expectClose(d.logProb([-10, 10]), [-48.3060604547, -48.3060604547]);
      expectClose(d.logProb(-10), d.logProb(10));
      const slopes = tf.grad((x: tf.Tensor) => quantized(normal({ loc: x, scale: 1 })).logProb([-10, 10, 60]))(tf.tensor1d([0, 0, 0]));
      const [left, right, far] = slopes.dataSync() as unknown as [number, number, number];
      expectClose([left, right], [-9.60300932339, 9.60300932339]);
      expect(Number.isFinite(far)).toBe(true);
    });
  });
});

test("what cannot be bounded is refused", () => {
  tf.tidy(() => {
    const d = normal({ loc: [0, 1], scale: 1 });
    expectNoLeak(() => {
      expect(() => truncated(d, { low: [0, 0, 0] })).toThrow("truncated: expected parameters that broadcast together; got low [3], high [], and a batch [2].");
    });
    // @ts-expect-error a class index has no cdf
    expect(() => truncated(categorical({ probs: [1, 1] }), { low: 0 }).quantile(0.5)).toThrow();
  });
});

describeOnBackends("bounded combinators", () => {
  test("no method leaks", () => {
    const base = normal({ loc: [0, 1], scale: 2 });
    const made: Distribution[] = [truncated(base, { low: 0 }), censored(base, { high: 1 }), folded(base), quantized(base, { low: 0, high: 4 })];
    for (const d of made) {
      const methods = d as unknown as Record<string, (...given: unknown[]) => tf.Tensor>;
      for (const [name, given] of [["logProb", [1]], ["cdf", [1]], ["logCdf", [1]], ["quantile", [0.5]], ["sample", [KEY, [2]]], ["rsample", [KEY, [2]]]] as const) {
        const method = methods[name];
        if (method !== undefined) expectNoLeak(() => method(...given), `${d.family}.${name}`);
      }
    }
    tf.dispose([base, ...made] as never);
  });
});

describeOnBackends("truncated counts far out in a tail", () => {
  /** Masses of a Poisson variable from `low` on, given that it is not below: ratios of neighbours, in float64. */
  function masses(rate: number, low: number): number[] {
    const relative = [1];
    for (let k = low + 1; relative.length < 200; k++) relative.push(((relative.at(-1) as number) * rate) / k);
    const total = relative.reduce((sum, mass) => sum + mass, 0);
    return relative.map((mass) => mass / total);
  }

  test.each([[3.6, 18], [1, 8], [3.6, 14], [0.5, 3], [40, 90], [1e-6, 2]])("of rate %f from %i on have the quantiles and draws that their masses say", (rate, low) => {
    const exact = masses(rate, low);
    tf.tidy(() => {
      const counts = truncated(poisson({ rate }), { low });
      let cumulative = 0;
      const levels: number[] = [];
      const wanted: number[] = [];
      exact.slice(0, 12).forEach((mass, i) => {
        if (mass < 1e-4 || cumulative > 0.9999) return;
        levels.push(cumulative + mass / 2);
        wanted.push(low + i);
        cumulative += mass;
      });
      expect([...counts.quantile(tf.tensor1d(levels)).dataSync()]).toEqual(wanted);
      const draws = counts.sample(randomKey(3), [400]).dataSync();
      wanted.forEach((value, i) => {
        const share = draws.filter((draw) => draw === value).length / draws.length;
        const mass = exact[i] as number;
        // Six standard errors of a share.
        expect(Math.abs(share - mass)).toBeLessThan(6 * Math.sqrt((mass * (1 - mass)) / draws.length) + 1e-9);
      });
    });
  });
});
