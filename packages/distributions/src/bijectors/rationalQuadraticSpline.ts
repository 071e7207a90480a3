import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { formatShape, isBetween, isGreaterEqual, select, softplus, type NumericInput } from "@variate/math";
import { real, realVector } from "../constraints.js";
import { readParameters } from "../parameters.js";
import { bijector, type Bijector, type Monotone, type ValueAndLogDet } from "./bijector.js";
import { lastSlice } from "./vectors.js";

export interface RationalQuadraticSplineParameters {
  readonly widths: NumericInput;
  readonly heights: NumericInput;
  readonly slopes: NumericInput;
  /** The spline acts on [−bound, bound]. Default 1. */
  readonly bound?: number;
  /** Least share of a bin in the interval, both ways; below 1 / K. Default 1e-3. */
  readonly minBinSize?: number;
  /** Least slope at a knot. Default 1e-3. */
  readonly minSlope?: number;
}

export interface RationalQuadraticSpline extends Bijector<"rationalQuadraticSpline">, Monotone {
  readonly widths: Tensor;
  readonly heights: Tensor;
  readonly slopes: Tensor;
  readonly bound: number;
  readonly minBinSize: number;
  readonly minSlope: number;
}

/**
 * A rising spline of K rational quadratic pieces on [−bound, bound], the identity outside, elementwise. With ξ in [0, 1]
 * the place in a bin of width w and height h, s = h / w, and slopes d₀, d₁ at its ends:
 *
 *   y = y₀ + h (s ξ² + d₀ ξ (1 − ξ)) / D,   D = s + (d₀ + d₁ − 2s) ξ (1 − ξ)
 *   dy/dx = s² (d₁ ξ² + 2 s ξ (1 − ξ) + d₀ (1 − ξ)²) / D²
 *
 * The inverse solves a quadratic, by the root that adds. Parameters are unconstrained, and all zeros give the identity.
 *
 * @param parameters.widths - [..., K]: logits of the bins' shares of the interval along x.
 * @param parameters.heights - [..., K]: the same along y.
 * @param parameters.slopes - [..., K − 1]: slopes at the inner knots, through softplus, 1 at 0; at the outer ones they are 1.
 * @throws If the numbers of bins differ or the batches do not broadcast, or if K bins of `minBinSize` do not fit.
 *
 * Reference: Durkan, Bekasov, Murray and Papamakarios (2019), "Neural spline flows", §3.1; Gregory and Delbourgo (1982).
 */
export function rationalQuadraticSpline(parameters: RationalQuadraticSplineParameters): RationalQuadraticSpline {
  const { widths, heights, slopes, bound = 1, minBinSize = 1e-3, minSlope = 1e-3 } = parameters;
  const constraints = { widths: realVector, heights: realVector, slopes: realVector };
  const { tensors, batchShape } = readParameters("rationalQuadraticSpline", constraints, { widths, heights, slopes }, (given) => {
    const count = given.widths.shape.at(-1) as number;
    if (given.heights.shape.at(-1) !== count || given.slopes.shape.at(-1) !== count - 1 || count < 2) {
      throw new Error(
        `rationalQuadraticSpline: expected widths and heights [..., K] and slopes [..., K − 1] with K ≥ 2; got ` +
          `${[given.widths, given.heights, given.slopes].map((x) => formatShape(x.shape)).join(", ")}.`,
      );
    }
    if (!(bound > 0) || !(minSlope > 0 && minSlope < 1) || !(minBinSize >= 0 && minBinSize * count < 1)) {
      throw new Error(
        `rationalQuadraticSpline: expected a positive bound, minSlope between 0 and 1 and ${count} bins of minBinSize to fit in 1; ` +
          `got ${bound}, ${minSlope} and ${minBinSize}.`,
      );
    }
  });
  const bins = (): Bins => {
    const [x, y] = [knots(tensors.widths, bound, minBinSize), knots(tensors.heights, bound, minBinSize)];
    // softplus(0 + offset) + minSlope is 1.
    const inner = tf.add(softplus(tf.add(tensors.slopes, Math.log(Math.expm1(1 - minSlope)))), minSlope);
    const edge = tf.onesLike(lastSlice(inner, 0, 1));
    return { x, y, slopes: tf.concat([edge, inner, edge], -1) };
  };
  const forwardBoth = (x: Tensor): ValueAndLogDet => {
    const inside = isBetween(x, -bound, bound);
    const all = bins();
    const bin = find(all, all.x, select(inside, x, 0));
    return finish(inside, x, bin.y0, bin, tf.div(tf.sub(bin.at, bin.x0), bin.width));
  };
  const inverseBoth = (y: Tensor): ValueAndLogDet => {
    const inside = isBetween(y, -bound, bound);
    const all = bins();
    const bin = find(all, all.y, select(inside, y, 0));
    const rise = tf.div(tf.sub(bin.at, bin.y0), bin.height);
    // a ξ² + b ξ + c = 0, divided by the height.
    const bend = tf.mul(rise, tf.sub(tf.add(bin.d0, bin.d1), tf.mul(2, bin.s)));
    const a = tf.add(tf.sub(bin.s, bin.d0), bend);
    const b = tf.sub(bin.d0, bend);
    const c = tf.neg(tf.mul(bin.s, rise));
    const root = tf.sqrt(tf.sub(tf.square(b), tf.mul(4, tf.mul(a, c))));
    const share = tf.div(tf.mul(-2, c), tf.add(b, root));
    const { logDet } = finish(inside, y, bin.y0, bin, share);
    return { value: select(inside, tf.add(bin.x0, tf.mul(share, bin.width)), y), logDet: tf.neg(logDet) };
  };
  return bijector(
    {
      name: "rationalQuadraticSpline", domain: real, codomain: real, batchShape, constraints,
      remake: (given: Pick<RationalQuadraticSplineParameters, "widths" | "heights" | "slopes">) =>
        rationalQuadraticSpline({ ...given, bound, minBinSize, minSlope }),
      forward: (x) => forwardBoth(x).value,
      inverse: (y) => inverseBoth(y).value,
      forwardLogDet: (x) => forwardBoth(x).logDet,
      forwardBoth, inverseBoth,
    },
    { ...tensors, bound, minBinSize, minSlope, direction: () => 1 },
  );
}

