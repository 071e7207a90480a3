import * as tf from "@tensorflow/tfjs-core";
import { independent, normal, standardNormal } from "@variate/distributions";
import { importanceSampling } from "@variate/inference";
import { randomKey } from "@variate/random";
import { describeOnBackends, expectNoLeakAsync } from "@variate/testing";
import { afterAll, beforeAll, expect, it } from "vitest";

/*
 * p(z) = N(0, I_d), p(x|z) = N(z, σ²), so p(x) = N(0, (1 + σ²) I) and p(z|x) = N(x/(1+σ²), σ²/(1+σ²)).
 */
const sigma = 0.5;
const dimensions = 3;
const examples = [
  [0.3, -1.1, 0.7],
  [2.5, 0.1, -1.9],
];
const logEvidence = examples.map((x) =>
  x.reduce((sum, v) => sum - 0.5 * Math.log(2 * Math.PI * (1 + sigma ** 2)) - (0.5 * v * v) / (1 + sigma ** 2), 0),
);

/** The posterior's scale times `widening`: 1 is exact, more than 1 is a safe proposal. */
function model(widening: number) {
  const likelihoodVariance = sigma ** 2;
  return {
    prior: standardNormal([dimensions]),
    posterior: (x: tf.Tensor) =>
      independent(
        normal({
          loc: tf.div(x, 1 + likelihoodVariance),
          scale: tf.fill(x.shape, widening * Math.sqrt(likelihoodVariance / (1 + likelihoodVariance))),
        }),
        1,
      ),
    likelihood: (z: tf.Tensor) => independent(normal({ loc: z, scale: sigma }), 1),
  };
}

describeOnBackends("importance sampling", () => {
  let x: tf.Tensor;
  beforeAll(() => void (x = tf.tensor(examples)));
  afterAll(() => x.dispose());

  it("is exact with one draw when the proposal is the posterior", async () => {
    const result = await importanceSampling(model(1), x, { key: randomKey(0), samples: 3, samplesPerChunk: 2 });
    result.logEvidence.forEach((got, i) => expect(Math.abs(got - (logEvidence[i] as number))).toBeLessThan(1e-5));
    result.effectiveSampleSize.forEach((size) => expect(size).toBeCloseTo(3, 4));
  });

  it("covers the truth at its stated rate: 5 standard errors always, 2 in about 95 of 100", async () => {
    const tall = tf.tile(x, [100, 1]);
    const result = await importanceSampling(model(1.5), tall, { key: randomKey(7), samples: 400, samplesPerChunk: 100 });
    tall.dispose();
    let withinTwo = 0;
    result.logEvidence.forEach((got, i) => {
      const errors = Math.abs(got - (logEvidence[i % 2] as number)) / (result.standardError[i] as number);
      expect(errors).toBeLessThan(5);
      if (errors < 2) withinTwo++;
    });
    // Binomial(200, 0.954): 191 expected, standard deviation 3; five of them below.
    expect(withinTwo).toBeGreaterThan(176);
    result.effectiveSampleSize.forEach((size) => expect(size).toBeGreaterThan(50));
  });

  it("is a function of the key and the chunk, and streams: memory does not grow with the draws", async () => {
    const once = await importanceSampling(model(1.5), x, { key: randomKey(1), samples: 25 });
    const again = await importanceSampling(model(1.5), x, { key: randomKey(1), samples: 25 });
    expect([...again.logEvidence]).toEqual([...once.logEvidence]);
    const seen: number[] = [];
    await expectNoLeakAsync(async () => {
      const fixed = model(1.5);
      let most = 0;
      const before = tf.memory().numTensors;
      await importanceSampling(fixed, x, {
        key: randomKey(1),
        samples: 25,
        onProgress: (done) => {
          seen.push(done);
          most = Math.max(most, tf.memory().numTensors - before);
        },
      });
      expect(most).toBe(0);
      return fixed;
    });
    expect(seen).toEqual([10, 20, 25]);
  });

  it("tells what is wrong with its numbers, and stops on request", async () => {
    await expect(importanceSampling(model(1), x, { key: randomKey(0), samples: 0 })).rejects.toThrow(
      "importanceSampling: expected samples to be a whole number from 1 on; got 0.",
    );
    const noEvents = { ...model(1), likelihood: (z: tf.Tensor) => normal({ loc: z, scale: sigma }) };
    await expect(importanceSampling(noEvents, x, { key: randomKey(0), samples: 2 })).rejects.toThrow(
      /expected log-likelihoods of shape \[draws, batch\]; got \[2, 2, 3\]/,
    );
    const signal = AbortSignal.abort();
    await expect(importanceSampling(model(1), x, { key: randomKey(0), samples: 2, signal })).rejects.toThrow(/abort/);
  });
});
