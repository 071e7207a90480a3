import * as tf from "@tensorflow/tfjs-core";
import { randomKey } from "@variate/random";
import { describeOnBackends, expectClose, expectNoLeak } from "@variate/testing";
import { expect, test } from "vitest";
import {
  bernoulli,
  categorical,
  cauchy,
  continuousBernoulli,
  exponential,
  gamma,
  generalizedNormal,
  halfCauchy,
  halfNormal,
  inverseGamma,
  johnsonSU,
  klDivergence,
  kumaraswamy,
  laplace,
  multivariateNormal,
  normal,
  oneHotCategorical,
  pareto,
  triangular,
  truncatedNormal,
  uniform,
  vonMises,
} from "../../src/index.js";

const KEY = randomKey(9);

describeOnBackends("at the edges", () => {
  test("normal and laplace: tails of the cdf in logarithms, and quantiles at 0 and 1", () => {
    tf.tidy(() => {
      // log Φ(−30), mpmath: -454.3212439955; log Φ(8) is −6.2209572e-16.
      expectClose(normal({ loc: 0, scale: 1 }).logCdf([-30, 8]), [-454.3212439955, -6.2209572e-16]);
      expectClose(laplace({ loc: 1, scale: 2 }).logCdf([-999, 1001]), [-500 - Math.LN2, 0]);
      expectClose(normal({ loc: 3, scale: 2 }).quantile([0, 1]), [-Infinity, Infinity]);
      expectClose(laplace({ loc: 3, scale: 2 }).quantile([0, 1, 1e-30]), [-Infinity, Infinity, 3 + 2 * Math.log(2e-30)]);
    });
  });

  test("quantiles are NaN outside [0, 1], in every way of making them", () => {
    tf.tidy(() => {
      const outside = [-0.1, 1.1, NaN, -1e-30, Infinity];
      for (const d of [
        bernoulli({ probs: 0.3 }), cauchy({ loc: 0, scale: 1 }), continuousBernoulli({ logits: 1 }), exponential({ rate: 2 }), gamma({ concentration: 2, rate: 1 }),
        halfCauchy({ scale: 1 }), halfNormal({ scale: 1 }), kumaraswamy({ concentration1: 2, concentration0: 3 }), normal({ loc: 0, scale: 1 }),
        pareto({ scale: 1, alpha: 2 }), triangular({ low: 0, high: 1, peak: 0.5 }), truncatedNormal({ loc: 0, scale: 1, low: -1, high: 2 }), uniform({ low: 1, high: 3 }),
      ]) {
        expectClose(d.quantile(outside), outside.map(() => NaN), undefined, d.family);
        expect([...d.quantile([0, 0.5, 1]).dataSync()].some(Number.isNaN), d.family).toBe(false);
        expect(d.quantile([]).shape).toEqual([0]);
      }
      expect(uniform({ low: [0, 1], high: 3 }).quantile([[0.5], [2]]).arraySync()).toEqual([[1.5, 2], [NaN, NaN]]);
    });
  });

  test("inverseGamma and generalizedNormal: quantiles at tiny p, which 1 − p would lose", () => {
    // mpmath, by bisection of the regularized upper gamma function.
    const p = [1e-30, 1e-12, 1e-6, 0.25];
    tf.tidy(() => {
      expectClose(inverseGamma({ concentration: 0.5, scale: 90 }).quantile(p), [1.355422782, 3.540231829, 7.522527782, 136.0231974]);
      expectClose(tf.mul(1000, inverseGamma({ concentration: 200, scale: 2 }).quantile(p)), [4.900781566, 6.325394332, 7.284445455, 9.553450693]);
      expectClose(generalizedNormal({ loc: 0, scale: 1, power: 6 }).quantile(p), [-1.995808952, -1.681309839, -1.454172575, -0.4645246175]);
      expectClose(generalizedNormal({ loc: 0, scale: 1, power: 0.5 }).quantile(p), [-5282.992045, -923.1982614, -254.4917055, -2.816848619]);
      expectClose(generalizedNormal({ loc: 3, scale: 1, power: 1.5 }).quantile([0, 0.5, 1]), [-Infinity, 3, Infinity]);
    });
  });

  test("continuousBernoulli: small quantiles where the odds favour 1", () => {
    // mpmath: log(1 + p (exp λ − 1)) / λ.
    tf.tidy(() => {
      const p = [1e-30, 1e-12, 1e-4, 0.25, 0.999];
      expectClose(tf.log(continuousBernoulli({ logits: 6 }).quantile(p)), [6.707146579e-29, 6.70714653e-11, 0.006575703791, 0.7701857305, 0.9998336656].map(Math.log));
      expectClose(tf.log(continuousBernoulli({ logits: 40 }).quantile(p)), [5.88463169e-15, 0.3092245782, 0.7697414901, 0.965342641, 0.9999749878].map(Math.log));
    });
  });

  test("vonMises: the cdf next to ±π, and its gradients at the mean direction 0, whose opposite is the end", () => {
    // mpmath, by quadrature: log F, and dF in loc and concentration.
    const x = [-3.1415925, -3.14, -1, 0.5, 3.14, 3.1415925];
    const references = [
      [0, 1, [-18.77980525, -9.516210601, -1.581605393, -0.4093579635, -7.365093086e-5, -6.982874102e-9],
        [0, -5.86441869e-8, -0.169535979, -0.256092762, -5.86441869e-8, 0], [-1.0099959e-8, -0.000106524013, -0.121716493, 0.0843001346, 0.000106524013, 1.0099959e-8]],
      [1, 2, [-19.44848917, -10.18623415, -3.479679304, -1.289838349, -3.778739088e-5, -3.577903181e-9],
        [6.02140159e-9, 6.33901343e-5, -0.00667874285, -0.380157154, -6.3625286e-5, -6.02140371e-9], [-4.4297186e-9, -4.66828274e-5, -0.0449386587, -0.0830466473, 4.67574757e-5, 4.42971927e-9]],
    ] as const;
    tf.tidy(() => {
      for (const [loc, concentration, logs, ofLoc, ofConcentration] of references) {
        const parameters = [tf.fill([6], loc), tf.fill([6], concentration)];
        expectClose(vonMises({ loc, concentration }).logCdf(x), [...logs]);
        const slopes = tf.grads((l: tf.Tensor, k: tf.Tensor) => tf.sum(vonMises({ loc: l, concentration: k }).cdf(x)))(parameters);
        expectClose(slopes[0] as tf.Tensor, [...ofLoc], { absolute: 1e-6 });
        expectClose(slopes[1] as tf.Tensor, [...ofConcentration], { absolute: 1e-6 });
      }
    });
  });

  test("johnsonSU: the gradient of the mean in a skewness of 0 is −scale exp(1/2δ²)/δ", () => {
    tf.tidy(() => {
      const slope = tf.grad((skewness: tf.Tensor) => tf.sum(johnsonSU({ loc: 1, scale: 2, skewness, tailweight: 0.5 }).mean()));
      expectClose(slope(tf.tensor1d([0])), [-4 * Math.exp(2)]);
    });
  });

  test("uniform: bounds belong to it, and outside the density is 0", () => {
    tf.tidy(() => {
      const d = uniform({ low: -1, high: 3 });
      expectClose(d.logProb([-1, 3, -1.5, 3.5]), [-Math.log(4), -Math.log(4), -Infinity, -Infinity]);
      expectClose(d.cdf([-2, 5]), [0, 1]);
      expectClose(d.logCdf([-2, 1]), [-Infinity, -Math.LN2]);
    });
  });

  test("bernoulli: certain outcomes, grey pixels, and logits beyond the range of exp", () => {
    tf.tidy(() => {
      const certain = bernoulli({ probs: [0, 1] });
      expectClose(certain.logProb([[0, 1], [1, 0]]), [[0, 0], [-Infinity, -Infinity]]);
      expectClose(certain.entropy(), [0, 0]);
      expectClose(certain.sample(KEY, [50]), tf.tile(tf.tensor2d([[0, 1]]), [50, 1]));
      expectClose(bernoulli({ logits: [200, -200] }).logProb([[0, 1], [1, 0]]), [[-200, -200], [0, 0]]);
      expectClose(bernoulli({ logits: [-40, 40] }).entropy(), [41 * Math.exp(-40), 41 * Math.exp(-40)], { relative: 0, absolute: 1e-22 });
      expectClose(bernoulli({ probs: 0.25 }).logProb(0.5), 0.5 * Math.log(0.25) + 0.5 * Math.log(0.75));
      expectClose(bernoulli({ logits: Math.log(1 / 3) }).logProb(0.5), 0.5 * Math.log(0.25) + 0.5 * Math.log(0.75));
      const gradient = tf.grad((probs: tf.Tensor) => bernoulli({ probs }).logProb([0, 1]))(tf.tensor1d([0, 1]));
      expectClose(gradient, [-1, 1]);
    });
  });

  test("categorical: excluded classes, and values that are no class", () => {
    tf.tidy(() => {
      for (const d of [categorical({ probs: [0, 1, 3] }), categorical({ logits: [-Infinity, 0, Math.log(3)] })]) {
        expectClose(d.logProb([0, 1, 2, 3, -1, 0.5]), [-Infinity, Math.log(0.25), Math.log(0.75), -Infinity, -Infinity, -Infinity]);
        expectClose(d.entropy(), -0.25 * Math.log(0.25) - 0.75 * Math.log(0.75));
        expect(d.sample(KEY, [100]).dtype).toBe("int32");
        expect(Math.min(...d.sample(KEY, [100]).dataSync())).toBe(1);
      }
      expectClose(oneHotCategorical({ probs: [0, 1, 3] }).logProb(tf.eye(3)), [-Infinity, Math.log(0.25), Math.log(0.75)]);
      expectClose(categorical({ logits: [1000, 0] }).logProb([0, 1]), [0, -1000]);
      // log(1 + e⁻²) and the entropy of odds e², which no common offset of the logits changes.
      for (const logits of [[1e5, 1e5 - 2], [-1e5, -1e5 - 2]]) {
        expectClose(categorical({ logits }).logProb([0, 1]), [-0.1269280110429725, -2.126928011042973]);
        expectClose(categorical({ logits }).entropy(), 0.3653338550929);
        expectClose(oneHotCategorical({ logits }).logProb(tf.eye(2)), [-0.1269280110429725, -2.126928011042973]);
        expectClose(oneHotCategorical({ logits }).mean(), [0.8807970779778823, 0.11920292202211755]);
        expectClose(klDivergence(categorical({ logits }), categorical({ logits: [0, 0] })), Math.LN2 - 0.3653338550929);
      }
      const gradient = tf.grad((probs: tf.Tensor) => categorical({ probs }).logProb(1))(tf.tensor1d([0, 1, 3]));
      expectClose(gradient, [-0.25, 0.75, -0.25]);
    });
  });

  test("multivariateNormal: sizes must agree, and what is above the diagonal is not read", () => {
    tf.tidy(() => {
      expectNoLeak(() => {
        expect(() => multivariateNormal({ loc: [0, 0], scaleTril: [[1, 0, 0], [0, 1, 0]] })).toThrow(
          "multivariateNormal: expected loc [..., n] and scaleTril [..., n, n]; got loc [2], scaleTril [2, 3].",
        );
        expect(() => multivariateNormal({ loc: 0, scaleTril: [[1]] })).toThrow("multivariateNormal: expected loc with at least 1 axes; got [].");
      });
      expect(() => multivariateNormal({ loc: [0, 1] } as never)).toThrow(
        "multivariateNormal: expected exactly one of scaleTril and covarianceMatrix and precisionMatrix; got none.",
      );
      const lower = multivariateNormal({ loc: [0, 1], scaleTril: [[2, 0], [1, 3]] });
      const filled = multivariateNormal({ loc: [0, 1], scaleTril: [[2, 7], [1, 3]] });
      expectClose(filled.logProb([1, 1]), lower.logProb([1, 1]));
      expectClose(filled.sample(KEY, [5]), lower.sample(KEY, [5]));
      expectClose(filled.covariance(), lower.covariance());
      expectClose(filled.variance(), lower.variance());
    });
  });

  test("multivariateNormal: one distribution by any of its matrices, and distances beyond the range of float32", () => {
    tf.tidy(() => {
      const loc = [0, 1];
      const d = multivariateNormal({ loc, scaleTril: [[2, 0], [1, 3]] });
      for (const other of [
        multivariateNormal({ loc, covarianceMatrix: [[4, 2], [2, 10]] }),
        multivariateNormal({ loc, precisionMatrix: [[10 / 36, -2 / 36], [-2 / 36, 4 / 36]] }),
      ]) {
        expectClose(other.scaleTril, [[2, 0], [1, 3]], { relative: 1e-6 });
        expectClose(other.sample(KEY, [5]), d.sample(KEY, [5]), { relative: 2e-6 });
        expectClose(klDivergence(other, d), 0, { absolute: 1e-6 });
      }
      expectClose(multivariateNormal({ loc, scaleTril: [[1e-30, 0], [0, 1]] }).logProb([1e30, 0]), -Infinity);
    });
  });

  test("gamma: the density at 0 and below", () => {
    tf.tidy(() => {
      const d = gamma({ concentration: [0.5, 1, 2], rate: 3 });
      expectClose(d.logProb(0), [Infinity, Math.log(3), -Infinity]);
      expectClose(d.logProb(-1), [-Infinity, -Infinity, -Infinity]);
      expectClose(d.cdf(-1), [0, 0, 0]);
    });
  });
});