/** Knots along x and y, and slopes at them: [..., K + 1] each. */
interface Bins {
  readonly x: Tensor;
  readonly y: Tensor;
  readonly slopes: Tensor;
}

/** The bin that each element `at` lies in. */
interface Bin {
  readonly at: Tensor;
  readonly x0: Tensor;
  readonly y0: Tensor;
  readonly width: Tensor;
  readonly height: Tensor;
  readonly d0: Tensor;
  readonly d1: Tensor;
  readonly s: Tensor;
}

/** −bound, …, bound, with steps in the proportions of softmax(logits), none below `least` of the whole. */
function knots(logits: Tensor, bound: number, least: number): Tensor {
  const count = logits.shape.at(-1) as number;
  const shares = tf.add(tf.mul(tf.softmax(logits), 1 - least * count), least);
  const sums = tf.cumsum(lastSlice(shares, 0, count - 1), shares.rank - 1);
  const edge = tf.zerosLike(lastSlice(logits, 0, 1));
  // The last knot is the bound itself, not a sum that rounding leaves beside it.
  return tf.concat([tf.sub(edge, bound), tf.mul(tf.sub(tf.mul(2, sums), 1), bound), tf.add(edge, bound)], -1);
}

/** Picks by a mask and a sum, which every backend can differentiate, where a gather would scatter. */
function find(bins: Bins, along: Tensor, at: Tensor): Bin {
  const count = (along.shape.at(-1) as number) - 1;
  const reached = tf.cast(isGreaterEqual(tf.expandDims(at, -1), lastSlice(along, 1, count - 1)), "float32");
  const edge = tf.onesLike(lastSlice(reached, 0, 1));
  const chosen = tf.sub(tf.concat([edge, reached], -1), tf.concat([reached, tf.zerosLike(edge)], -1));
  const pick = (values: Tensor, from: 0 | 1): Tensor => tf.sum(tf.mul(chosen, lastSlice(values, from, count)), -1);
  const [x0, y0, x1, y1] = [pick(bins.x, 0), pick(bins.y, 0), pick(bins.x, 1), pick(bins.y, 1)];
  const [width, height] = [tf.sub(x1, x0), tf.sub(y1, y0)];
  return { at, x0, y0, width, height, d0: pick(bins.slopes, 0), d1: pick(bins.slopes, 1), s: tf.div(height, width) };
}

/** The value at share ξ of a bin and log dy/dx there; `outside` and 0 where the element lies in no bin. */
function finish(inside: Tensor, outside: Tensor, y0: Tensor, { height, d0, d1, s }: Bin, share: Tensor): ValueAndLogDet {
  const rest = tf.sub(1, share);
  const mixed = tf.mul(share, rest);
  const denominator = tf.add(s, tf.mul(tf.sub(tf.add(d0, d1), tf.mul(2, s)), mixed));
  const rise = tf.div(tf.add(tf.mul(s, tf.square(share)), tf.mul(d0, mixed)), denominator);
  const slope = tf.add(tf.mul(d1, tf.square(share)), tf.add(tf.mul(2, tf.mul(s, mixed)), tf.mul(d0, tf.square(rest))));
  const logDet = tf.add(tf.mul(2, tf.log(tf.div(s, denominator))), tf.log(slope));
  return { value: select(inside, tf.add(y0, tf.mul(height, rise)), outside), logDet: select(inside, logDet, 0) };
}
