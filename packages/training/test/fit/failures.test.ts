import * as tf from "@tensorflow/tfjs-core";
import { describeOnBackends, expectNoLeakAsync } from "@variate/testing";
import { mapTree } from "@variate/math";
import { randomKey } from "@variate/random";
import { adam, decodeCheckpoint, fit, isFitError, isNonFiniteError, sgd, type Evaluate, type FitError, type FitOptions, type NonFiniteError, type Optimizer } from "@variate/training";
import { expect, it } from "vitest";
import { nonFiniteIn } from "../../src/fit/capture.js";
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

async function fitErrorOf(promise: Promise<unknown>): Promise<FitError> {
  const error: unknown = await promise.then(() => "no error", (thrown: unknown) => thrown);
  if (isFitError(error) && error.name === "FitError") return error;
  throw new Error(`fitErrorOf: expected a FitError; got ${String(error)}.`);
}

/** Three batches, of which one holds a value that is not finite. */
function spoiled(bad: number, value = NaN): Example[] {
  return [0, 1, 2].map((i) => ({ x: tf.tensor([[1, i], [2, 1]]), y: tf.tensor([0.5, i === bad ? value : 1]) }));
}

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
    expect(error.message).toContain("got bound = -Infinity at step 1 (epoch 0, batch 1). No update was made before it: check that the data are what the likelihood is defined for, check the initial parameters, keep scales");
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
    expect(written).toHaveLength(0);
    expect(decodeCheckpoint(error.checkpoint()).step).toBe(0);
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

  it("keeps what it reached in the error, whatever was thrown and from where", async () => {
    const whole = await fit(line, dataset, { ...options, steps: 5 });
    const at = async (step: number): Promise<Uint8Array> => {
      const result = await fit(line, dataset, { ...options, steps: step });
      tf.dispose(result as unknown as tf.Tensor);
      return result.checkpoint();
    };
    const fails = (message: string) => (event: { step: number }) => {
      if (event.step === 4) throw new Error(message);
    };
    const cause = new Error("no space left");
    const cases: [string, number, Partial<Options>][] = [
      ["no space left.", 2, { checkpoint: { write: () => Promise.reject(cause), everySteps: 2 } }],
      ["broken onStep?", 4, { callbacks: { onStep: fails("broken onStep?") } }],
      ["broken onEpoch.", 4, { callbacks: { onEpoch: fails("broken onEpoch.") } }],
      ["broken onValidation.", 4, { callbacks: { onValidation: fails("broken onValidation") }, validation: { data: dataset, everySteps: 4 } }],
      ["broken onCheckpoint.", 4, { callbacks: { onCheckpoint: fails("broken onCheckpoint") }, checkpoint: { write: () => {}, everySteps: 4 } }],
      ["broken onStep.", 4, { callbacks: { onStep: fails("broken onStep") }, checkpoint: { write: () => Promise.reject(cause), everySteps: 100 } }],
      ["a mere text.", 3, { objective: (...given) => { if (given[2].step === 3) throw "a mere text"; return squaredError(...given); }, readEvery: 2 }],
    ];
    await expectNoLeakAsync(async () => {
      for (const [message, step, more] of cases) {
        const error = await fitErrorOf(fit(line, dataset, { ...options, ...more }));
        expect(error.message).toBe(`${message} The state after step ${step} is kept in error.checkpoint().`);
        expect([error.step, decodeCheckpoint(error.checkpoint()).step]).toEqual([step, step]);
        // A fit of 4 steps closes its epoch too.
        if (step !== 4) expect(sameBytes(error.checkpoint(), await at(step)), message).toBe(true);
        const resumed = await fit(line, dataset, { ...options, steps: 5, resume: error.checkpoint() });
        expect([...resumed.params.weight.dataSync()]).toEqual([...whole.params.weight.dataSync()]);
        tf.dispose(resumed as unknown as tf.Tensor);
        if (message === "no space left.") expect(error.cause).toBe(cause);
      }
    });
    tf.dispose(whole as unknown as tf.Tensor);
  });

  it("keeps the last good state where an error comes upon a loss that is not finite and not yet read", async () => {
    const objective: Options["objective"] = (model, batch, context) => {
      if (context.step === 5) throw new Error("broken objective");
      return (failing(4, "bad") as Evaluate<Line, Example>)(model, batch, context);
    };
    const written: number[] = [];
    const write = (bytes: Uint8Array): void => void written.push(decodeCheckpoint(bytes).step);
    await expectNoLeakAsync(async () => {
      const error = await fitErrorOf(fit(line, dataset, { ...options, objective, readEvery: 3, checkpoint: { write, everySteps: 100 } }));
      expect(error.message).toBe("broken objective. The state after step 3 is kept in error.checkpoint().");
    });
    expect(written).toEqual([3]);
  });

  it("passes on an error before the first step as it is", async () => {
    const cause = new TypeError("broken objective");
    const written: Uint8Array[] = [];
    const refused = fit(line, dataset, { ...options, objective: () => { throw cause; }, checkpoint: { write: (bytes) => void written.push(bytes) } });
    await expect(refused).rejects.toBe(cause);
    expect(written).toHaveLength(0);
    expect([isFitError(cause), isFitError(undefined)]).toEqual([false, false]);
  });

  it("blames the data where they are at fault, also where losses are read late", async () => {
    function* stream(): Generator<Example> {
      yield { x: tf.tensor([[1, 2]]), y: tf.tensor([-Infinity]) };
      yield { x: tf.tensor([[1, 2]]), y: tf.tensor([1]) };
    }
    for (const readEvery of [1, 2, 3, 9]) {
      const batches = spoiled(1);
      await expectNoLeakAsync(async () => {
        const error = await failureOf(fit(line, batches, { ...options, readEvery }));
        expect(error.message).toBe(
          "fit: expected a finite loss; got absolute = NaN at step 2 (epoch 0, batch 2). Batch 2 of epoch 0 holds NaN or an infinity in y: check the data. " +
            "The state after step 0 is kept in error.checkpoint().",
        );
        expect(isFitError(error)).toBe(true);
        // Batches that the fit frees are looked at before.
        const streamed = await failureOf(fit(line, stream, { ...options, readEvery }));
        expect(streamed.message).toContain("at step 1 (epoch 0, batch 1). Batch 1 of epoch 0 holds NaN or an infinity in y: check the data. The state after step 0");
      });
      tf.dispose(batches as unknown as tf.Tensor[]);
    }
    const model = { init: () => ({ loc: tf.scalar(0) }), bind: ({ loc }: { loc: tf.Tensor }) => loc };
    const objective = (loc: tf.Tensor, batch: tf.Tensor) => ({ bound: tf.neg(tf.square(tf.sub(batch, loc))), terms: {} });
    const bare = await failureOf(fit(model, [tf.tensor([1, Infinity])], { objective, optimizer: sgd(0.1), steps: 1, key: randomKey(0) }));
    expect(bare.message).toContain("Batch 1 of epoch 0 holds NaN or an infinity: check the data.");
  });

  it("blames the validation data where they are at fault, and the parameters where these are", async () => {
    const sound = spoiled(-1);
    const data = spoiled(2);
    const error = await failureOf(fit(line, sound, { ...options, validation: { data } }));
    expect(error.message).toContain("got absolute = NaN in the validation after step 3. Batch 3 of the validation data holds NaN or an infinity in y: check the data.");
    const params = { weight: tf.tensor([NaN, 0]), bias: tf.scalar(0) };
    const started = await failureOf(fit(line, spoiled(0), { ...options, params }));
    expect(started.message).toContain("at step 1 (epoch 0, batch 1). No update was made before it: check that the data");
    expect(started.message).toContain("The state after step 0 is kept in error.checkpoint(), though it is not finite throughout.");
  });

  it("never writes a state that is not finite anywhere", async () => {
    const spoil = (at: number): Optimizer => {
      const plain = sgd(0.1, { momentum: 0.5 });
      return {
        ...plain,
        update: (gradients, state, params) => {
          const next = plain.update(gradients, state, params);
          if (next.state.step < at) return next;
          return { ...next, state: { ...next.state, slots: mapTree(next.state.slots, (leaf) => tf.mul(leaf, NaN)) } };
        },
      };
    };
    const owning = (part: "params" | "state"): Options["objective"] => ({
      init: () => ({ params: { own: tf.scalar(0) }, state: { carried: tf.scalar(0) } }),
      evaluate: (model, batch, context) => ({
        bound: tf.add(squaredError(model, batch, context).bound, part === "params" ? tf.sqrt(context.params["own"] as tf.Tensor) : 0),
        terms: {},
        state: { carried: tf.scalar(part === "state" ? Infinity : 0) },
      }),
    });
    const cases: [Partial<Options>, RegExp, number][] = [
      [{ optimizer: spoil(3) }, /got velocity\.weight = NaN in the optimizer's state after step 3\./, 2],
      [{ objective: owning("params") }, /got own = (-?Infinity|NaN) in the objective's parameters after step 1\./, 0],
      [{ objective: owning("state") }, /got carried = Infinity in the objective's state after step 1\./, 0],
    ];
    for (const [more, message, last] of cases) {
      const written: Uint8Array[] = [];
      const run = { ...options, ...more, steps: 5, checkpoint: { write: (bytes: Uint8Array) => void written.push(bytes), everySteps: 1 } };
      const error = await failureOf(fit(line, dataset, run));
      expect(error.message).toMatch(message);
      for (const bytes of written) expect(nonFiniteIn(decodeCheckpoint(bytes))).toBeUndefined();
      expect(written.length === 0 ? 0 : decodeCheckpoint(written.at(-1) as Uint8Array).step, String(message)).toBe(last);
    }
  });

  it("looks for numbers that are not finite in every part of a checkpoint", async () => {
    const result = await fit(line, dataset, {
      ...options, objective: { init: () => ({ params: { own: tf.scalar(1) }, state: { carried: tf.scalar(0) } }), evaluate: squaredError }, optimizer: sgd(0.01, { momentum: 0.5 }),
      ema: 0.9, validation: { data: dataset }, keepBest: true,
    });
    const checkpoint = decodeCheckpoint(result.checkpoint());
    expect(nonFiniteIn(checkpoint)).toBeUndefined();
    const { objective, optimizer } = checkpoint as Required<typeof checkpoint>;
    const bad = { leaf: { dtype: "F32", shape: [2], data: Float32Array.of(1, -Infinity) } } as const;
    const parts: Record<string, object> = {
      parameters: { params: bad },
      "objective's parameters": { objective: { ...objective, params: bad } },
      "objective's state": { objective: { ...objective, state: bad } },
      "optimizer's state": { optimizer: { ...optimizer, slots: bad } },
      "objective's optimizer state": { objective: { ...objective, optimizer: { ...objective.optimizer, slots: bad } } },
      "average of the parameters": { ema: bad },
      "best parameters": { best: bad },
    };
    for (const [part, change] of Object.entries(parts)) expect(nonFiniteIn({ ...checkpoint, ...change })).toEqual({ part, path: "leaf", value: -Infinity });
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
});
