import * as tf from "@tensorflow/tfjs-core";
import { bernoulliHead, categoricalHead, conditional, mlp, normalHead } from "@variate/amortized";
import { glyphs, labelled } from "@variate/data";
import { bernoulli, independent, klDivergence, normal, standardNormal } from "@variate/distributions";
import { importanceSampling } from "@variate/inference";
import { flattenTree, tidy } from "@variate/math";
import { elbo } from "@variate/objectives";
import { foldIn, randomKey, splitKey, uniformDraws } from "@variate/random";
import { describeOnBackends, expectClose, expectNoLeak, expectNoLeakAsync } from "@variate/testing";
import {
  elboTerms,
  generate,
  interpolate,
  klPerLatent,
  latentManifold,
  logLikelihood,
  reconstruct,
  traverseLatents,
  vae,
  type LearnedPrior,
} from "@variate/vae";
import { adam, evaluate, fit } from "@variate/training";
import { afterAll, beforeAll, expect, it } from "vitest";

const data = 6;
const encoderOf = (latents: number) => conditional(mlp({ inputs: data, hidden: [5], activation: "tanh" }), normalHead([latents]));
const decoderOf = (latents: number) => conditional(mlp({ inputs: latents, hidden: [5], activation: "tanh" }), bernoulliHead([data]));

/** Batches that belong to whoever reads them, as a data set's do; those of an array stay the caller's. */
function* stream(batches: tf.Tensor[]): Generator<tf.Tensor> {
  yield* batches;
}

