import * as tf from "@tensorflow/tfjs-core";
import type { Nested, Tolerance } from "@variate/testing";
import * as b from "../../src/bijectors/index.js";

export type Tensors = Readonly<Record<string, tf.Tensor>>;

/** One bijector at one setting of its parameters. */
export interface BijectorRow {
  readonly name: string;
  readonly make: (parameters: Tensors) => b.Bijector;
  /** Plain numbers and arrays, with no batch of their own. */
  readonly parameters: Readonly<Record<string, Nested>>;
  /** Trailing axes of each parameter that one element takes; 0 where absent. */
  readonly eventRanks?: Readonly<Record<string, number>>;
  /** Elements of the domain, along one leading axis. */
  readonly x: Nested;
  /** Flat indices of the entries of one element that are its coordinates; all where absent. */
  readonly inputs?: readonly number[];
  readonly outputs?: readonly number[];
  readonly tolerance?: Tolerance;
}

const numbers = [-3, -0.5, 0.25, 2];
const positives = [0.125, 0.5, 1.5, 4];
const shares = [0.0625, 0.25, 0.5, 0.875];
const vectors = [[0.5, -1, 2], [-0.25, 0.75, 1.5]];
const below3 = [0, 3, 4, 6, 7, 8];
const factors = [[[1.5, 0, 0], [0.5, 0.75, 0], [-1, 0.25, 2]], [[0.5, 0, 0], [0, 1, 0], [2, -1, 1.25]]];
const elementwise = (bijector: b.Bijector, x: Nested): BijectorRow => ({ name: bijector.name, make: () => bijector, parameters: {}, x });
const ofVectors = { w: 1, u: 1, center: 1, normal: 1, bias: 0, shift: 1, scaleTril: 2 };
const couple = ({ weight }: Tensors) => (first: tf.Tensor): b.ShiftAndLogScale => {
  const hidden = tf.tanh(tf.mul(tf.sum(first, -1, true), weight as tf.Tensor));
  return { shift: hidden, logScale: tf.mul(0.5, hidden) };
};
/** A spline of three bins whose widths a part of the vector sets. */
const spline = (first: tf.Tensor, weight: tf.Tensor): b.Bijector => {
  const widths = tf.expandDims(tf.mul(tf.sum(first, -1, true), weight), -2);
  return b.rationalQuadraticSpline({ widths, heights: tf.neg(widths), slopes: [1, -0.5], bound: 3 });
};

