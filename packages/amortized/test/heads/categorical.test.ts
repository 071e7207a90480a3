import * as tf from "@tensorflow/tfjs-core";
import { categoricalHead, noProjection, oneHotCategoricalHead } from "@variate/amortized";
import { randomKey } from "@variate/random";
import { describeOnBackends, expectClose } from "@variate/testing";
import { describe, expect, it } from "vitest";
import { describeHead } from "../support/describeHead.js";
import { noise, perturbed } from "../support/describeModule.js";

describeHead("categoricalHead, a classifier", {
  head: categoricalHead([], 3),
  featureShape: [2],
  eventShape: [],
  params: { "logits.weight": [2, 3], "logits.bias": [3] },
});
describeHead("categoricalHead of two axes", {
  head: categoricalHead([2, 2], 3),
  eventShape: [2, 2],
  params: { "logits.weight": [3, 12], "logits.bias": [12] },
});
describeHead("oneHotCategoricalHead", {
  head: oneHotCategoricalHead([2], 3),
  eventShape: [2, 3],
  params: { "logits.weight": [3, 6], "logits.bias": [6] },
});
describeHead("oneHotCategoricalHead, without projection", {
  head: oneHotCategoricalHead([], 3, { projection: noProjection }),
  eventShape: [3],
  params: {},
});

describeOnBackends("categoricalHead", () => {
  it("takes the softmax of its logits, indices and one-hot vectors alike", () => {
    const index = categoricalHead([2], 3)([4]);
    const hot = oneHotCategoricalHead([2], 3)([4]);
    const params = perturbed(index.init(randomKey(1)));
    const x = noise([5, 4]);
    const { weight, bias } = params.logits;
    const logits = tf.reshape(tf.add(tf.matMul(x as tf.Tensor2D, weight as tf.Tensor2D), bias), [5, 2, 3]);
    const p = Array.from(tf.softmax(logits).dataSync());
    const classes = [0, 2, 1, 1, 2, 0, 0, 0, 2, 1];
    const expected = Array.from({ length: 5 }, (_, i) =>
      [0, 1].reduce((total, j) => total + Math.log(p[(2 * i + j) * 3 + (classes[2 * i + j] as number)] as number), 0),
    );
    const value = tf.tensor(classes, [5, 2], "int32");
    expectClose(index.apply(params, x).logProb(value), expected);
    expectClose(hot.apply(params, x).logProb(tf.oneHot(value, 3)), expected);
  });
});

describe("categoricalHead", () => {
  it("refuses a number of classes that is none", () => {
    expect(() => categoricalHead([2], 0)).toThrow("categoricalHead: expected classes to be a positive integer; got 0.");
  });
});
