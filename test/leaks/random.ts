import * as random from "@variate/random";
import { key, type Table } from "./harness.js";

const shape = [2, 3];

export const table: Table = {
  randomKey: () => random.randomKey(1),
  splitKey: () => random.splitKey(key, 3),
  foldIn: () => random.foldIn(key, 3),
  bitDraws: () => random.bitDraws(key, shape),
  bernoulliArray: () => random.bernoulliArray(key, 0.5, shape),
  bernoulliDraws: [() => random.bernoulliDraws(key, 0.5, shape), () => random.bernoulliDraws(key, [0.1, 0.9], [2])],
  binomialArray: () => random.binomialArray(key, 30, 0.4, shape),
  binomialDraws: () => random.binomialDraws(key, [3, 40, 1e9], { logits: -1 }, shape),
  exponentialArray: () => random.exponentialArray(key, shape),
  exponentialDraws: () => random.exponentialDraws(key, shape),
  gumbelArray: () => random.gumbelArray(key, shape),
  gumbelDraws: () => random.gumbelDraws(key, shape),
  laplaceArray: () => random.laplaceArray(key, shape),
  laplaceDraws: () => random.laplaceDraws(key, shape),
  logGammaArray: () => random.logGammaArray(key, 0.5, shape),
  logGammaDraws: () => random.logGammaDraws(key, [0.5, 1, 2], shape),
  multinomialArray: () => random.multinomialArray(key, 9, [0.2, 0.3, 0.5], shape),
  multinomialDraws: () => random.multinomialDraws(key, [9, 90], [0.2, 0.3, 0.5], shape),
  normalArray: () => random.normalArray(key, shape),
  normalDraws: [() => random.normalDraws(key, shape), () => random.normalDraws(key, [0, 2])],
  poissonArray: () => random.poissonArray(key, 3, shape),
  poissonDraws: () => random.poissonDraws(key, [0.5, 20, 1e9], shape),
  uniformArray: () => random.uniformArray(key, shape),
  uniformDraws: () => random.uniformDraws(key, shape),
  vonMisesArray: () => random.vonMisesArray(key, 2, shape),
  vonMisesDraws: () => random.vonMisesDraws(key, [0, 1, 1e6], shape),
  zipfArray: () => random.zipfArray(key, 2, shape),
  zipfDraws: () => random.zipfDraws(key, [1.01, 1.5, 3], shape),
  permutation: () => random.permutation(key, 5),
  permutationArray: () => random.permutationArray(key, 5),
};
