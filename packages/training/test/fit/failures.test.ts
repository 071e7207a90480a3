import * as tf from "@tensorflow/tfjs-core";
import { describeOnBackends, expectNoLeakAsync } from "@variate/testing";
import { randomKey } from "@variate/random";
import { adam, decodeCheckpoint, fit, isNonFiniteError, sgd, type FitOptions, type NonFiniteError } from "@variate/training";
import { expect, it } from "vitest";
import { line, points, sameBytes, smallElbo, smallImages, smallVae, squaredError, type Example, type Line } from "./problems.js";

type Options = FitOptions<Line, Line, Example>;
const { dataset } = points(20, (a, b) => a - b);
const options: Options = { objective: squaredError, optimizer: sgd(0.1), epochs: 5, batchSize: 5, key: randomKey(0) };

async function failureOf(promise: Promise<unknown>): Promise<NonFiniteError> {
  try {
    await promise;
  } catch (error) {
    if (isNonFiniteError(error)) return error;
    throw error;
  }
  throw new Error("failureOf: expected a NonFiniteError; got none.");
}

/** The squared error, whose named term is not finite from a step on. */
const failing = (from: number, term: "good" | "bad" | "bound"): Options["objective"] => (model, batch, context) => {
  const { bound } = squaredError(model, batch, context);
  const broken = context.step >= from ? tf.div(bound, 0) : bound;
  return { bound: term === "bad" || term === "bound" ? broken : bound, terms: { good: bound, ...(term === "bad" ? { bad: broken } : {}) } };
};

