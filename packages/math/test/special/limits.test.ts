import * as tf from "@tensorflow/tfjs-core";
import { describeOnBackends, expectClose } from "@variate/testing";
import { it } from "vitest";
import * as math from "@variate/math";

/** What each function gives at its poles, zeros, ends and beyond its domain. */
const LIMITS: Readonly<Record<string, readonly [fn: (x: tf.Tensor) => tf.Tensor, x: number[], y: number[]]>> = {
  lgamma: [math.lgamma, [0, -1, -7, -8388609, -1e38, 1, 2, Infinity], [Infinity, Infinity, Infinity, Infinity, Infinity, 0, 0, Infinity]],
  digamma: [math.digamma, [0, -1, -8388609, Infinity], [-Infinity, NaN, NaN, Infinity]],
  trigamma: [math.trigamma, [0, -1, -8388609, Infinity], [Infinity, Infinity, Infinity, 0]],
  log1p: [math.log1p, [0, -1, -2, Infinity], [0, -Infinity, NaN, Infinity]],
  expm1: [math.expm1, [0, -Infinity, 100], [0, -1, Infinity]],
  exponential: [math.exponential, [0, -Infinity, 100], [1, 0, Infinity]],
  log1mexp: [math.log1mexp, [0, Infinity, -Infinity], [-Infinity, 0, 0]],
  softplus: [math.softplus, [-Infinity, Infinity, 1e30], [0, Infinity, 1e30]],
  softplusInverse: [math.softplusInverse, [0, -1, Infinity, 1e30], [-Infinity, NaN, Infinity, 1e30]],
  logistic: [math.logistic, [-Infinity, 0, Infinity], [0, 0.5, 1]],
  erf: [math.erf, [-Infinity, 0, Infinity], [-1, 0, 1]],
  erfc: [math.erfc, [-Infinity, 0, Infinity], [2, 1, 0]],
  erfcx: [math.erfcx, [-10, 0, Infinity], [Infinity, 1, 0]],
  normalPdf: [math.normalPdf, [-Infinity, Infinity], [0, 0]],
  normalCdf: [math.normalCdf, [-Infinity, 0, Infinity], [0, 0.5, 1]],
  logNormalCdf: [math.logNormalCdf, [-Infinity, -1e30, Infinity], [-Infinity, -Infinity, 0]],
  inverseMillsRatio: [math.inverseMillsRatio, [-Infinity, -1e30, Infinity], [Infinity, 1e30, 0]],
  normalQuantile: [math.normalQuantile, [0, 0.5, 1, -0.1, 1.1], [-Infinity, 0, Infinity, NaN, NaN]],
  inverseLogNormalCdf: [math.inverseLogNormalCdf, [-Infinity, 0, 0.1], [-Infinity, Infinity, NaN]],
  erfinv: [math.erfinv, [-1, 0, 1, -1.1, 2], [-Infinity, 0, Infinity, NaN, NaN]],
  stirlingRemainder: [math.stirlingRemainder, [0, -1, Infinity], [Infinity, NaN, 0]],
  digammaRemainder: [math.digammaRemainder, [-1, Infinity], [NaN, 0]],
  logI0: [math.logI0, [0, -3, 3, Infinity, -Infinity], [0, 1.5853079, 1.5853079, Infinity, Infinity]],
  logI1: [math.logI1, [0, -3, 3, Infinity], [-Infinity, 1.3745687, 1.3745687, Infinity]],
  besselRatio: [math.besselRatio, [0, -3, 3, 1e30, -1e30], [0, -0.8099852, 0.8099852, 1, -1]],
  logBesselI: [(x) => math.logBesselI([0, 2, 0, 2, 2], x), [0, 0, Infinity, Infinity, -1], [0, -Infinity, Infinity, Infinity, NaN]],
  logBesselIOfOrder: [(order) => math.logBesselI(order, 2), [0, 1e30, -1, NaN], [0.82399366, -6.8077553e31, NaN, NaN]],
  logScaledBesselI: [(x) => math.logScaledBesselI([0, 2, 0], x), [0, 0, Infinity], [0, -Infinity, -Infinity]],
  logNormalizedBesselI: [(x) => math.logNormalizedBesselI([0, 2, 2, 1e5, 0], x), [0, 0, Infinity, 1e-30, -1], [0, 0, Infinity, 0, NaN]],
  besselIRatio: [(x) => math.besselIRatio([0, 2, 2, 1e5], x), [0, 0, Infinity, -1], [0, 0, 1, NaN]],
  logRiemannZeta: [math.logRiemannZeta, [1, 0.5, Infinity, 1e30], [Infinity, NaN, 0, 0]],
  logHurwitzZeta: [(q) => math.logHurwitzZeta(2, q), [0, -1, 1], [Infinity, NaN, Math.log(Math.PI ** 2 / 6)]],
  logScaledExponentialIntegral: [math.logScaledExponentialIntegral, [0, -1, Infinity], [Infinity, NaN, -Infinity]],
  owensT: [(h) => math.owensT(h, [Infinity, Infinity, -Infinity, 1, 2]), [0, 1, 1, Infinity, 0], [0.25, 0.0793276, -0.0793276, 0, Math.atan(2) / (2 * Math.PI)]],
  exprel: [math.exprel, [0, -Infinity, Infinity, 100], [1, 0, Infinity, Infinity]],
  logExprel: [math.logExprel, [0, -Infinity, Infinity, 1e30], [0, -Infinity, Infinity, 1e30]],
  logExprelSlope: [math.logExprelSlope, [0, -Infinity, Infinity], [0.5, 0, 1]],
  logExprelCurvature: [math.logExprelCurvature, [0, -Infinity, Infinity], [1 / 12, 0, 0]],
  logSinhc: [math.logSinhc, [0, -Infinity, Infinity], [0, Infinity, Infinity]],
  langevin: [math.langevin, [0, -Infinity, Infinity], [0, -1, 1]],
  logCosh: [math.logCosh, [0, -Infinity, 1e30], [0, Infinity, 1e30]],
  logSinh: [math.logSinh, [0, -Infinity, 1e30], [-Infinity, Infinity, 1e30]],
  log1pOver: [(x) => math.log1pOver([0, -0.5, -0.5, 2, 0], x), [3, 2, 3, Infinity, -7], [3, Infinity, NaN, Infinity, -7]],
  expm1Over: [(x) => math.expm1Over([0, -0.5, 2, 0], x), [3, 1e30, 100, -7], [3, 2, Infinity, -7]],
};

