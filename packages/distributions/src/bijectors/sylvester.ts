import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { diagonalPart, formatShape, matmul, setDiagonal, transposeMatrix, triu, type NumericInput } from "@variate/math";
import { arrayOf, real, realVector } from "../constraints.js";
import { readParameters } from "../parameters.js";
import { bijector, type Bijector, type ValueAndLogDet } from "./bijector.js";
import { reflect } from "./householder.js";
import { ofLength } from "./ofLength.js";
import { tanhRoot } from "./tanhRoot.js";
import { dot, lastSlice } from "./vectors.js";

export interface SylvesterParameters {
  readonly reflections: NumericInput;
  readonly outer: NumericInput;
  readonly inner: NumericInput;
  readonly bias: NumericInput;
}

export interface Sylvester extends Bijector<"sylvester"> {
  readonly reflections: Tensor;
  readonly outer: Tensor;
  readonly inner: Tensor;
  readonly bias: Tensor;
}

/**
 * The Sylvester flow with Householder reflections, of vectors: m planar steps at once, in orthogonal coordinates.
 *
 *   y = x + Q R tanh(R̃ Qᵀ x + bias),   log |det J| = Σ log(1 + Rᵢᵢ R̃ᵢᵢ (1 − tanh²))
 *
 * Q holds the first m columns of the product of the reflections; R and R̃ are the upper triangles of `outer` and
 * `inner` with tanh of their diagonals, so that RᵢᵢR̃ᵢᵢ > −1 and the map is invertible. The inverse solves the m equations
 * from the last to the first, each as `planar` does: 24 Newton steps on the device, to 1e-6, with the implicit gradient.
 *
 * @param parameters.reflections - [..., k, n]: k vectors, none of them 0.
 * @param parameters.outer - [..., m, m], m ≤ n. @param parameters.inner - [..., m, m]. @param parameters.bias - [..., m].
 * @throws If the sizes do not fit together, or the batches do not broadcast.
 *
 * Reference: van den Berg, Hasenclever, Tomczak and Welling (2018), "Sylvester normalizing flows", §3.
 */
export function sylvester(parameters: SylvesterParameters): Sylvester {
  const matrix = arrayOf(real, 2);
  const constraints = { reflections: matrix, outer: matrix, inner: matrix, bias: realVector };
  const { tensors, batchShape } = readParameters("sylvester", constraints, parameters, checkSizes);
  const { reflections, outer, inner, bias } = tensors;
  const [n, m] = [reflections.shape.at(-1) as number, bias.shape.at(-1) as number];
  const sized = ofLength(n);
  /** Q, [..., n, m]. */
  const basis = (): Tensor => {
    const count = reflections.shape.at(-2) as number;
    let columns: Tensor = tf.eye(m, n);
    for (let i = count - 1; i >= 0; i--) {
      const lead = reflections.shape.slice(0, -2);
      columns = reflect(columns, tf.slice(reflections, [...lead.map(() => 0), i, 0], [...lead, 1, n]));
    }
    return transposeMatrix(columns);
  };
  const apply = (a: Tensor, x: Tensor): Tensor => tf.squeeze(matmul(a, tf.expandDims(x, -1)), [-1]);
  const logDet = (t: Tensor, r: Tensor, rTilde: Tensor): Tensor => {
    const product = tf.mul(diagonalPart(r), diagonalPart(rTilde));
    return tf.sum(tf.log(tf.add(1, tf.mul(product, tf.mul(tf.sub(1, t), tf.add(1, t))))), -1);
  };
  const forwardBoth = (x: Tensor): ValueAndLogDet => {
    const [q, r, rTilde] = [basis(), factor(outer), factor(inner)];
    const t = tf.tanh(tf.add(apply(rTilde, apply(transposeMatrix(q), x)), bias));
    return { value: tf.add(x, apply(q, apply(r, t))), logDet: logDet(t, r, rTilde) };
  };
  const inverseBoth = (y: Tensor): ValueAndLogDet => {
    const [q, r, rTilde] = [basis(), factor(outer), factor(inner)];
    const t = activations(apply(transposeMatrix(q), y), r, rTilde, bias);
    return { value: tf.sub(y, apply(q, apply(r, t))), logDet: tf.neg(logDet(t, r, rTilde)) };
  };
  return bijector(
    {
      name: "sylvester", domain: realVector, codomain: realVector, batchShape, constraints, remake: sylvester,
      forward: (x) => forwardBoth(x).value,
      inverse: (y) => inverseBoth(y).value,
      forwardLogDet: (x) => forwardBoth(x).logDet,
      forwardBoth, inverseBoth, forwardShape: sized, inverseShape: sized,
    },
    tensors,
  );
}

const factor = (x: Tensor): Tensor => setDiagonal(triu(x), tf.tanh(diagonalPart(x)));

/** tanh(R̃ z + b) where z + R tanh(R̃ z + b) = w, one coordinate after the other, from the last. */
function activations(w: Tensor, r: Tensor, rTilde: Tensor, bias: Tensor): Tensor {
  const m = w.shape.at(-1) as number;
  /** Row i of an upper triangle from column j on. */
  const row = (a: Tensor, i: number, j: number): Tensor => {
    const lead = a.shape.slice(0, -2);
    return tf.squeeze(tf.slice(a, [...lead.map(() => 0), i, j], [...lead, 1, m - j]), [-2]);
  };
  let z: Tensor | undefined;
  let t: Tensor | undefined;
  for (let i = m - 1; i >= 0; i--) {
    const later = (a: Tensor, x: Tensor | undefined): Tensor | number => (x === undefined ? 0 : dot(row(a, i, i + 1), x));
    const [rii, rTildeii] = [lastSlice(row(r, i, i), 0, 1), lastSlice(row(rTilde, i, i), 0, 1)];
    const left = tf.sub(lastSlice(w, i, 1), later(r, t));
    const target = tf.add(tf.add(tf.mul(rTildeii, left), later(rTilde, z)), lastSlice(bias, i, 1));
    const ti = tf.tanh(tanhRoot(target, tf.mul(rii, rTildeii)));
    const zi = tf.sub(left, tf.mul(rii, ti));
    z = z === undefined ? zi : tf.concat([zi, z], -1);
    t = t === undefined ? ti : tf.concat([ti, t], -1);
  }
  return t as Tensor;
}

function checkSizes({ reflections, outer, inner, bias }: Readonly<Record<"reflections" | "outer" | "inner" | "bias", Tensor>>): void {
  const [n, m] = [reflections.shape.at(-1) as number, bias.shape.at(-1) as number];
  const square = [outer, inner].every((a) => a.shape.at(-1) === m && a.shape.at(-2) === m);
  if (square && m >= 1 && m <= n) return;
  throw new Error(
    `sylvester: expected reflections [..., k, n], outer and inner [..., m, m], bias [..., m] with m ≤ n; got ` +
      `${[reflections, outer, inner, bias].map((x) => formatShape(x.shape)).join(", ")}.`,
  );
}
