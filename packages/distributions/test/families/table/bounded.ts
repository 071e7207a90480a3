import * as tf from "@tensorflow/tfjs-core";
import { uniformDraws } from "@variate/random";
import { triangular, truncatedNormal } from "../../../src/index.js";
import type { FamilyRow } from "../row.js";

type Make = (parameters: never) => { quantile(p: tf.Tensor): tf.Tensor };

const byQuantile =
  (make: Make): NonNullable<FamilyRow["draws"]> =>
  (key, shape, parameters) =>
    make(parameters as never).quantile(tf.maximum(uniformDraws(key, shape), 2 ** -24));

/** Families of numbers between two bounds. */
export const bounded: readonly FamilyRow[] = [
  { family: "triangular", make: triangular, draws: byQuantile(triangular) },
  { family: "truncatedNormal", make: truncatedNormal, pathwise: "implicit", draws: byQuantile(truncatedNormal) },
];
