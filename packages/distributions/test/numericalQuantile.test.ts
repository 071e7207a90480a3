import * as tf from "@tensorflow/tfjs-core";
import { checkGradients, describeOnBackends, expectClose } from "@variate/testing";
import { test } from "vitest";
import { horseshoe, inverseGaussian, johnsonSU, sinhArcsinh, skewNormal, vonMises } from "../src/index.js";

const LEVELS = [1e-30, 1e-7, 1e-4, 0.03, 0.25, 0.4999, 0.5, 0.5001, 0.9, 0.99, 0.999999];

describeOnBackends("quantiles by search", () => {
  test("the cdf of a quantile is its level, for any parameters", () => {
    tf.tidy(() => {
      const p = tf.tensor2d(LEVELS, [LEVELS.length, 1]);
      for (const d of [
        vonMises({ loc: [0, 0.5, 3, -2.5, 0, 1.5, 7, 0.05], concentration: [2, 8, 0.5, 4, 0, 1e-3, 3, 500] }),
        inverseGaussian({ loc: [1, 3, 10, 1e-3, 1, 1e-10, 1e30], concentration: [2, 300, 0.1, 0.01, 1e-10, 1e-8, 1e-30] }),
        skewNormal({ loc: 0, scale: [1, 2, 1e-6, 1e6, 1e-30, 1e30], skewness: [0, 1.5, -0.5, 30, -1e4, 1e30] }),
        horseshoe({ scale: [1, 1e-6, 1e6, 1e-30, 1e30] }),
      ]) {
        expectClose(d.cdf(d.quantile(p)), tf.broadcastTo(p, [LEVELS.length, ...d.batchShape]), { absolute: 2e-6 }, d.family);
      }
    });
  });

  test("0 and 1 are the ends of the support, and beyond there is none", () => {
    tf.tidy(() => {
      const p = [0, 1, -0.1, 1.1, NaN];
      expectClose(vonMises({ loc: 1, concentration: 2 }).quantile(p), [-3.1415927410125732, 3.1415927410125732, NaN, NaN, NaN]);
      expectClose(inverseGaussian({ loc: 1, concentration: 2 }).quantile(p), [0, Infinity, NaN, NaN, NaN]);
      expectClose(skewNormal({ loc: 1, scale: 2, skewness: 2 }).quantile(p), [-Infinity, Infinity, NaN, NaN, NaN]);
      expectClose(horseshoe({ scale: 2 }).quantile(p), [-Infinity, Infinity, NaN, NaN, NaN]);
    });
  });

  test("gradients in the level and the parameters agree with differences", () => {
    tf.tidy(() => {
      const p = tf.tensor1d([0.1, 0.4, 0.8]);
      checkGradients((q, loc, concentration) => vonMises({ loc: loc!, concentration: concentration! }).quantile(q!), [p, tf.scalar(0.5), tf.scalar(2)]);
      checkGradients((q, loc, concentration) => inverseGaussian({ loc: loc!, concentration: concentration! }).quantile(q!), [p, tf.scalar(1), tf.scalar(2)]);
      checkGradients((q, loc, scale, skewness) => skewNormal({ loc: loc!, scale: scale!, skewness: skewness! }).quantile(q!), [p, tf.scalar(1), tf.scalar(2), tf.scalar(1.5)]);
      checkGradients((q, scale) => horseshoe({ scale: scale! }).quantile(q!), [p, tf.scalar(2)]);
    });
  });

  test("modes, moments and entropies by search or quadrature have the gradients of differences", () => {
    tf.tidy(() => {
      for (const skew of [0.5, 0, -1.5]) {
        const inputs = [tf.scalar(2), tf.scalar(skew), tf.scalar(1.25)];
        checkGradients((scale, skewness, tailweight) => sinhArcsinh({ loc: 1, scale: scale!, skewness: skewness!, tailweight: tailweight! }).mean(), inputs);
        checkGradients((scale, skewness, tailweight) => sinhArcsinh({ loc: 1, scale: scale!, skewness: skewness!, tailweight: tailweight! }).variance(), inputs);
        checkGradients((scale, skewness, tailweight) => sinhArcsinh({ loc: 1, scale: scale!, skewness: skewness!, tailweight: tailweight! }).entropy(), inputs);
        checkGradients((scale, skewness, tailweight) => johnsonSU({ loc: 1, scale: scale!, skewness: skewness!, tailweight: tailweight! }).mode(), inputs);
        checkGradients((scale, skewness, tailweight) => johnsonSU({ loc: 1, scale: scale!, skewness: skewness!, tailweight: tailweight! }).entropy(), inputs);
        checkGradients((scale, skewness) => skewNormal({ loc: 1, scale: scale!, skewness: skewness! }).mode(), inputs.slice(0, 2));
        checkGradients((scale, skewness) => skewNormal({ loc: 1, scale: scale!, skewness: skewness! }).entropy(), inputs.slice(0, 2));
      }
    });
  });

  test("moments reach as far as float32", () => {
    tf.tidy(() => {
      // Closed forms by Bessel functions (Jones and Pewsey 2009), mpmath.
      const d = sinhArcsinh({ loc: 0, scale: 1, skewness: [0.5, 0.5, -8, 100, 0, 100], tailweight: [20, 50, 5, 0.3, 40, 20] });
      expectClose(d.mean(), [5673922.2, 2.7409546e26, -4.7695655e16, 2.4608617e13, 0, Infinity]);
      expectClose(d.variance(), [3.6772517e19, Infinity, 7.3521002e34, 3.4504082e25, 3.4600534e33, Infinity]);
    });
  });
});
