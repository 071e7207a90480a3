import * as tf from "@tensorflow/tfjs-core";
import { laplaceDraws } from "@variate/random";
import { laplace } from "../../../src/index.js";
import type { FamilyRow } from "../row.js";

/** Families of numbers on the line or a part of it. */
export const continuous: readonly FamilyRow[] = [
  {
    family: "laplace", make: laplace,
    draws: (key, shape, { loc, scale }) => tf.add(loc!, tf.mul(scale!, laplaceDraws(key, shape))),
  },
];
