import * as tf from "./tf.js";
import { exactProduct, exactSum, roundedProduct, shareOfSum, type Rounded } from "./rounded.js";
import { isLess, select } from "./masks.js";
import { withGradientOf, withoutGradient } from "./gradientControl.js";
import { logistic } from "./special/softplus.js";
import { tidy } from "./tidy.js";

const PARTS = 32;
// log(2) / 32 in three numbers: whole multiples of the first two, up to 2¹³ of them, are exact in float32.
const STEP = [0.02166748046875, -6.631016731262207e-6, -5.952044412893542e-11] as const;

/** exp(x) for x ≤ 0, relative error below 4e-13 down to e⁻⁵⁰, where the errors begin to underflow; 0 far below. Off the tape. */
export function roundedExponential({ value, error }: Rounded): Rounded {
  return withoutGradient(() =>
    tidy(() => {
      const x = tf.maximum(value, -200);
      const steps = tf.round(tf.mul(x, PARTS / Math.LN2));
      const coarse = tf.sub(x, tf.mul(steps, STEP[0]));
      const { value: s, error: rounding } = exactSum(coarse, tf.mul(steps, -STEP[1]));
      const rest = tf.add(tf.sub(rounding, tf.mul(steps, STEP[2])), error);
      // 1 + s + s²/2 to twice the digits, and s³/6 + … to its own.
      const square = exactProduct(s, s);
      const cubic = tf.mul(tf.mul(square.value, s), tf.add(1 / 6, tf.mul(s, tf.add(1 / 24, tf.mul(s, 1 / 120)))));
      const one = exactSum(tf.onesLike(s), s);
      const two = exactSum(one.value, tf.mul(0.5, square.value));
      const small = tf.add(tf.add(tf.mul(0.5, square.error), cubic), tf.mul(two.value, tf.mul(rest, tf.add(1, tf.mul(0.5, rest)))));
      const factor = { value: two.value, error: tf.add(tf.add(one.error, two.error), small) };
      const whole = tf.floor(tf.mul(steps, 1 / PARTS));
      const part = tf.cast(tf.sub(steps, tf.mul(whole, PARTS)), "int32");
      const powers = Array.from({ length: PARTS }, (_, j) => 2 ** (j / PARTS));
      const pick = (table: readonly number[]): tf.Tensor => tf.gather(tf.tensor1d([...table], "float32"), part);
      const result = roundedProduct(factor, { value: pick(powers), error: pick(powers.map((power) => power - Math.fround(power))) });
      const scale = tf.pow(2, whole);
      return { value: tf.mul(result.value, scale), error: tf.mul(result.error, scale) };
    }),
  );
}

/** `logistic`(x) and `logistic`(−x), each to twice the digits of float32. */
export function roundedLogistic(x: tf.Tensor): readonly [Rounded, Rounded] {
  return tidy(() => {
    const [smaller, larger] = withoutGradient(() => {
      const odds = roundedExponential({ value: tf.neg(tf.abs(x)), error: tf.zerosLike(x) });
      const sum = exactSum(tf.onesLike(x), odds.value);
      const share = shareOfSum(tf.onesLike(x), { value: sum.value, error: tf.add(sum.error, odds.error) });
      return [roundedProduct(odds, share), share] as const;
    });
    const below = isLess(x, 0);
    const chosen = (own: tf.Tensor, whenBelow: Rounded, otherwise: Rounded): Rounded => ({
      value: withGradientOf(logistic(own), select(below, whenBelow.value, otherwise.value)),
      error: select(below, whenBelow.error, otherwise.error),
    });
    return [chosen(x, smaller, larger), chosen(tf.neg(x), larger, smaller)];
  });
}
