import * as tf from "@tensorflow/tfjs-core";
import { describeOnBackends, expectClose } from "@variate/testing";
import { test } from "vitest";
import { dirichletMultinomial, gammaPoisson, multinomial, negativeBinomial, poisson, zeroInflatedNegativeBinomial } from "../../src/index.js";

type Tensors = readonly tf.Tensor[];

/** The gradient of an entropy in each of its parameters. */
function expectGradient(entropy: (...parameters: tf.Tensor[]) => tf.Tensor, at: readonly (number | number[])[], want: readonly (number | number[])[]): void {
  const gradients = tf.grads((...own: tf.Tensor[]) => tf.sum(entropy(...own)))(at.map((x) => tf.tensor(x))) as Tensors;
  want.forEach((each, i) => expectClose(gradients[i] as tf.Tensor, each, { relative: 2e-5 }));
}

describeOnBackends("entropies and modes of counts that are computed on the host", () => {
  // Derivatives of sums over all counts, mpmath 1.3, 40 digits.
  test("entropies have the gradients of the sums that they are", () => {
    tf.tidy(() => {
      const byLogits = (r: tf.Tensor, logits: tf.Tensor): tf.Tensor => negativeBinomial({ totalCount: r, logits }).entropy();
      expectGradient(byLogits, [2.5, 0.5], [0.2759742133, 0.8406114188]);
      expectGradient(byLogits, [0.25, 1.5], [3.250774068, 0.5937014601]);
      expectGradient(byLogits, [1000, -3], [0.0005019663277, 0.5254197331]);
      // d/d rate of odds 1 / rate.
      const rate = Math.exp(-0.5);
      expectGradient((a, b) => gammaPoisson({ concentration: a, rate: b }).entropy(), [2.5, rate], [0.2759742133, -0.8406114188 / rate]);
      const zeroInflated = (mean: tf.Tensor, dispersion: tf.Tensor, gateLogits: tf.Tensor): tf.Tensor =>
        zeroInflatedNegativeBinomial({ mean, dispersion, gateLogits }).entropy();
      expectGradient(zeroInflated, [5, 2, 0.5], [0.09325486104, 0.02243838073, -0.6915855119]);
      expectGradient((logits) => multinomial({ totalCount: 20, logits }).entropy(), [[0.25, -1, 1.5]], [[0.1891448996, 0.4866657808, -0.6758106804]]);
      expectGradient((probs) => multinomial({ totalCount: 20, probs }).entropy(), [[0.25, 1, 0.5]], [[1.293417118, -0.3913947697, 0.1360809801]]);
    });
  });

  test("entropies of large counts meet those of the families that they come to", () => {
    tf.tidy(() => {
      const rate = [0.5, 40, 1e5, 3e6, 1e8];
      expectClose(negativeBinomial({ totalCount: 1e20, logits: rate.map((m) => Math.log(m / 1e20)) }).entropy(), poisson({ rate }).entropy(), { relative: 1e-5 });
      // ½ log((2πe)² n² p₁ p₂ p₃), to 1 / n.
      const n = 1e9;
      expectClose(multinomial({ totalCount: n, probs: [0.2, 0.3, 0.5] }).entropy(), Math.log(2 * Math.PI * Math.E * n) + 0.5 * Math.log(0.03));
    });
  });

  test("modes of large counts are found, one for each element of the batch", () => {
    tf.tidy(() => {
      expectClose(multinomial({ totalCount: [1e6, 3], probs: [[0.2, 0.3, 0.5], [1, 0, 2]] }).mode(), [[2e5, 3e5, 5e5], [1, 0, 2]]);
      // Above 1 the weights are α − 1; with none above 1 every count is of the largest.
      expectClose(dirichletMultinomial({ totalCount: 10, concentration: [[0.5, 3, 9], [0.5, 0.25, 0.75]] }).mode(), [[0, 2, 8], [0, 0, 10]]);
    });
  });
});
