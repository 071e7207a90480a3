import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { elementwise, isGreater, log1p, safeWhere, select } from "@variate/math";
import { correlationCholesky as correlationFactors, realVector } from "../constraints.js";
import { bijector, type Bijector, type ValueAndLogDet } from "./bijector.js";
import { entriesOfTriangle, sideOfVector, trianglePlaces, vectorOfSide } from "./fillTriangular.js";
import { logSechSquare } from "./tanh.js";
import { rearrange } from "./vectors.js";

/**
 * From vectors of length n (n − 1) / 2 onto Cholesky factors of n × n correlation matrices. Entries fill the triangle
 * below the diagonal row by row, and each breaks its share, of either sign, off what is left of its row's length 1:
 *
 *   Lᵢⱼ = tanh(xᵢⱼ) √(1 − Σₖ₍ₖ<ⱼ₎ Lᵢₖ²),   Lᵢᵢ = √(1 − Σₖ₍ₖ<ᵢ₎ Lᵢₖ²)
 *   log |det J| = Σᵢ>ⱼ log(1 − tanh²(xᵢⱼ)) + ½ log(1 − Σₖ₍ₖ<ⱼ₎ Lᵢₖ²), in the entries below the diagonal
 *
 * Zeros give the identity. What is left is a product of 1 − tanh² going forward and a sum from the diagonal coming
 * back, never a difference from 1; entries below 1e-19 square to 0.
 *
 * Reference: Lewandowski, Kurowicka and Joe (2009); Stan Reference Manual, "Cholesky factors of correlation matrices".
 */
export const correlationCholesky: Bijector<"correlationCholesky"> = bijector(
  {
    name: "correlationCholesky", domain: realVector, codomain: correlationFactors,
    forward: (x) => factor(x).value,
    inverse: (y) => {
      const n = y.shape[y.rank - 1] as number;
      const squares = tf.square(y);
      const left = tf.cumsum(squares, y.rank - 1, true, true);
      // atanh of a share of what was left is asinh of its ratio to what remains, which does not round to 1. On and above
      // the diagonal nothing remains, and nothing is taken.
      const remaining = isGreater(left, 0);
      const root = safeWhere(remaining, left, tf.sqrt, 0);
      const below = belowDiagonal(n);
      const ratios = tf.div(select(below, y, 0), select(below, root, 1));
      const entries = tf.reshape(ratios, [...y.shape.slice(0, -2), n * n]);
      return asinh(rearrange(entries, entriesOfTriangle(n, 1)));
    },
    forwardLogDet: (x) => factor(x).logDet,
    forwardBoth: factor,
    forwardShape: (event, caller) => sideOfVector(event, caller, 1),
    inverseShape: (event, caller) => vectorOfSide(event, caller, 1),
  },
  {},
);

function factor(x: Tensor): ValueAndLogDet {
  const [n] = sideOfVector(x.shape.slice(-1), "correlationCholesky", 1) as [number];
  const places = trianglePlaces(n, 1);
  const square = (entries: Tensor): Tensor => tf.reshape(rearrange(entries, places), [...x.shape.slice(0, -1), n, n]);
  const logLeft = square(logSechSquare(x));
  const logBefore = tf.cumsum(logLeft, x.rank, true);
  const shares = tf.add(square(tf.tanh(x)), tf.eye(n));
  const halfBelow = tf.mul(0.5, select(belowDiagonal(n), logBefore, 0));
  return { value: tf.mul(shares, tf.exp(tf.mul(0.5, logBefore))), logDet: tf.sum(tf.add(logLeft, halfBelow), [-2, -1]) };
}

function belowDiagonal(n: number): Tensor {
  const mask = Uint8Array.from(trianglePlaces(n, 1), (place) => Number(place >= 0));
  return tf.tensor2d(mask, [n, n], "bool");
}

/** log(x + √(1 + x²)), of either sign. */
function asinh(x: Tensor): Tensor {
  return elementwise(
    "variate.asinh",
    x,
    (v) =>
      tf.tidy(() => {
        const distance = tf.abs(v);
        // Beyond 1e9 the square would overflow, and 1 is nothing beside it.
        const near = tf.minimum(distance, 1e9);
        const root = tf.sqrt(tf.add(1, tf.square(near)));
        const central = log1p(tf.add(near, tf.div(tf.square(near), tf.add(1, root))));
        return tf.mul(tf.sign(v), tf.where(tf.less(distance, 1e9), central, tf.add(tf.log(distance), Math.LN2)));
      }),
    (v) => tf.div(1, tf.sqrt(tf.add(1, tf.square(v)))),
  );
}