describeOnBackends("a fit that fails", () => {
  it("names the first term that is not finite and keeps the last good state", async () => {
    for (const readEvery of [1, 4]) {
      const written: Uint8Array[] = [];
      await expectNoLeakAsync(async () => {
        const error = await failureOf(
          fit(line, dataset, { ...options, objective: failing(6, "bad"), readEvery, checkpoint: { write: (bytes) => void written.push(bytes), everySteps: 1000 } }),
        );
        expect(error.message).toBe(
          "fit: expected a finite loss; got bad = -Infinity at step 7 (epoch 1, batch 3). Lower the learning rate (0.1), " +
            "clip gradients with clip: { globalNorm: 1 }, keep scales and probabilities away from 0. " +
            `The state after step ${readEvery === 1 ? 5 : 3} is kept in error.checkpoint().`,
        );
        expect([error.term, error.value, error.step]).toEqual(["bad", -Infinity, 6]);
        expect(sameBytes(written.at(-1), error.checkpoint())).toBe(true);
        const { step, epoch, batch } = decodeCheckpoint(error.checkpoint());
        expect([step, epoch, batch]).toEqual(readEvery === 1 ? [5, 1, 1] : [3, 0, 3]);

        const mended = { ...options, objective: failing(Infinity, "bad") };
        const whole = await fit(line, dataset, mended);
        const resumed = await fit(line, dataset, { ...mended, resume: error.checkpoint() });
        expect(sameBytes(resumed.checkpoint(), whole.checkpoint())).toBe(true);
        tf.dispose([whole, resumed] as unknown as tf.Tensor[]);
      });
    }
  });

  it("names the bound where all terms are finite", async () => {
    const error = await failureOf(fit(line, dataset, { ...options, objective: failing(0, "bound"), clip: { value: 1 } }));
    expect(error.message).toContain("got bound = -Infinity at step 1 (epoch 0, batch 1). Lower the learning rate (0.1), keep scales");
    expect(decodeCheckpoint(error.checkpoint()).step).toBe(0);
  });

  it("stops when a line runs away, with parameters that are still finite", async () => {
    const error = await failureOf(fit(line, dataset, { ...options, optimizer: sgd(1e4), epochs: 100 }));
    const { params } = decodeCheckpoint(error.checkpoint());
    for (const { data } of Object.values(params)) expect([...(data as Float32Array)].every(Number.isFinite)).toBe(true);
  });

  it("never writes parameters that are not finite", async () => {
    // The gradient of √x at 0 is infinite while the bound is finite.
    const objective: Options["objective"] = ({ weight, bias }, { y }) => ({
      bound: tf.add(tf.mul(y, 0), tf.add(tf.sum(weight), tf.sqrt(bias))),
      terms: {},
    });
    const written: Uint8Array[] = [];
    const error = await failureOf(fit(line, dataset, { ...options, objective, steps: 1, checkpoint: { write: (bytes) => void written.push(bytes) } }));
    expect(error.message).toMatch(/got bias = (-?Infinity|NaN) in the parameters after step 1\./);
    expect(written.map((bytes) => decodeCheckpoint(bytes).step)).toEqual([0]);
  });

  it("notices a validation that is not finite", async () => {
    const validation = { data: dataset, objective: failing(0, "bad") };
    const error = await failureOf(fit(line, dataset, { ...options, validation }));
    expect(error.message).toContain("got bad = -Infinity in the validation after step 4.");
  });

  it("asks for datasetSize where it is unknown and the loss is not finite", async () => {
    const objective: Options["objective"] = (model, batch, context) => {
      const { bound } = squaredError(model, batch, context);
      return { bound: tf.mul(bound, context.datasetSize), terms: {} };
    };
    const stream = () => dataset.batches({ batchSize: 5 });
    const error = await failureOf(fit(line, stream, { ...options, objective }));
    expect(error.message).toContain("give datasetSize if the objective uses it");
    const { params } = await fit(line, stream, { ...options, objective, datasetSize: 20, optimizer: sgd(1e-3) });
    tf.dispose(params as unknown as tf.Tensor);
  });

  it("writes what it reached when data, a callback or an objective throws, and leaks nothing", async () => {
    const broken: Record<string, Partial<Options> & { data?: () => Generator<Example> }> = {
      callback: { callbacks: { onStep: ({ step }) => { if (step === 3) throw new Error("broken callback"); } } },
      objective: {
        objective: (model, batch, context) => {
          if (context.step === 3) throw new Error("broken objective");
          return squaredError(model, batch, context);
        },
      },
      data: {
        data: function* () {
          let count = 0;
          for (const batch of dataset.batches({ batchSize: 5 })) {
            if (count++ === 3) {
              tf.dispose(batch as unknown as tf.Tensor);
              throw new Error("broken data");
            }
            yield batch;
          }
        },
      },
    };
    for (const [what, { data, ...more }] of Object.entries(broken)) {
      const steps: number[] = [];
      const write = (bytes: Uint8Array): void => void steps.push(decodeCheckpoint(bytes).step);
      await expectNoLeakAsync(async () => {
        await expect(fit(line, data ?? dataset, { ...options, ...more, checkpoint: { write } })).rejects.toThrow(`broken ${what}`);
      }, what);
      expect(steps, what).toEqual([3]);
    }
  });

  it("passes on an error of write once", async () => {
    let calls = 0;
    const write = async (): Promise<void> => {
      calls++;
      throw new Error("no space left");
    };
    await expectNoLeakAsync(async () => {
      await expect(fit(line, dataset, { ...options, checkpoint: { write, everySteps: 2 } })).rejects.toThrow("no space left");
    });
    expect(calls).toBe(1);
  });

  it("says to import @variate/tfjs when gradients are not registered", async () => {
    const gradient = tf.getGradient("Multiply");
    tf.unregisterGradient("Multiply");
    try {
      await expectNoLeakAsync(async () => {
        await expect(fit(smallVae, smallImages(), { objective: smallElbo, optimizer: adam(), epochs: 1, key: randomKey(0) })).rejects.toThrow(
          'fit: expected the gradients of TensorFlow.js to be registered; got none. Add import "@variate/tfjs" to the program.',
        );
      });
    } finally {
      tf.registerGradient(gradient);
    }
  });

  it("names an operation without a gradient", async () => {
    const objective: Options["objective"] = ({ weight }, { x }) => ({
      bound: tf.engine().runKernel("Untaught", { x: tf.sum(tf.mul(x, weight), 1) }),
      terms: {},
    });
    tf.registerKernel({ kernelName: "Untaught", backendName: tf.getBackend(), kernelFunc: ({ inputs }) => tf.clone(inputs["x"] as tf.Tensor) });
    try {
      await expectNoLeakAsync(async () => {
        await expect(fit(line, dataset, { ...options, objective })).rejects.toThrow(
          'fit: expected a gradient for the operation Untaught; got none. Add import "@variate/tfjs"',
        );
      });
    } finally {
      tf.unregisterKernel("Untaught", tf.getBackend());
    }
  });

  it("refuses options that are missing, out of range or at odds", async () => {
    const refuses = async (more: object, message: string | RegExp): Promise<void> => {
      await expect(fit(line, dataset, { ...options, ...more } as Options)).rejects.toThrow(message);
    };
    await expectNoLeakAsync(async () => {
      await refuses({ key: undefined }, "fit: expected key; got none. Try key: randomKey(0).");
      await refuses({ key: 3 }, /splitKey: expected a key/);
      await refuses({ epochs: undefined }, "fit: expected epochs, steps or both; got none.");
      await refuses({ epochs: 1.5 }, "fit: expected epochs to be a whole number of at least 0; got 1.5.");
      await refuses({ batchSize: 0 }, "fit: expected batchSize to be a whole number of at least 1; got 0.");
      await refuses({ earlyStopping: { patience: 1 } }, "fit: expected validation with earlyStopping; got none.");
      await refuses({ keepBest: true }, "fit: expected validation with keepBest; got none.");
      await refuses({ ema: 1 }, "fit: expected ema in [0, 1); got 1.");
      await refuses({ clip: { globalNorm: -1 } }, "fit: expected clip.globalNorm to be a positive number; got -1.");
      await refuses({ validation: { data: dataset, everySteps: 0 } }, "fit: expected validation.everySteps to be a whole number");
      await refuses({ trainable: () => false }, "fit: expected at least one parameter to train; got none.");
      await refuses({ resume: new Uint8Array(4) }, /decodeSafetensors: expected at least 8 bytes; got 4/);
      await refuses({ objective: () => ({ bound: tf.scalar(1), terms: {} }) }, "expected an objective whose bound has one value per example, shape [batch]; got shape [].");
    });
  });

  it("refuses data it cannot read, and an iterator that is spent", async () => {
    const tensor = tf.zeros([3, 2]);
    await expect(fit(line, tensor as never, options)).rejects.toThrow("got a tensor [3, 2]. One tensor is one batch: [tensor].");
    await expect(fit(line, null as never, options)).rejects.toThrow(/^fit: expected a data set, batches, or a function of the epoch .*; got null/);
    tensor.dispose();
    const spent = dataset.batches({ batchSize: 5 })[Symbol.iterator]() as unknown as Iterable<Example>;
    await expect(fit(line, spent, options)).rejects.toThrow("fit: expected data with at least one batch; got none in epoch 1. An iterator is spent after one epoch:");
    await expect(fit(line, [], options)).rejects.toThrow("got none in epoch 0.");
  });

  it("refuses an objective whose state changes form", async () => {
    await expectNoLeakAsync(async () => {
      const objective = {
        init: () => ({ params: { a: tf.scalar(0) }, state: { count: tf.zeros([5]) } }),
        evaluate: (model: Line, batch: Example, context: never) => ({ ...squaredError(model, batch, context), state: { count: tf.zeros([4]) } }),
      };
      await expect(fit(line, dataset, { ...options, objective } as never)).rejects.toThrow(
        "fit: expected an objective that returns its state in the form of init, count float32 [5]; got float32 [4].",
      );
    });
  });
});
