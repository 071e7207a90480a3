import { checkGradients } from "@variate/testing";
import { repairGradient, restoreGradient } from "@variate/tfjs";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { gradientRepairs } from "../../src/gradients/index.js";
import { cases, type GradientCase } from "./cases.js";
import { gradientOfSquares } from "./gradientOfSquares.js";

describe("every repair of a gradient is needed: a case fails without it", () => {
  beforeAll(async () => {
    await tf.setBackend("cpu");
  });

  for (const config of gradientRepairs) {
    const { kernelName } = config;
    it(kernelName, () => {
      const own = cases.filter(({ kernels }) => kernels.includes(kernelName));
      restoreGradient(kernelName);
      try {
        expect(own.some((gradientCase) => !passes(gradientCase))).toBe(true);
      } finally {
        repairGradient(config);
      }
    });
  }
});

function passes({ f, inputs, second }: GradientCase): boolean {
  try {
    tf.tidy(() => {
      checkGradients(f, inputs());
      if (second !== false) checkGradients(gradientOfSquares(f), inputs());
    });
    return true;
  } catch {
    return false;
  }
}
