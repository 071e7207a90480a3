import * as tf from "@tensorflow/tfjs-core";
import { arrayOf, positive, positiveDefinite, type Constraint } from "@variate/distributions";
import * as bijectors from "@variate/distributions/bijectors";
import { treeLeaves, type Params } from "@variate/math";
import { expectNoLeak } from "@variate/testing";
import { everyMethod, gradient, using, type Call, type Table } from "./harness.js";

type AnyBijector = bijectors.Bijector;

/** The tensors that a bijector, or any it is made of, holds. */
function parametersOf(bijector: object): Params {
  const parts = Object.entries(bijector).flatMap(([name, part]): [string, tf.Tensor | Params][] => {
    if (part instanceof tf.Tensor) return [[name, part]];
    const nested = name === "bijector" || name === "bijectors" || Array.isArray(bijector);
    return nested ? [[name, parametersOf(part as object)]] : [];
  });
  return Object.fromEntries(parts);
}

/** Every method with numbers and with tensors, the gradients of both ways, and both sets. */
function everyCapability(bijector: AnyBijector, x: tf.TensorLike): void {
  using(tf.tensor(x, undefined, "float32"), (from) =>
    using(bijector.forward(from), (to) => {
      const [forward, inverse] = [[[x], [from]], [[to.arraySync()], [to]]];
      everyMethod(bijector.name, bijector, {
        forward,
        forwardLogDet: forward,
        forwardWithLogDet: forward,
        inverse,
        inverseLogDet: inverse,
        inverseWithLogDet: inverse,
        forwardShape: [[from.shape]],
        inverseShape: [[to.shape]],
        direction: [[]],
        conditioner: [],
        mapParameters: [],
      });
      for (const [method, at] of [
        ["forward", from],
        ["forwardLogDet", from],
        ["inverse", to],
        ["inverseLogDet", to],
      ] as const) {
        // tfjs refuses a gradient of what does not depend on its input.
        const dependent = (moved: Params): tf.Tensor => {
          const y = bijector[method](moved["at"] as tf.Tensor);
          return tf.add(tf.sum(y), tf.sum(moved["at"] as tf.Tensor));
        };
        expectNoLeak(() => gradient({ at }, dependent), `gradient of ${bijector.name}.${method}`);
      }
      const own = parametersOf(bijector);
      if (treeLeaves(own).length > 0)
        expectNoLeak(
          () => gradient(own, () => tf.addN([tf.sum(bijector.forward(from)), ...treeLeaves(own).map((part) => tf.sum(part))])),
          `gradient of ${bijector.name} in its parameters`,
        );
      expectNoLeak(() => bijector.domain.contains(from), `${bijector.name}.domain.contains`);
      expectNoLeak(() => bijector.codomain.contains(to), `${bijector.name}.codomain.contains`);
    }),
  );
}

/** A bijector that is a constant. */
const constant =
  (bijector: AnyBijector, x: tf.TensorLike): Call =>
  () =>
    everyCapability(bijector, x);

/** A bijector made of numbers, which owns its tensors. */
const made =
  (make: () => AnyBijector, x: tf.TensorLike): Call =>
  () => {
    const bijector = make();
    everyCapability(bijector, x);
    return bijector;
  };

/** A bijector that keeps a caller's tensor, and makes none. */
const ofTensor =
  (make: (parameter: tf.Tensor) => AnyBijector, parameter: tf.TensorLike): Call =>
  () =>
    using(tf.tensor(parameter, undefined, "float32"), (given) => void make(given));

const reached =
  (set: Constraint, x: tf.TensorLike): Call =>
  () => {
    const bijector = bijectors.bijectorTo(set);
    everyCapability(bijector, x);
    return bijector;
  };

const numbers = [-1, 0.25, 2];
const vectors = [
  [0.5, -1, 2],
  [1, 0.25, -0.5],
];
const shares = [0.25, 0.5];
const matrix = [
  [1, 0],
  [0.5, 2],
];
const { affine, affineCoupling, blockwise, chain, exp, planar, shift, stickBreaking } = bijectors;

