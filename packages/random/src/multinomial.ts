import * as tf from "@variate/math/tf";
import { formatShape, type Shape } from "@variate/math";
import { binomial } from "./binomialDraw.js";
import { checkedParameter, type DrawParameter } from "./drawParameter.js";
import { drawStream, startStream } from "./drawStream.js";
import { checkedKey, type RandomKey } from "./key.js";
import { encipher } from "./threefry.js";
import { checkedSize } from "./validate.js";

/**
 * Multinomial draws: counts of the categories, along the last axis of `shape`, in `totalCount` trials. Exact, and each
 * draw adds up to its total count.
 *
 * Draw i, row i of the result, depends on block i of `key` alone. With that block as its own key, block k is the key of
 * category k, whose count is the binomial draw (`binomialDraws`) of that key for what the categories before left of the
 * total count and the probability p_k / (p_k + p_{k+1} + …). Equal parameters in another order of the categories give
 * other draws.
 *
 * @param totalCount - Whole numbers; one for all draws, or an array whose length divides their number.
 * @param probs - Row-major, categories last, not negative; rows count in proportion to their sum and repeat along the
 *   leading axes. A draw with an illegal total count, a negative or infinite entry, or a row without a positive one is
 *   NaN throughout.
 * @param shape - Of the result: its last axis is the number of categories.
 * @returns A float32 tensor of shape `shape`. Counts above 2²⁴ are rounded to float32, and then need not add up.
 * @throws If `shape` has no last axis, or `probs` or `totalCount` cannot be repeated to fill it.
 */
export function multinomialDraws(
  key: RandomKey,
  totalCount: DrawParameter,
  probs: ArrayLike<number>,
  shape: Shape,
): tf.Tensor {
  return tf.tensor(Float32Array.from(multinomials("multinomialDraws", key, totalCount, probs, shape)), shape as number[]);
}

/** The values of `multinomialDraws`, row-major, before they are rounded to float32. Up to 2⁵³ they add up. */
export function multinomialArray(
  key: RandomKey,
  totalCount: DrawParameter,
  probs: ArrayLike<number>,
  shape: Shape,
): Float64Array {
  return multinomials("multinomialArray", key, totalCount, probs, shape);
}

function multinomials(
  caller: string,
  key: RandomKey,
  totalCount: DrawParameter,
  probs: ArrayLike<number>,
  shape: Shape,
): Float64Array {
  const size = checkedSize(caller, shape);
  const categories = shape[shape.length - 1] ?? 0;
  const rows = categories === 0 ? 0 : size / categories;
  if (shape.length === 0 || (size > 0 && (probs.length === 0 || probs.length % categories !== 0 || size % probs.length !== 0))) {
    throw new Error(
      `${caller}: expected rows of probabilities, as long as the last axis, that divide the draws of shape ` +
        `${formatShape(shape)}; got ${probs.length} probabilities.`,
    );
  }
  const counts = checkedParameter(caller, "total counts", totalCount, rows, shape.slice(0, -1));
  const { high, low } = checkedKey(caller, key);
  const highs = new Uint32Array(rows);
  const lows = new Uint32Array(rows);
  encipher(high, low, 0, highs, lows);
  const draws = new Float64Array(size);
  const draw = conditionalDraws(categories);
  for (let i = 0; i < rows; i++) {
    const start = i * categories;
    draw(highs[i] as number, lows[i] as number, counts[i % counts.length] as number, probs, start % probs.length, draws, start);
  }
  return draws;
}

/** A function that writes one row of draws, with the room it works in. */
function conditionalDraws(categories: number) {
  const stream = drawStream(0, 0);
  const highs = new Uint32Array(categories);
  const lows = new Uint32Array(categories);
  // after[k] is p_{k+1} + p_{k+2} + …, added from the end, not subtracted from 1: it is 0 after the last category with a
  // chance, which so gets the rest.
  const after = new Float64Array(categories);
  return (high: number, low: number, total: number, probs: ArrayLike<number>, from: number, draws: Float64Array, to: number): void => {
    let sum = 0;
    let legal = true;
    for (let k = categories - 1; k >= 0; k--) {
      const p = probs[from + k] as number;
      legal &&= p >= 0;
      after[k] = sum;
      sum += p;
    }
    if (!(legal && sum > 0 && sum < Infinity)) {
      draws.fill(NaN, to, to + categories);
      return;
    }
    encipher(high, low, 0, highs, lows);
    let left = total;
    for (let k = 0; k < categories; k++) {
      startStream(stream, highs[k] as number, lows[k] as number);
      const p = probs[from + k] as number;
      const both = p + (after[k] as number);
      // After the last category with a chance nothing is left: 0 of 0.
      draws[to + k] = both > 0 ? binomial(stream, left, p / both, (after[k] as number) / both) : left;
      left -= draws[to + k] as number;
    }
  };
}
