import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { multivariateNormal, type MultivariateNormal } from "@variate/distributions";
import { diagonalPart, setDiagonal, tidy, tril, type Params } from "@variate/math";
import { splitKey } from "@variate/random";
import { positiveInteger } from "../internal/check.js";
import { childContexts } from "../context.js";
import type { LinearParams } from "../layers/linear.js";
import type { Head } from "../module.js";
import { linearProjection, project, type Projection } from "./projection.js";
import { checkScaleOptions, DEFAULT_FLOOR, positiveScale, type ScaleParameterization } from "./scale.js";

/** The parameters of the two projections: to the mean, and to the n (n + 1) / 2 numbers of the factor. */
export type MultivariateNormalHeadParams<Q extends Params = LinearParams> = { readonly loc: Q; readonly scaleTril: Q };

export interface MultivariateNormalHeadOptions<Q extends Params = Params> {
  /** The function from an unconstrained number to a diagonal element; by default `logVariance`. */
  readonly parameterization?: ScaleParameterization;
  /** Added to the diagonal elements, which so stay above it; at least 0, by default 1e-6. */
  readonly floor?: number;
  /** From features to each parameter; by default `linearProjection`. */
  readonly projection?: Projection<Q>;
}

/**
 * A multivariate normal over vectors, mean and full covariance L Lᵀ projections of the features:
 *
 *   loc = linear(features),   L = the lower triangle filled from linear(features),
 *   its diagonal made positive as `normalHead` makes a scale
 *
 * `init` and `context.key` use `[loc, scaleTril] = splitKey(key, 2)`.
 *
 * @param size - Length n of the vectors.
 * @throws If an option is out of its range, or the projection gives other shapes than [n] and [n (n + 1) / 2].
 */
export function multivariateNormalHead<Q extends Params = LinearParams>(
  size: number,
  options: MultivariateNormalHeadOptions<Q> = {},
): Head<MultivariateNormalHeadParams<Q>, MultivariateNormal> {
  const caller = "multivariateNormalHead";
  const n = positiveInteger(caller, "size", size);
  const { parameterization = "logVariance", floor = DEFAULT_FLOOR } = options;
  checkScaleOptions(caller, parameterization, floor);
  const projection = options.projection ?? (linearProjection as unknown as Projection<Q>);

  return (featureShape) => {
    const loc = project(caller, projection, featureShape, [n]);
    const factor = project(caller, projection, featureShape, [(n * (n + 1)) / 2]);
    return {
      inputShape: featureShape,
      eventShape: [n],
      init: (key) =>
        tidy(() => {
          const [locKey, factorKey] = splitKey(key, 2) as [typeof key, typeof key];
          return { loc: loc.init(locKey), scaleTril: factor.init(factorKey) };
        }),
      apply: (params, features, context) =>
        tidy(() => {
          const [locContext, factorContext] = childContexts(context, ["loc", "scaleTril"]);
          const triangle = fillTriangle(factor.apply(params.scaleTril, features, factorContext), n);
          const diagonal = positiveScale(diagonalPart(triangle), parameterization, floor);
          return multivariateNormal({
            loc: loc.apply(params.loc, features, locContext),
            scaleTril: setDiagonal(triangle, diagonal),
          });
        }),
    };
  };
}

/** [..., n (n + 1) / 2] to lower triangles [..., n, n]. */
function fillTriangle(x: Tensor, n: number): Tensor {
  // All entries but the first n, then all of them reversed, are n² numbers, row by row. The lower triangle of that
  // square holds each entry once (TensorFlow Probability fills its own alike).
  const last = x.rank - 1;
  const begin = x.shape.map((_, axis) => (axis === last ? n : 0));
  const size = x.shape.map((length, axis) => (axis === last ? length - n : length));
  const square = n === 1 ? x : tf.concat([tf.slice(x, begin, size), tf.reverse(x, last)], last);
  return tril(tf.reshape(square, [...x.shape.slice(0, -1), n, n]));
}
