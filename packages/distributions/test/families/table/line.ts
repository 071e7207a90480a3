import * as tf from "@tensorflow/tfjs-core";
import { normalDraws, uniformDraws } from "@variate/random";
import { normal, uniform } from "../../../src/index.js";
import type { FamilyRow } from "../row.js";

/** Families of the whole line, of half of it and of its intervals, whose draws are made of one base draw or two. */
export const line: readonly FamilyRow[] = [
  {
    family: "normal", make: normal,
    draws: (key, shape, { loc, scale }) => tf.add(loc!, tf.mul(scale!, normalDraws(key, shape))),
  },
  {
    family: "uniform", make: uniform,
    draws: (key, shape, { low, high }) => tf.add(low!, tf.mul(tf.sub(high!, low!), uniformDraws(key, shape))),
  },
];
