import * as tf from "@tensorflow/tfjs-core";
import { logGammaDraws } from "@variate/random";
import { chi, chi2, gamma, inverseGamma } from "../../../src/index.js";
import type { FamilyRow } from "../row.js";

const logGammas: (concentration: tf.Tensor, ...rest: Parameters<NonNullable<FamilyRow["draws"]>>) => tf.Tensor = (a, key, shape) =>
  logGammaDraws(key, tf.broadcastTo(a, shape).dataSync(), shape);

/** Families of which a power is gamma distributed. */
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
    family: "chi2", make: chi2, pathwise: "implicit",
    draws: (key, shape, parameters) => tf.mul(2, tf.exp(logGammas(tf.mul(0.5, parameters["df"]!), key, shape, parameters))),
  },
  {
    family: "chi", make: chi, pathwise: "implicit",
    draws: (key, shape, parameters) => tf.sqrt(tf.mul(2, tf.exp(logGammas(tf.mul(0.5, parameters["df"]!), key, shape, parameters)))),
  },
];
