import * as tf from "@tensorflow/tfjs-core";
import { logGammaDraws, normalDraws, splitKey, uniformDraws, type RandomKey } from "@variate/random";
import { chi, chi2, gamma, inverseGamma, inverseGaussian } from "../../../src/index.js";
import type { FamilyRow } from "../row.js";

const logGammas: (concentration: tf.Tensor, ...rest: Parameters<NonNullable<FamilyRow["draws"]>>) => tf.Tensor = (a, key, shape) =>
  logGammaDraws(key, tf.broadcastTo(a, shape).dataSync(), shape);

/** Families of which a power is gamma distributed, and one of other times. */
export const gammas: readonly FamilyRow[] = [
  {
    family: "gamma", make: gamma, pathwise: "implicit",
    draws: (key, shape, parameters) => tf.div(tf.exp(logGammas(parameters["concentration"]!, key, shape, parameters)), parameters["rate"]!),
  },
  {
    family: "inverseGamma", make: inverseGamma, pathwise: "implicit",
    draws: (key, shape, parameters) => tf.div(parameters["scale"]!, tf.exp(logGammas(parameters["concentration"]!, key, shape, parameters))),
  },
  {
    family: "inverseGaussian", make: inverseGaussian, pathwise: "implicit",
    draws: (key, shape, { loc, concentration }) => {
      const [first, second] = splitKey(key, 2) as [RandomKey, RandomKey];
      const w = tf.mul(tf.div(loc!, tf.mul(2, concentration!)), tf.square(normalDraws(first, shape)));
      const q = tf.add(tf.add(1, w), tf.sqrt(tf.mul(w, tf.add(w, 2))));
      return tf.where(tf.lessEqual(uniformDraws(second, shape), tf.div(q, tf.add(1, q))), tf.div(loc!, q), tf.mul(loc!, q));
    },
  },
  {
    family: "chi2", make: chi2, pathwise: "implicit",
    draws: (key, shape, parameters) => tf.mul(2, tf.exp(logGammas(tf.mul(0.5, parameters["df"]!), key, shape, parameters))),
  },
  {
    family: "chi", make: chi, pathwise: "implicit",
    draws: (key, shape, parameters) => tf.sqrt(tf.mul(2, tf.exp(logGammas(tf.mul(0.5, parameters["df"]!), key, shape, parameters)))),
  },
];