export const table: Table = {
  affine: [made(() => affine({ shift: 1, scale: [1, 2, 3] }), numbers), ofTensor((given) => affine({ shift: given, scale: given }), 2)],
  affineCoupling: made(
    () => affineCoupling({ size: 3, untouched: 1, conditioner: (x) => ({ shift: tf.concat([x, x], -1), logScale: tf.concat([x, x], -1) }) }),
    vectors,
  ),
  bijectorTo: [reached(positive, numbers), reached(arrayOf(positive, 1), vectors), reached(positiveDefinite, vectors)],
  blockwise: made(() => blockwise({ bijectors: [exp, shift([1, 2])], sizes: [1, 2] }), vectors),
  chain: made(() => chain([shift(1), exp, affine({ shift: 0, scale: -1 })]), numbers),
  choleskyProduct: constant(bijectors.choleskyProduct, [matrix, matrix]),
  correlationCholesky: constant(bijectors.correlationCholesky, vectors),
  coupling: made(
    () => bijectors.coupling({ size: 3, untouched: 1, conditioner: (x) => affine({ shift: 1, scale: tf.exp(x) }) }),
    vectors,
  ),
  cumulativeSum: constant(bijectors.cumulativeSum, vectors),
  exp: constant(exp, numbers),
  fillTriangular: constant(bijectors.fillTriangular, vectors),
  gumbelCdf: made(() => bijectors.gumbelCdf({ loc: 0, scale: [1, 2, 3] }), numbers),
  householder: [made(() => bijectors.householder([1, 2, 3]), vectors), ofTensor(bijectors.householder, [1, 2])],
  identity: constant(bijectors.identity, numbers),
  independent: made(() => bijectors.independent(bijectors.scale([1, 2, 3]), 1), vectors),
  invert: made(() => bijectors.invert(chain([exp, shift(1)])), [0.5, 2]),
  kumaraswamyCdf: made(() => bijectors.kumaraswamyCdf({ concentration1: 2, concentration0: [1, 3] }), shares),
  log: constant(bijectors.log, shares),
  logit: constant(bijectors.logit, shares),
  normalCdf: constant(bijectors.normalCdf, numbers),
  ontoInterval: made(() => bijectors.ontoInterval({ low: -1, high: [1, 2, 3] }), numbers),
  ordered: constant(bijectors.ordered, vectors),
  permute: constant(bijectors.permute([2, 0, 1]), vectors),
  planar: made(() => planar({ u: [1, 0, -1], w: [0.5, 1, 2], bias: 0.5 }), vectors),
  positiveDiagonal: constant(bijectors.positiveDiagonal, [matrix, matrix]),
  power: [made(() => bijectors.power([2, 3]), shares), ofTensor(bijectors.power, 2)],
  radial: made(() => bijectors.radial({ center: [0, 1, 2], alpha: 1, beta: 2 }), vectors),
  rationalQuadraticSpline: made(() => bijectors.rationalQuadraticSpline({ widths: [1, 2, 0], heights: [0, 1, 1], slopes: [0, 1] }), numbers),
  reshape: constant(bijectors.reshape({ from: [3], to: [3, 1] }), vectors),
  scale: [made(() => bijectors.scale([1, 2, 3]), numbers), ofTensor(bijectors.scale, 2)],
  shift: [made(() => shift([1, 2, 3]), numbers), ofTensor(shift, 2)],
  sigmoid: constant(bijectors.sigmoid, numbers),
  softmaxCentered: constant(bijectors.softmaxCentered, vectors),
  softplus: constant(bijectors.softplus, numbers),
  softsign: constant(bijectors.softsign, numbers),
  stickBreaking: constant(stickBreaking, vectors),
  sylvester: made(
    () => bijectors.sylvester({ reflections: [[1, 2, 3]], outer: matrix, inner: matrix, bias: [0, 1] }),
    vectors,
  ),
  tanh: constant(bijectors.tanh, numbers),
  triangularAffine: made(() => bijectors.triangularAffine({ shift: [1, 2], scaleTril: matrix }), matrix),
  weibullCdf: made(() => bijectors.weibullCdf({ scale: [1, 2], concentration: 2 }), shares),
};