export const rows: readonly BijectorRow[] = [
  elementwise(b.identity, numbers),
  elementwise(b.exp, numbers),
  elementwise(b.log, positives),
  elementwise(b.sigmoid, numbers),
  elementwise(b.logit, shares),
  elementwise(b.softplus, numbers),
  elementwise(b.tanh, [-1.5, -0.5, 0.25, 1.25]),
  elementwise(b.softsign, numbers),
  elementwise(b.normalCdf, [-2, -0.5, 0.25, 1.5]),
  { name: "affine", make: ({ shift, scale }) => b.affine({ shift: shift as tf.Tensor, scale: scale as tf.Tensor }), parameters: { shift: 1.5, scale: -2 }, x: numbers },
  { name: "scale", make: ({ factor }) => b.scale(factor as tf.Tensor), parameters: { factor: -0.5 }, x: numbers },
  { name: "shift", make: ({ offset }) => b.shift(offset as tf.Tensor), parameters: { offset: 0.75 }, x: numbers },
  { name: "power", make: ({ exponent }) => b.power(exponent as tf.Tensor), parameters: { exponent: 2.5 }, x: [0.5, 0.75, 1.5, 4] },
  { name: "power, falling", make: ({ exponent }) => b.power(exponent as tf.Tensor), parameters: { exponent: -0.5 }, x: positives },
  { name: "ontoInterval", make: (p) => b.ontoInterval(p as never), parameters: { low: -1, high: 3 }, x: numbers },
  { name: "gumbelCdf", make: (p) => b.gumbelCdf(p as never), parameters: { loc: 0.5, scale: 2 }, x: [-1, -0.5, 0.25, 2] },
  { name: "kumaraswamyCdf", make: (p) => b.kumaraswamyCdf(p as never), parameters: { concentration1: 1.5, concentration0: 2.5 }, x: shares },
  { name: "weibullCdf", make: (p) => b.weibullCdf(p as never), parameters: { scale: 2, concentration: 1.5 }, x: positives },
  {
    name: "rationalQuadraticSpline", make: (p) => b.rationalQuadraticSpline({ ...(p as never as b.RationalQuadraticSplineParameters), bound: 3 }),
    parameters: { widths: [0.5, -0.5, 1, 0], heights: [-1, 0.5, 0, 0.25], slopes: [1, -0.5, 0.25] },
    eventRanks: { widths: 1, heights: 1, slopes: 1 }, x: [-4, -2.5, -0.75, 0.25, 1.25, 2.75, 3.5],
  },
  elementwise(b.cumulativeSum, vectors),
  elementwise(b.ordered, vectors),
  { name: "permute", make: () => b.permute([2, 0, 1]), parameters: {}, x: vectors },
  { name: "householder", make: ({ normal }) => b.householder(normal as tf.Tensor), parameters: { normal: [1, -2, 0.5] }, eventRanks: ofVectors, x: vectors },
  {
    name: "triangularAffine", make: (p) => b.triangularAffine(p as never), eventRanks: ofVectors,
    parameters: { shift: [1, 0, -1], scaleTril: [[1.5, 0, 0], [0.5, 0.75, 0], [-1, 0.25, 2]] }, x: vectors,
  },
  { ...elementwise(b.stickBreaking, vectors), outputs: [0, 1, 2] },
  { ...elementwise(b.softmaxCentered, vectors), outputs: [0, 1, 2] },
  { name: "planar", make: (p) => b.planar(p as never), parameters: { u: [0.5, -1, 0.25], w: [1, 0.5, -0.75], bias: 0.25 }, eventRanks: ofVectors, x: vectors },
  { name: "planar, constrained", make: (p) => b.planar(p as never), parameters: { u: [-2, -1, 0.25], w: [1, 0.5, -0.75], bias: 0.25 }, eventRanks: ofVectors, x: vectors },
  { name: "radial", make: (p) => b.radial(p as never), parameters: { center: [0.25, 0.5, -1], alpha: 0.75, beta: 1.5 }, eventRanks: ofVectors, x: vectors },
  { name: "radial, drawing in", make: (p) => b.radial(p as never), parameters: { center: [0.25, 0.5, -1], alpha: 2, beta: -1.5 }, eventRanks: ofVectors, x: vectors },
  {
    name: "sylvester", make: (p) => b.sylvester(p as never),
    parameters: { reflections: [[1, 0.5, -1], [0.25, 1, 0.5]], outer: [[1, 0.5], [0, -1.5]], inner: [[0.5, -0.75], [0, 1]], bias: [0.25, -0.5] },
    eventRanks: { reflections: 2, outer: 2, inner: 2, bias: 1 }, x: vectors,
  },
  {
    name: "affineCoupling", make: (p) => b.affineCoupling({ size: 3, untouched: 1, conditioner: couple(p) }), parameters: { weight: [0.5, -1.25] },
    eventRanks: { weight: 1 }, x: vectors,
  },
  {
    name: "coupling by a spline", eventRanks: { weight: 1 }, x: vectors,
    make: ({ weight }) => b.coupling({ size: 3, untouched: 2, conditioner: (first) => spline(first, weight as tf.Tensor) }), parameters: { weight: [0.5, -1.25, 1] },
  },
  { ...elementwise(b.fillTriangular, [[1, 2, 3, 4, 5, 6], [6, 5, 4, 3, 2, 1]]), outputs: below3 },
  { ...elementwise(b.positiveDiagonal, factors), inputs: below3, outputs: below3 },
  { ...elementwise(b.choleskyProduct, factors), inputs: below3, outputs: below3 },
  { ...elementwise(b.correlationCholesky, vectors), outputs: [3, 6, 7] },
  { name: "reshape", make: () => b.reshape({ from: [6], to: [3, 2] }), parameters: {}, x: [[1, 2, 3, 4, 5, 6]] },
  {
    name: "blockwise", make: ({ shift }) => b.blockwise({ bijectors: [b.exp, b.stickBreaking, b.shift(shift as tf.Tensor)], sizes: [1, 2, 1] }),
    parameters: { shift: 0.5 }, x: [[0.5, -1, 2, 1], [-0.25, 0.75, 1.5, 0]], outputs: [0, 1, 2, 4],
  },
  { name: "chain of numbers", make: ({ shift }) => b.chain([b.shift(shift as tf.Tensor), b.scale(-1), b.exp]), parameters: { shift: 0.5 }, x: numbers },
  { name: "chain of vectors and numbers", make: () => b.chain([b.exp, b.cumulativeSum, b.tanh]), parameters: {}, x: vectors },
  {
    name: "chain into matrices", make: () => b.chain([b.choleskyProduct, b.positiveDiagonal, b.fillTriangular, b.scale(0.5)]), parameters: {},
    x: [[1, 2, 3, -1, 0.5, 0.25], [0.5, 1, -1, -2, 1, 2]], outputs: below3,
  },
  { name: "invert", make: () => b.invert(b.ordered), parameters: {}, x: [[-1, 0.5, 0.75], [0.25, 2, 3.5]] },
  { name: "independent", make: ({ scale }) => b.independent(b.chain([b.scale(scale as tf.Tensor), b.softplus]), 2), parameters: { scale: 2 }, x: [[[1, 2], [-1, 0.5]]] },
];
