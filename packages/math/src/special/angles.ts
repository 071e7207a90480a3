import * as tf from "../tf.js";
import type { NumericInput } from "../convert.js";
import { elementwisePair } from "../elementwise.js";
import { isLess, select } from "../masks.js";
import { exactProduct, exactSum, type Rounded } from "../rounded.js";

/**
 * x − y less whole turns, in [−π, π], elementwise; broadcasts. The angle of the exact numbers that the float32 inputs are,
 * to 3e-7 of itself, however large they are.
 *
 * Gradient: 1 in x, −1 in y.
 *
 * Reference: Payne and Hanek (1983), "Radian reduction for trigonometric functions".
 */
export function angleBetween(x: NumericInput, y: NumericInput): tf.Tensor {
  const unit = (a: tf.Tensor): tf.Tensor => tf.onesLike(a);
  return elementwisePair("variate.angleBetween", x, y, (a, b) => tf.tidy(() => radians(turnsBetween(a, b))), (a, b) => [unit(a), tf.neg(unit(b))]);
}

/**
 * 1 − cos(x − y), elementwise; broadcasts: 0 where the angles are the same. Relative error below 1e-6 of any float32 angles.
 *
 * Gradient: sin(x − y) in x, less that in y, as exact; derivatives of every order.
 */
export function versine(x: NumericInput, y: NumericInput): tf.Tensor {
  return elementwisePair("variate.versine", x, y, (a, b) => tf.tidy(() => {
    const { near, angle } = nearest(a, b);
    const half = tf.mul(2, tf.square(tf.sin(tf.mul(0.5, angle))));
    return select(near, half, tf.sub(2, half));
  }), (a, b) => [() => sineBetween(a, b), () => sineBetween(b, a)]);
}

function sineBetween(x: tf.Tensor, y: tf.Tensor): tf.Tensor {
  return elementwisePair("variate.sineBetween", x, y, (a, b) => tf.tidy(() => {
    const { near, angle } = nearest(a, b);
    return tf.sin(select(near, angle, tf.neg(angle)));
  }), (a, b) => {
    const cosine = tf.sub(1, versine(a, b));
    return [cosine, tf.neg(cosine)];
  });
}

/** The angle to whichever of the same and the opposite direction is nearer. */
function nearest(x: tf.Tensor, y: tf.Tensor): { near: tf.Tensor; angle: tf.Tensor } {
  const { value, error } = turnsBetween(x, y);
  const near = isLess(tf.abs(value), 0.25);
  return { near, angle: radians({ value: select(near, value, tf.sub(value, tf.mul(0.5, tf.sign(value)))), error }) };
}

const radians = ({ value, error }: Rounded): tf.Tensor => tf.mul(2 * Math.PI, tf.add(value, error));

/** (x − y) / 2π less whole numbers. */
function turnsBetween(x: tf.Tensor, y: tf.Tensor): Rounded {
  const [a, b] = [turns(x), turns(y)];
  const { value, error } = exactSum(a.value, tf.neg(b.value));
  return { value: tf.sub(value, tf.round(value)), error: tf.add(error, tf.sub(a.error, b.error)) };
}

const INVERSE = 1 / (2 * Math.PI);
// 1 / 2π in binary, 192 digits behind the point, after as many zeros as the smallest angle that is reduced needs.
const DIGITS = 12;
const LEAST = -22;
const LARGEST = 104;
const INVERSE_DIGITS = "0x28be60db9391054a7f09d5f47d4d377036d8a5664f10e410";

/** x / 2π, from 4 on less whole numbers. */
function turns(x: tf.Tensor): Rounded {
  const size = tf.abs(x);
  const small = isLess(size, 4);
  const product = exactProduct(x, tf.scalar(INVERSE));
  const own = { value: product.value, error: tf.add(product.error, tf.mul(x, INVERSE - Math.fround(INVERSE))) };
  // Elsewhere |x| is m 2ᵉ with m whole, and what is whole of m times the digits of 2ᵉ / 2π is left out.
  const exponent = tf.minimum(tf.floor(tf.sub(tf.mul(tf.log(select(small, 4, size)), 1 / Math.LN2), 23 + 1e-4)), LARGEST);
  const m = tf.div(size, tf.pow(2, exponent));
  const high = tf.floor(tf.mul(m, 2 ** -DIGITS));
  const low = tf.sub(m, tf.mul(high, 2 ** DIGITS));
  const index = tf.cast(tf.sub(exponent, LEAST), "int32");
  table ??= digitTable();
  const digits = table.map((own) => tf.gather(tf.tensor1d(own, "float32"), index));
  let value: tf.Tensor = tf.zerosLike(x);
  let error: tf.Tensor = tf.zerosLike(x);
  for (let j = 1; j < digits.length; j++) {
    for (const [part, digit] of [[low, digits[j - 1]], [high, digits[j]]] as [tf.Tensor, tf.Tensor][]) {
      const term = tf.mul(tf.mul(part, digit), 2 ** (-DIGITS * j));
      if (j === 1) value = tf.add(value, tf.sub(term, tf.floor(term)));
      else if (j > 3) error = tf.add(error, term);
      else {
        const sum = exactSum(value, term);
        value = sum.value;
        error = tf.add(error, sum.error);
      }
    }
  }
  const sign = tf.sign(x);
  const pick = (inside: tf.Tensor, reduced: tf.Tensor): tf.Tensor => select(small, inside, tf.mul(sign, reduced));
  return { value: pick(own.value, tf.sub(value, tf.floor(value))), error: pick(own.error, error) };
}

let table: number[][] | undefined;

/** The digits of 2ᵉ / 2π behind the point, twelve binary ones in each of six columns, for e = LEAST … LARGEST. */
function digitTable(): number[][] {
  const binary = BigInt(INVERSE_DIGITS).toString(2).padStart(192 - LEAST, "0");
  return Array.from({ length: 6 }, (_, j) =>
    Array.from({ length: LARGEST + 1 - LEAST }, (__, e) => parseInt(binary.slice(e + j * DIGITS, e + (j + 1) * DIGITS), 2)));
}
