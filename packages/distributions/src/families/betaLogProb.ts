import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { digammaRemainder, exactSum, isBetween, isEqual, isGreater, isLess, log1p, roundedDeviance, roundedLogRatio, roundedProduct, select, smooth, stirlingRemainder, tidy, type Rounded } from "@variate/math";

/**
 * log of the beta density, (a − 1) log x + (b − 1) log(1 − x) − log B(a, b), in nats; −Infinity outside [0, 1].
 * Elementwise; broadcasts.
 *
 *   = ½ log(ab / 2πn) + s(n) − s(a) − s(b) − D(a, nx) − D(b, n(1 − x)) − log x − log(1 − x),   n = a + b
 *
 * with s the Stirling remainder and D the deviance, whose arguments are held to twice the digits of float32.
 *
 * Gradient: (a − 1)/x − (b − 1)/(1 − x) in the value, log x − ψ(a) + ψ(n) and log(1 − x) − ψ(b) + ψ(n) in the
 * concentrations; 0 outside (0, 1).
 *
 * Reference: Loader (2000).
 */
export function betaLogProb(value: Tensor, concentration1: Tensor, concentration0: Tensor): Tensor {
  const inputs = { value, concentration1, concentration0 };
  return smooth("variate.betaLogProb", inputs, (own) => density(own.value, own.concentration1, own.concentration0), ({ value: v, concentration1: a, concentration0: b }) => {
    const inside = tf.logicalAnd(isGreater(v, 0), isLess(v, 1));
    const x = select(inside, v, 0.5);
    const { y, n, successes, failures, logSuccesses, logFailures } = expected(x, a, b);
    // log c − ψ(c), less the logarithm.
    const offset = (c: Tensor): Tensor => tf.sub(tf.div(0.5, c), digammaRemainder(c));
    const ofN = offset(n.value);
    const ofA = tf.add(roundedLogRatio(successes, a, logSuccesses), tf.sub(offset(a), ofN));
    const ofB = tf.add(roundedLogRatio(failures, b, logFailures), tf.sub(offset(b), ofN));
    const nearZero = slopeNumerator(x, a, successes);
    const nearOne = slopeNumerator(y.value, b, failures);
    const product = tf.mul(x, y.value);
    const together = tf.div(select(isLess(x, 0.5), nearZero, tf.neg(nearOne)), product);
    const apart = tf.sub(tf.div(tf.sub(a, 1), x), tf.div(tf.sub(b, 1), y.value));
    return {
      value: select(inside, select(isBetween(x, 1e-30, 1), together, apart), 0),
      concentration1: select(inside, ofA, 0),
      concentration0: select(inside, ofB, 0),
    };
  });
}

/** 1 − x, n = a + b, and the means nx and n(1 − x), with their logarithms for when they underflow. */
function expected(x: Tensor, a: Tensor, b: Tensor) {
  const y = exactSum(tf.onesLike(x), tf.neg(x));
  const n = exactSum(a, b);
  const logN = tf.log(n.value);
  return {
    y, n,
    successes: roundedProduct(n, { value: x, error: tf.zerosLike(x) }),
    failures: roundedProduct(n, y),
    logSuccesses: tf.add(logN, tf.log(x)),
    logFailures: tf.add(logN, log1p(tf.neg(x))),
  };
}

/** (a − 1) − (n − 2) x, which has a root at the mode: near it, every step but the last two is exact. */
function slopeNumerator(x: Tensor, a: Tensor, { value, error }: Rounded): Tensor {
  const first = tf.sub(tf.sub(a, 1), value);
  const last = tf.sub(tf.sub(a, value), 1);
  return tf.sub(tf.add(select(isLess(a, 2), first, last), tf.mul(2, x)), error);
}

function density(v: Tensor, a: Tensor, b: Tensor): Tensor {
  return tidy(() => {
    const x = select(tf.logicalAnd(isGreater(v, 0), isLess(v, 1)), v, 0.5);
    const { n, successes, failures, logSuccesses, logFailures } = expected(x, a, b);
    const deviances = tf.add(roundedDeviance(a, successes, logSuccesses), roundedDeviance(b, failures, logFailures));
    const remainders = tf.sub(tf.sub(stirlingRemainder(n.value), stirlingRemainder(a)), stirlingRemainder(b));
    const roots = tf.mul(0.5, tf.sub(tf.add(tf.log(a), tf.log(b)), tf.add(tf.log(n.value), Math.log(2 * Math.PI))));
    const jacobian = tf.add(tf.log(x), log1p(tf.neg(x)));
    const inside = tf.sub(tf.sub(tf.add(roots, remainders), deviances), jacobian);
    const closed = select(isEqual(v, 0), atEnd(a, b), select(isEqual(v, 1), atEnd(b, a), -Infinity));
    return select(tf.logicalAnd(isGreater(v, 0), isLess(v, 1)), inside, closed);
  });
}

/** The limit at the end whose concentration is `own`: infinite, finite or 0 as that is below, at or above 1. */
export function atEnd(own: Tensor, other: Tensor): Tensor {
  return select(isEqual(own, 1), tf.log(other), select(isLess(own, 1), Infinity, tf.fill(own.shape, -Infinity)));
}
