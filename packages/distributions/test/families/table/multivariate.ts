import * as tf from "@tensorflow/tfjs-core";
import { normalDraws } from "@variate/random";
import { multivariateNormal } from "../../../src/index.js";
import { chi2Cdf, normalCdf } from "../distributionFunctions.js";
import type { FamilyRow } from "../row.js";
import { minus, perElement, squares, substitute } from "./vectorProjections.js";

const correlated = (scaleTril: tf.Tensor, noise: tf.Tensor): tf.Tensor => tf.sum(tf.mul(scaleTril, tf.expandDims(noise, -2)), -1);

/** Families of vectors. */
export const multivariate: readonly FamilyRow[] = [
  {
    family: "multivariateNormal", make: multivariateNormal,
    draws: (key, shape, { loc, scaleTril }) => tf.add(loc!, correlated(scaleTril!, normalDraws(key, shape))),
    projections: (draws, d) =>
      perElement(draws, d, ({ loc, scaleTril }) => [
        { name: "squared distance", of: (x) => squares(substitute(scaleTril!, minus(x, loc!))), cdf: (x) => chi2Cdf(x, loc!.length) },
        ...Array.from(loc!, (_, i) => ({
          name: `whitened ${i}`, of: (x: Float64Array) => substitute(scaleTril!, minus(x, loc!))[i] as number, cdf: normalCdf,
        })),
      ]),
  },
];
