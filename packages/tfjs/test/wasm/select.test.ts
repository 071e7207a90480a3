import * as tf from "@tensorflow/tfjs-core";
import { describeOnBackends, expectClose } from "@variate/testing";
import { expect, test } from "vitest";

describeOnBackends("where", () => {
  test("a result without elements leaves the memory behind it alone", () => {
    tf.tidy(() => {
      const mask = tf.fill([1, 200], 1, "bool") as tf.Tensor2D;
      const empty = tf.zeros([0, 200]);
      // Every other place is free, so that results lie between numbers that are in use.
      const numbers = Array.from({ length: 200 }, (_, i) => tf.fill([2], i));
      const kept = numbers.filter((x, i) => i % 2 === 0 || x.dispose());
      for (let i = 0; i < 20; i++) expect(tf.where(mask, empty, empty).shape).toEqual([0, 200]);
      kept.forEach((x, i) => expectClose(x, [2 * i, 2 * i]));
    });
  });
}, ["wasm"]);