describeOnBackends("limits", () => {
  for (const [name, [fn, x, y]] of Object.entries(LIMITS)) {
    it(name, () => tf.tidy(() => expectClose(fn(tf.tensor1d(x)), y, { relative: 1e-6 })));
  }

  it("gradients stay finite where a neighbouring branch is not", () => {
    tf.tidy(() => {
      const at = (fn: (x: tf.Tensor) => tf.Tensor, x: number[]): tf.Tensor => tf.grad(fn)(tf.tensor1d(x));
      expectClose(at(math.logNormalCdf, [-1e18, 1e18]), [1e18, 0]);
      expectClose(at(math.softplus, [-1e4, 1e4]), [0, 1]);
      expectClose(at(math.log1mexp, [-1e4, 1e4]), [0, 0]);
      expectClose(at(math.erfcx, [1e20]), [0]);
      expectClose(at(math.logI0, [0, 1e30]), [0, 1]);
      expectClose(at((c) => math.log1pOver(c, [0, 3, 3]), [0, 0, -1e-20]), [0, -4.5, -4.5]);
      expectClose(at((c) => math.expm1Over(c, [0, 3, -1e30]), [0, 0, 1]), [0, 4.5, 1]);
      expectClose(at(math.logSinhc, [0, -1e30]), [0, -1]);
      expectClose(at(math.logI1, [0, 1e30]), [Infinity, 1]);
    });
  });
});
