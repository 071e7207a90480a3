import * as tf from "@tensorflow/tfjs-core";
import { bernoulliHead, noProjection } from "@variate/amortized";
import { randomKey } from "@variate/random";
import { describeOnBackends, expectClose } from "@variate/testing";
import { expect, it } from "vitest";
import { describeHead } from "../support/describeHead.js";
import { noise, perturbed } from "../support/describeModule.js";

describeHead("bernoulliHead", {
  head: bernoulliHead([4]),
  eventShape: [4],
  params: { "logits.weight": [3, 4], "logits.bias": [4] },
});
describeHead("bernoulliHead of an image, without projection", {
  head: bernoulliHead([3, 2, 1], { projection: noProjection }),
  featureShape: [3, 2, 1],
  eventShape: [3, 2, 1],
  params: {},
});

describeOnBackends("bernoulliHead", () => {
  it("takes its logits from one linear layer", () => {
    const head = bernoulliHead([2])([3]);
    const params = perturbed(head.init(randomKey(1)));
    const x = noise([5, 3]);
    const { weight, bias } = params.logits;
    const logits = Array.from(tf.add(tf.matMul(x as tf.Tensor2D, weight as tf.Tensor2D), bias).dataSync());
    const d = head.apply(params, x);
    expectClose(d.mean(), logits.map((l) => 1 / (1 + Math.exp(-l))));
    const ones = logits.map((l) => -Math.log1p(Math.exp(-l)));
    expectClose(d.logProb(tf.ones([5, 2])), ones.flatMap((l, i) => (i % 2 === 0 ? [l + (ones[i + 1] as number)] : [])));
    expect("rsample" in d).toBe(false);
  });
});
