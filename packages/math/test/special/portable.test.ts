import { readFileSync } from "node:fs";
import * as tf from "@tensorflow/tfjs-core";
import { describeOnBackends } from "@variate/testing";
import { expect, it } from "vitest";
import { expm1ByPolynomial } from "../../src/special/expm1.js";
import { log1pByAtanh } from "../../src/special/log1p.js";
import { errorsOf, type Stored } from "./accuracy.js";

const { functions } = JSON.parse(readFileSync(new URL("../reference/special.json", import.meta.url), "utf8")) as {
  functions: Record<"log1p" | "expm1", { x: number[]; y: Stored[] }>;
};

// The forms for backends whose own kernels are not trusted, here on those that are.
describeOnBackends("portable log1p and expm1", () => {
  for (const [name, fn] of [["log1p", log1pByAtanh], ["expm1", expm1ByPolynomial]] as const) {
    it(`${name} is as accurate as the kernel`, () => {
      const { x, y } = functions[name];
      const input = tf.tensor1d(x);
      const result = fn(input);
      expect(errorsOf(result.dataSync(), y, x).relative).toBeLessThan(3e-7);
      tf.dispose([input, result]);
    });
  }
});