describeOnBackends("vae", () => {
  const prior = standardNormal([2]);
  const model = vae({ prior, encoder: encoderOf(2), decoder: decoderOf(2) });
  let params: ReturnType<typeof model.init>;
  let bound: ReturnType<typeof model.bind>;
  let x: tf.Tensor;
  beforeAll(() => {
    params = model.init(randomKey(0));
    bound = model.bind(params);
    x = uniformDraws(randomKey(9), [4, data]);
  });
  afterAll(() => tf.dispose([params, x]));

  it("gives each part its own key and its own parameters", () => {
    const [, encoderKey, decoderKey] = splitKey(randomKey(0), 3) as [never, ReturnType<typeof randomKey>, ReturnType<typeof randomKey>];
    tidy(() => {
      const encoder = flattenTree(encoderOf(2).init(encoderKey));
      const decoder = flattenTree(decoderOf(2).init(decoderKey));
      for (const [path, leaf] of Object.entries(encoder)) expectClose(flattenTree(params.encoder)[path] as tf.Tensor, leaf, { absolute: 0 });
      for (const [path, leaf] of Object.entries(decoder)) expectClose(flattenTree(params.decoder)[path] as tf.Tensor, leaf, { absolute: 0 });
    });
    expectNoLeak(() => model.init(randomKey(3)));
    expect(Object.keys(flattenTree(params)).every((path) => /^(encoder|decoder)\.(network|head)\./.test(path))).toBe(true);
  });

  it("binds to distributions of the right shapes", () => {
    tidy(() => {
      expect(bound.prior).toBe(prior);
      const posterior = bound.posterior(x);
      expect([posterior.batchShape, posterior.eventShape]).toEqual([[4], [2]]);
      const likelihood = bound.likelihood(posterior.rsample(randomKey(1), [3]));
      expect([likelihood.batchShape, likelihood.eventShape]).toEqual([[3, 4], [data]]);
    });
  });

  it("refuses a decoder over other data than the encoder's", () => {
    const images = conditional(mlp({ inputs: 2, hidden: [5], activation: "tanh" }), bernoulliHead([2, 3]));
    expect(() => vae({ prior, encoder: encoderOf(2), decoder: images })).toThrow(
      "vae: expected a decoder over data of shape [6], as the encoder takes; got [2, 3].",
    );
  });

  it("refuses parts whose latents differ", () => {
    expect(() => vae({ prior: standardNormal([3]), encoder: encoderOf(2), decoder: decoderOf(2) })).toThrow(
      "vae: expected a prior of latents of shape [2], as the encoder gives; got [3].",
    );
    expect(() => vae({ prior, encoder: encoderOf(2), decoder: decoderOf(4) })).toThrow(
      "vae: expected a decoder that takes latents of shape [2], as the encoder gives; got [4].",
    );
  });

  it("trains a learned prior along, and shows it the encoder's parameters", () => {
    const seen: unknown[] = [];
    const learned: LearnedPrior<{ readonly loc: tf.Tensor }, ReturnType<typeof independent<ReturnType<typeof normal>>>> = {
      init: () => ({ loc: tf.tensor([0.5, -0.5]) }),
      apply: ({ loc }, { encoder }) => {
        seen.push(encoder);
        return independent(normal({ loc, scale: 1 }), 1);
      },
    };
    const own = vae({ prior: learned, encoder: encoderOf(2), decoder: decoderOf(2) });
    const ownParams = own.init(randomKey(0));
    tidy(() => {
      const { bound: value } = elbo({ kl: "analytic" })(own.bind(ownParams), x, { key: randomKey(1), step: 0, datasetSize: 4 });
      const grad = tf.grad((loc) => {
        const moved = own.bind({ ...ownParams, prior: { loc } });
        return tf.sum(elbo({ kl: "analytic" })(moved, x, { key: randomKey(1), step: 0, datasetSize: 4 }).bound);
      })(ownParams.prior.loc);
      // ∂/∂loc −KL(N(m, s) ‖ N(loc, 1)) = m − loc, summed over the batch.
      const means = own.bind(ownParams).posterior(x).mean();
      expectClose(grad, tf.sum(tf.sub(means, ownParams.prior.loc), 0));
      expect(value.shape).toEqual([4]);
      expect(seen[0]).toBe(ownParams.encoder);
    });
    const wrong = vae({ prior: { ...learned, apply: () => standardNormal([3]) as never }, encoder: encoderOf(2), decoder: decoderOf(2) });
    expect(() => tidy(() => wrong.bind(ownParams))).toThrow("expected a prior of latents of shape [2]");
    tf.dispose(ownParams);
  });

  it("reconstructs with the likelihood's mean at the posterior's mean", () => {
    tidy(() => {
      const z = bound.posterior(x).mean();
      const logits = bound.likelihood(z).base.logits as tf.Tensor;
      expectClose(reconstruct(bound, x), tf.sigmoid(logits));
    });
    expectNoLeak(() => reconstruct(bound, x));
  });

  it("generates means or draws, reproducibly", () => {
    tidy(() => {
      const [latents, observations] = splitKey(randomKey(5), 2) as [ReturnType<typeof randomKey>, ReturnType<typeof randomKey>];
      const likelihood = bound.likelihood(prior.sample(latents, [3]));
      expectClose(generate(bound, { key: randomKey(5), count: 3 }), likelihood.mean(), { absolute: 0 });
      expectClose(generate(bound, { key: randomKey(5), count: 3, output: "sample" }), likelihood.sample(observations), { absolute: 0 });
    });
    expect(() => generate(bound, { key: randomKey(5), count: 0 })).toThrow("generate: expected count to be a whole number from 1 on; got 0.");
    expectNoLeak(() => generate(bound, { key: randomKey(5), count: 3, output: "sample" }));
    const classes = vae({
      prior,
      encoder: encoderOf(2),
      decoder: conditional(mlp({ inputs: 2, hidden: [5], activation: "tanh" }), categoricalHead([data], 3)),
    });
    const classParams = classes.init(randomKey(0));
    const drawn = generate(classes.bind(classParams), { key: randomKey(5), count: 3, output: "sample" });
    expect(drawn.shape).toEqual([3, data]);
    // @ts-expect-error a categorical likelihood has no mean
    expect(() => generate(classes.bind(classParams), { key: randomKey(5), count: 3 })).toThrow('Ask for output: "sample"');
    tf.dispose([classParams, drawn]);
  });

  it("interpolates from one reconstruction to the other, straight or along the shell", () => {
    tidy(() => {
      const from = tf.slice(x, [0, 0], [2, data]);
      const to = tf.slice(x, [2, 0], [2, data]);
      for (const path of ["linear", "spherical"] as const) {
        const images = interpolate(bound, from, to, { steps: 5, path });
        expect(images.shape).toEqual([5, 2, data]);
        expectClose(tf.squeeze(tf.slice(images, 0, 1), [0]), reconstruct(bound, from));
        expectClose(tf.squeeze(tf.slice(images, 4, 1), [0]), reconstruct(bound, to));
      }
      const middle = tf.div(tf.add(bound.posterior(from).mean(), bound.posterior(to).mean()), 2);
      const linear = interpolate(bound, from, to, { steps: 3 });
      expectClose(tf.squeeze(tf.slice(linear, 1, 1), [0]), bound.likelihood(middle).mean());
      // Between equal ends the angle is zero and nothing may become NaN.
      expectClose(tf.slice(interpolate(bound, from, from, { steps: 3, path: "spherical" }), 1, 1), reconstruct(bound, from));
    });
    // Quarter circle from (2, 0) to (0, 1): halfway the angle is 45° and the radius 1.5.
    tidy(() => {
      const identity = {
        prior,
        posterior: (z: tf.Tensor) => independent(normal({ loc: z, scale: tf.onesLike(z) }), 1),
        likelihood: (z: tf.Tensor) => independent(normal({ loc: z, scale: tf.onesLike(z) }), 1),
      };
      const path = interpolate(identity, tf.tensor([[2, 0]]), tf.tensor([[0, 1]]), { steps: 3, path: "spherical" });
      expectClose(path, [[[2, 0]], [[1.5 * Math.SQRT1_2, 1.5 * Math.SQRT1_2]], [[0, 1]]]);
    });
    // Without an angle the path is straight: from the origin, and between opposite ends.
    tidy(() => {
      const identity = {
        prior,
        posterior: (z: tf.Tensor) => independent(normal({ loc: z, scale: tf.onesLike(z) }), 1),
        likelihood: (z: tf.Tensor) => independent(normal({ loc: z, scale: tf.onesLike(z) }), 1),
      };
      const path = interpolate(identity, tf.tensor([[0, 0], [1, 0]]), tf.tensor([[1, 0], [-2, 0]]), { steps: 3, path: "spherical" });
      expectClose(path, [[[0, 0], [1, 0]], [[0.5, 0], [-0.5, 0]], [[1, 0], [-2, 0]]]);
    });
    expect(() => interpolate(bound, x, x, { steps: 1 })).toThrow("interpolate: expected steps to be a whole number from 2 on; got 1.");
    expectNoLeak(() => interpolate(bound, x, x, { steps: 3, path: "spherical" }));
  });

  it("traverses one latent at a time around the posterior mean", () => {
    tidy(() => {
      const images = traverseLatents(bound, x, { values: [-1, 2], latents: [1] });
      expect(images.shape).toEqual([4, 1, 2, data]);
      const center = bound.posterior(x).mean();
      const moved = tf.concat([tf.slice(center, [0, 0], [4, 1]), tf.fill([4, 1], 2)], 1);
      expectClose(tf.squeeze(tf.slice(images, [0, 0, 1, 0], [4, 1, 1, data])), bound.likelihood(moved).mean());
      expect(traverseLatents(bound, x).shape).toEqual([4, 2, 7, data]);
    });
    expect(() => traverseLatents(bound, x, { latents: [2] })).toThrow("traverseLatents: expected latents from 0 to 1; got 2.");
    expectNoLeak(() => traverseLatents(bound, x));
  });

  it("shows the manifold at the quantiles of the prior, the largest second latent on top", () => {
    tidy(() => {
      const images = latentManifold(bound, 2);
      expect(images.shape).toEqual([2, 2, data]);
      const q = 0.6744897501960817; // Φ⁻¹(¾), SciPy 1.17
      expectClose(images, bound.likelihood(tf.tensor([[[-q, q], [q, q]], [[-q, -q], [q, -q]]])).mean());
    });
    expectNoLeak(() => latentManifold(bound, 3));
    const three = vae({ prior: standardNormal([3]), encoder: encoderOf(3), decoder: decoderOf(3) });
    const threeParams = three.init(randomKey(0));
    expect(() => latentManifold(three.bind(threeParams), 3)).toThrow("latentManifold: expected latents of shape [2]; got [3].");
    tf.dispose(threeParams);
  });

  it("averages the bound and its terms over batches of unequal size", async () => {
    const split = () => tf.split(x, [3, 1], 0);
    await expectNoLeakAsync(async () => {
      const result = await elboTerms(bound, stream(split()), { objective: elbo({ kl: "analytic" }), key: randomKey(4) });
      const [three, one] = split() as [tf.Tensor, tf.Tensor];
      tidy(() => {
        const at = (batch: tf.Tensor, i: number) => elbo({ kl: "analytic" })(bound, batch, { key: splitKey(foldIn(randomKey(4), i), 2)[0] as ReturnType<typeof randomKey>, step: 0, datasetSize: 4 });
        const parts = [at(three, 0), at(one, 1)];
        const values = parts.flatMap((part) => Array.from(part.bound.dataSync()));
        const kl = parts.flatMap((part) => Array.from((part.terms["kl"] as tf.Tensor).dataSync()));
        const mean = values.reduce((a, b) => a + b) / 4;
        expect(result.bound).toBeCloseTo(mean, 5);
        expect(result.terms["kl"]).toBeCloseTo(kl.reduce((a, b) => a + b) / 4, 5);
        expect(result.standardError).toBeCloseTo(Math.sqrt(values.reduce((s, v) => s + (v - mean) ** 2, 0) / 3 / 4), 4);
        expect(result.examples).toBe(4);
      });
      tf.dispose([three, one]);
    });
    // A weighted objective is judged by the bound itself, the key's draws are those of training's evaluate, and the
    // batches of an array stay.
    const batches = split();
    const weighted = await elboTerms(bound, batches, { objective: elbo({ klWeight: 4 }), key: randomKey(4) });
    const plain = await elboTerms(bound, batches, { objective: elbo(), key: randomKey(4) });
    const evaluated = await evaluate(model, params, batches, { objective: elbo(), key: randomKey(4) });
    expect(weighted).toEqual(plain);
    expect(evaluated.bound).toBeCloseTo(plain.bound, 5);
    tf.dispose(batches);
    const scalar = () => ({ bound: tf.scalar(0), terms: {} });
    await expectNoLeakAsync(() => expect(elboTerms(bound, stream([tf.clone(x)]), { objective: scalar, key: randomKey(0) })).rejects.toThrow("one value per example, shape [batch]; got []").then(() => undefined));
    await expect(elboTerms(bound, [], { objective: elbo(), key: randomKey(0) })).rejects.toThrow("expected at least one example; got none");
  });

  it("tells the KL of each latent; together they are the KL", async () => {
    await expectNoLeakAsync(async () => {
      const perLatent = await klPerLatent(bound, stream(tf.split(x, [3, 1], 0)));
      tidy(() => {
        const whole = tf.mean(klDivergence(bound.posterior(x), prior)).dataSync()[0] as number;
        expect(perLatent).toHaveLength(2);
        expect((perLatent[0] as number) + (perLatent[1] as number)).toBeCloseTo(whole, 5);
        expect(Math.min(...perLatent)).toBeGreaterThan(0);
      });
    });
  });

  it("estimates the log-likelihood batch by batch", async () => {
    const binary = tidy(() => tf.cast(tf.greater(x, 0.5), "float32"));
    await expectNoLeakAsync(async () => {
      const result = await logLikelihood(bound, stream(tf.split(binary, [3, 1], 0)), { key: randomKey(2), samples: 20 });
      const [three, one] = tf.split(binary, [3, 1], 0) as [tf.Tensor, tf.Tensor];
      const first = await importanceSampling(bound, three, { key: foldIn(randomKey(2), 0), samples: 20 });
      const second = await importanceSampling(bound, one, { key: foldIn(randomKey(2), 1), samples: 20 });
      expect([...result.perExample]).toEqual([...first.logEvidence, ...second.logEvidence]);
      const spread = Math.sqrt([...result.perExample].reduce((sum, v) => sum + (v - result.mean) ** 2, 0) / 3 / 4);
      expect(result.standardError).toBeCloseTo(spread, 10);
      const errors = [...first.standardError, ...second.standardError];
      expect(result.monteCarloError).toBeCloseTo(Math.sqrt(errors.reduce((sum, e) => sum + e * e, 0)) / 4, 10);
      expect(result.mean).toBeCloseTo([...result.perExample].reduce((a, b) => a + b) / 4, 10);
      expect(result.worstEffectiveSampleSize).toBe(Math.min(...first.effectiveSampleSize, ...second.effectiveSampleSize));
      tf.dispose([three, one]);
    });
    binary.dispose();
  });

  it("takes batches that have other parts, once it knows which is observed", async () => {
    const digits = glyphs({ size: 12, imageSize: 2, key: randomKey(1), ranges: { thickness: [8, 9] } });
    const parts = {
      prior,
      encoder: conditional(mlp({ inputs: 4, hidden: [5], activation: "tanh" }), normalHead([2])),
      decoder: conditional(mlp({ inputs: 2, hidden: [5], activation: "tanh" }), bernoulliHead([4])),
    };
    const options = { objective: elbo({ kl: "analytic" as const }), optimizer: adam(1e-2), epochs: 2, batchSize: 5, key: randomKey(0) };
    const plain = await fit(vae(parts), digits, options);
    const withLabels = vae({ ...parts, observation: ({ image }: { image: tf.Tensor; label: tf.Tensor }) => image });
    const labelledFit = await fit(withLabels, labelled(digits), options);
    expect(labelledFit.history).toEqual(plain.history);
    const batch = labelled(digits).gather([0, 1]);
    const reconstruction = reconstruct(withLabels.bind(labelledFit.params), batch);
    expect(reconstruction.shape).toEqual([2, 4]);
    tf.dispose([plain.params, labelledFit.params, batch, reconstruction]);
    // @ts-expect-error a batch of several parts, and nobody said which is observed
    await expect(fit(vae(parts), labelled(digits), options)).rejects.toThrow("expected a batch that is a tensor; got an object with image, label");
  });

  it("takes any likelihood with a mean in its place", () => {
    const bernoulliModel = { ...bound, likelihood: (z: tf.Tensor) => independent(bernoulli({ logits: tf.tile(z, [1, 3]) }), 1) };
    expectNoLeak(() => reconstruct(bernoulliModel, x));
  });
});