describeOnBackends("gamma draws", () => {
  test("a tiny concentration keeps its draws in logarithms; sample stops at the smallest normal float32", () => {
    tf.tidy(() => {
      const d = gamma({ concentration: 0.001, rate: 2 });
      const n = 4000;
      const logs = d.logSample(KEY, [n]).dataSync() as Float32Array;
      expect([...d.rsampleLog(KEY, [n]).dataSync()]).toEqual([...logs]);
      // E log x = ψ(0.001) − log 2 and its standard deviation √ψ′(0.001), mpmath.
      const mean = logs.reduce((sum, x) => sum + x, 0) / n;
      expect(Math.abs(mean - (-1000.5755719318 - Math.LN2))).toBeLessThan((5 * 1000.0008216) / Math.sqrt(n));
      const draws = d.sample(KEY, [n]).dataSync();
      expect(Math.min(...draws)).toBe(2 ** -126);
      draws.forEach((x, i) => {
        const log = logs[i] as number;
        if (log > -80) expect(Math.abs(Math.log(x) - log)).toBeLessThan(1e-5 * Math.abs(log) + 1e-6);
      });
    });
  });

  test("implicit gradients are those of the quantile at fixed rank, where it is known in closed form", () => {
    tf.tidy(() => {
      // Towards x = 0 the cdf is xᵃ / Γ(a + 1), so log x moves by (ψ(a + 1) − log x) / a with the concentration a.
      const a = 0.01;
      const psi = -0.5608854578687; // ψ(1.01), mpmath
      const draws = gamma({ concentration: a, rate: 1 }).logSample(KEY, [200]);
      const [first] = tf.grads((c: tf.Tensor, weights: tf.Tensor) => tf.sum(tf.mul(gamma({ concentration: tf.broadcastTo(c, [200]), rate: 1 }).rsampleLog(KEY), weights)))([
        tf.fill([200], a),
        tf.ones([200]),
      ]);
      const want = Array.from(draws.dataSync(), (log) => (psi - log) / a);
      // Only draws far below 1 are in that limit: an x of 1e-6 changes the derivative by as much.
      const far = Array.from(draws.dataSync(), (log) => Number(log < -14));
      expect(far.filter(Boolean).length).toBeGreaterThan(100);
      expectClose(tf.mul(first as tf.Tensor, far), want.map((w, i) => w * (far[i] as number)), { relative: 2e-5 });
    });
  });

  test("the mean gradient of draws is the gradient of the mean", () => {
    tf.tidy(() => {
      const n = 4000;
      for (const a of [0.3, 1, 4, 60]) {
        const concentration = tf.fill([n], a);
        const [ofConcentration, ofRate] = tf.grads((c: tf.Tensor, r: tf.Tensor) => gamma({ concentration: c, rate: r }).rsample(KEY))([
          concentration,
          tf.fill([n], 2),
        ]);
        // d(a/r)/da = 1/r and d(a/r)/dr = −a/r², each within five standard errors of the average over draws.
        for (const [gradient, want] of [[ofConcentration, 0.5], [ofRate, -a / 4]] as [tf.Tensor, number][]) {
          const { mean, variance } = tf.moments(gradient);
          const error = Math.sqrt((variance.dataSync()[0] as number) / n);
          expect(Math.abs((mean.dataSync()[0] as number) - want)).toBeLessThan(5 * error);
        }
      }
    });
  });

  test("no draw leaks", () => {
    const d = gamma({ concentration: [0.5, 2], rate: 1 });
    for (const draw of [() => d.logSample(KEY, [3]), () => d.rsampleLog(KEY, [3])]) expectNoLeak(draw);
    tf.dispose(d as never);
  });
});
