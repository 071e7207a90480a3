import * as tf from "@tensorflow/tfjs-core";
import { describeOnBackends, expectClose } from "@variate/testing";
import { it } from "vitest";
import { logBesselIRemainder, poissonDeviance } from "@variate/math";

/** The formula of the doc comment of `logBesselIRemainder`. */
function logSkellam(difference: number[], first: number, second: number): tf.Tensor {
  const k = tf.tensor1d(difference);
  const x = 2 * Math.sqrt(first * second);
  const order = tf.abs(k);
  const r = tf.sqrt(tf.add(tf.square(k), x * x));
  const larger = tf.mul(0.5, tf.add(r, order));
  const smaller = tf.div(first * second, larger);
  const up = tf.greaterEqual(k, 0);
  const a = tf.where(up, larger, smaller);
  const b = tf.where(up, smaller, larger);
  const deviances = tf.add(poissonDeviance(a, first), poissonDeviance(b, second));
  const root = tf.mul(0.5, tf.log(tf.mul(2 * Math.PI, r)));
  return tf.sub(logBesselIRemainder(order, x), tf.add(deviances, root));
}

describeOnBackends("logBesselIRemainder", () => {
  it("makes Skellam's probabilities exact", () => {
    tf.tidy(() => {
      // mpmath 1.3.0, besseli with 60 digits.
      expectClose(logSkellam([-3, 0, 2, 40], 3, 0.5), [-7.00920146, -2.34766084, -1.52358616, -69.8395787], { relative: 2e-6, absolute: 2e-6 });
      expectClose(logSkellam([9800, 9900, 9990], 10000, 100), [-6.02087483, -5.52909133, -5.93326789], { relative: 2e-6, absolute: 2e-6 });
      expectClose(logSkellam([-200, 0, 500], 10000, 10000), [-6.87069273, -5.87067606, -12.1205068], { relative: 2e-6, absolute: 2e-6 });
      expectClose(logSkellam([-3, 0, 5], 1e-06, 0.002), [-20.4375848, -0.002000998, -73.8670455], { relative: 2e-6, absolute: 2e-6 });
    });
  });
});
