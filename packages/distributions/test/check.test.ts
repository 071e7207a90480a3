import * as tf from "@tensorflow/tfjs-core";
import { describeOnBackends } from "@variate/testing";
import { expect, test } from "vitest";
import {
  bernoulli,
  categorical,
  checkParameters,
  checkValue,
  independent,
  multivariateNormal,
  normal,
  oneHotCategorical,
  uniform,
} from "../src/index.js";

describeOnBackends("checkParameters", () => {
  test("names the family, the parameter, the set and the first offender", () => {
    tf.tidy(() => {
      expect(() => checkParameters(normal({ loc: 0, scale: [1, 2, -1] }))).toThrow(
        "checkParameters: expected normal.scale to hold positive numbers; got -1 at [2].",
      );
      expect(() => checkParameters(normal({ loc: NaN, scale: 1 }))).toThrow("checkParameters: expected normal.loc to hold finite numbers; got NaN.");
      expect(() => checkParameters(bernoulli({ probs: 1.5 }))).toThrow(/bernoulli.probs to hold numbers in \[0, 1\]; got 1.5/);
      expect(() => checkParameters(uniform({ low: [0, 1], high: 1 }))).toThrow(/uniform.high to hold numbers above low; got 1/);
      expect(() => checkParameters(categorical({ probs: [[1, 1], [0.5, -0.5]] }))).toThrow(/categorical.probs to hold vectors of numbers of 0 or more, not all 0; got \[0.5, -0.5\] at \[1\]/);
      expect(() => checkParameters(categorical({ probs: [0, 0] }))).toThrow(/not all 0; got \[0, 0\]\./);
      expect(() => checkParameters(categorical({ logits: [NaN, 0] }))).toThrow(/categorical.logits/);
      expect(() => checkParameters(multivariateNormal({ loc: [0, 0], scaleTril: [[1, 1], [0, 1]] }))).toThrow(/lower-triangular matrices with a positive diagonal; got \[1, 1, 0, 1\]/);
      expect(() => checkParameters(multivariateNormal({ loc: [0, 0], scaleTril: [[1, 0], [0, 0]] }))).toThrow(/lower-triangular/);
    });
  });

  test("looks into what a distribution is made of", () => {
    tf.tidy(() => {
      expect(() => checkParameters(independent(normal({ loc: [0, 1], scale: 0 }), 1))).toThrow(/normal.scale/);
      checkParameters(independent(normal({ loc: [0, 1], scale: 1 }), 1));
      checkParameters(categorical({ logits: [0, -Infinity] }));
      checkParameters(categorical({ probs: [3, 0] }));
    });
  });
});

describeOnBackends("checkValue", () => {
  test("names the family, the set and the first offender", () => {
    tf.tidy(() => {
      expect(() => checkValue(bernoulli({ probs: 0.5 }), [0, 1, 1, 0.5])).toThrow("checkValue: expected values of bernoulli to hold 0 or 1; got 0.5 at [3].");
      expect(() => checkValue(categorical({ probs: [1, 1, 1] }), 3)).toThrow(/integers from 0 to 2; got 3\./);
      expect(() => checkValue(categorical({ probs: [1, 1, 1] }), 0.5)).toThrow(/integers from 0 to 2/);
      expect(() => checkValue(oneHotCategorical({ probs: [1, 1, 1] }), [1, 1, 0])).toThrow(/one-hot vectors; got \[1, 1, 0\]/);
      expect(() => checkValue(uniform({ low: 0, high: [1, 2] }), 1.5)).toThrow(/numbers in \[low, high\]; got 1.5 at \[0\]/);
      expect(() => checkValue(normal({ loc: 0, scale: 1 }), Infinity)).toThrow(/finite numbers/);
      expect(() => checkValue(independent(bernoulli({ probs: [0.5, 0.5] }), 1), [[0, 1], [1, 2]])).toThrow(/0 or 1; got \[1, 2\] at \[1\]/);
      expect(() => checkValue(normal({ loc: [0, 1], scale: 1 }), [0, 1, 2])).toThrow(/^checkValue: expected a value that broadcasts/);
    });
  });

  test("accepts what is in the support", () => {
    tf.tidy(() => {
      checkValue(uniform({ low: 0, high: [1, 2] }), 0.5);
      checkValue(categorical({ probs: [1, 1, 1] }), tf.tensor1d([0, 2, 1], "int32"));
      checkValue(independent(bernoulli({ probs: [0.5, 0.5] }), 1), [0, 1]);
    });
  });
});
