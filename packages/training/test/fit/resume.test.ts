import * as tf from "@tensorflow/tfjs-core";
import { describeOnBackends, expectNoLeakAsync } from "@variate/testing";
import { randomKey } from "@variate/random";
import {
  adam,
  adamW,
  cosineDecay,
  decodeCheckpoint,
  encodeCheckpoint,
  fillParams,
  fit,
  fromTfOptimizer,
  rmsprop,
  sgd,
  type Checkpoint,
  type FitOptions,
  type FitResult,
  type Optimizer,
} from "@variate/training";
import { expect, it, vi } from "vitest";
import { sameBytes, smallElbo, smallImages, smallVae, statefulElbo, type VaeParams } from "./problems.js";

type Options = FitOptions<VaeParams, VaeParams, tf.Tensor>;

/** Everything at once: shuffled data redrawn in each epoch, an objective with state, averages, validation. */
const everything = (): Options => ({
  objective: statefulElbo,
  optimizer: adamW(cosineDecay({ from: 0.1, steps: 20 })),
  objectiveOptimizer: rmsprop(0.05, { momentum: 0.5, centered: true }),
  epochs: 3,
  batchSize: 6,
  key: randomKey(8),
  ema: (step) => Math.min(0.9, (1 + step) / (10 + step)),
  clip: { globalNorm: 2 },
  validation: { data: smallImages(), everySteps: 3, everyEpochs: 1 },
  earlyStopping: { patience: 50 },
  configuration: { latents: 2 },
});

async function bytesOf(options: Options): Promise<Uint8Array> {
  const result = await fit(smallVae, smallImages(), options);
  tf.dispose(result as unknown as tf.Tensor);
  expect(result.status).toBe("completed");
  return result.checkpoint();
}

/** Stops after `step` steps by the signal, as Ctrl-C does. */
async function stoppedAt(step: number, options: Options): Promise<Uint8Array> {
  const controller = new AbortController();
  if (step === 0) controller.abort();
  const result = await fit(smallVae, smallImages(), {
    ...options,
    signal: controller.signal,
    callbacks: { onStep: (event) => void (event.step === step && controller.abort()) },
  });
  tf.dispose(result as unknown as tf.Tensor);
  expect([result.status, result.step]).toEqual(["aborted", step]);
  return result.checkpoint();
}

describeOnBackends("a fit stopped and resumed", () => {
  it("ends with the very checkpoint of one that was not, wherever it stopped", async () => {
    const whole = await bytesOf(everything());
    expect(decodeCheckpoint(whole)).toMatchObject({ step: 12, epoch: 3, batch: 0 });
    for (let step = 0; step < 12; step++) {
      const stopped = await stoppedAt(step, everything());
      expect(sameBytes(await bytesOf({ ...everything(), resume: stopped }), whole), `stopped at ${step}`).toBe(true);
    }
  });

  it("warns where another backend, or another build of its kernels, goes on", async () => {
    const stopped = decodeCheckpoint(await stoppedAt(5, everything()));
    const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    try {
      for (const backend of [stopped.backend, undefined]) await bytesOf({ ...everything(), resume: { ...stopped, backend } as Checkpoint });
      expect(warn).not.toHaveBeenCalled();
      await bytesOf({ ...everything(), resume: { ...stopped, backend: "other (plain)" } });
      expect(warn.mock.calls).toEqual([[expect.stringMatching(/^fit: expected the checkpoint's backend other \(plain\), .*; got \w+\b.* It goes on with other last bits\.$/)]]);
    } finally {
      warn.mockRestore();
    }
  });

  it("may stop at every single step", async () => {
    const whole = await bytesOf(everything());
    let bytes = await stoppedAt(0, everything());
    const { key: _, ...rest } = everything();
    for (let step = 1; step <= 11; step++) bytes = await stoppedAt(step, { ...rest, resume: bytes });
    expect(sameBytes(await bytesOf({ ...rest, resume: decodeCheckpoint(bytes) }), whole)).toBe(true);
  });

  it("goes on from every file that was written on the way", async () => {
    const files: Uint8Array[] = [];
    const options: Options = { ...everything(), checkpoint: { write: (bytes) => void files.push(bytes), everySteps: 1, everyEpochs: 1 } };
    const whole = await bytesOf(options);
    expect(files).toHaveLength(12 + 3);
    expect(sameBytes(files.at(-1), whole)).toBe(true);
    for (const file of files) expect(sameBytes(await bytesOf({ ...everything(), resume: file }), whole)).toBe(true);
  });

  it("stops early at the same place", async () => {
    const early: Options = { ...everything(), epochs: 30, earlyStopping: { patience: 2, minimumImprovement: 1 } };
    const run = async (options: Options): Promise<FitResult<VaeParams>> => {
      const result = await fit(smallVae, smallImages(), options);
      tf.dispose(result as unknown as tf.Tensor);
      return result;
    };
    const whole = await run(early);
    expect(whole.status).toBe("earlyStopping");
    for (let step = 1; step <= whole.step; step++) {
      const controller = new AbortController();
      const first = await run({
        ...early,
        signal: controller.signal,
        callbacks: { onStep: (event) => void (event.step === step && controller.abort()) },
      });
      const second = await run({ ...early, resume: first.checkpoint() });
      expect(second.status).toBe("earlyStopping");
      expect(sameBytes(second.checkpoint(), whole.checkpoint()), `stopped at ${step}`).toBe(true);
    }
  });

  const optimizers: Record<string, () => Optimizer> = {
    "sgd without state": () => sgd(0.1),
    "a tf.Optimizer": () => fromTfOptimizer(tf.train.adam(0.01)),
  };
  for (const [name, make] of Object.entries(optimizers)) {
    it(`resumes ${name} with batches from a function of the epoch`, async () => {
      const options: Options = { objective: smallElbo, optimizer: make(), steps: 7, key: randomKey(1) };
      const data = (epoch: number, key: ReturnType<typeof randomKey>) => smallImages().batches({ batchSize: 7 - epoch, key });
      const run = async (more: Partial<Options>): Promise<Uint8Array> => {
        const result = await fit(smallVae, data, { ...options, ...more });
        tf.dispose(result as unknown as tf.Tensor);
        return result.checkpoint();
      };
      const whole = await run({});
      for (let step = 1; step < 7; step++) {
        const controller = new AbortController();
        const stopped = await run({
          signal: controller.signal,
          callbacks: { onStep: (event) => void (event.step === step && controller.abort()) },
        });
        expect(sameBytes(await run({ resume: stopped, optimizer: make() }), whole), `stopped at ${step}`).toBe(true);
      }
    });
  }

  it("writes nothing where it changed nothing, so that no better file is lost", async () => {
    const aborted = AbortSignal.abort();
    const run = async (more: Partial<Options>): Promise<[steps: number[], result: FitResult<VaeParams>]> => {
      const steps: number[] = [];
      const checkpoint = { write: (bytes: Uint8Array): void => void steps.push(decodeCheckpoint(bytes).step) };
      const onCheckpoint = ({ step }: { step: number }): void => void expect(steps.at(-1)).toBe(step);
      const result = await fit(smallVae, smallImages(), { ...everything(), ...more, checkpoint, callbacks: { onCheckpoint } });
      tf.dispose(result as unknown as tf.Tensor);
      return [steps, result];
    };
    const [fresh, untouched] = await run({ signal: aborted });
    expect([fresh, untouched.status, decodeCheckpoint(untouched.checkpoint()).step]).toEqual([[], "aborted", 0]);
    expect((await run({ steps: 0 }))[0]).toEqual([]);
    const [whole, done] = await run({});
    expect(whole).toEqual([4, 8, 12]);
    const [again, same] = await run({ resume: done.checkpoint() });
    expect([again, same.status, sameBytes(same.checkpoint(), done.checkpoint())]).toEqual([[], "completed", true]);
    expect((await run({ resume: done.checkpoint(), epochs: 9, signal: aborted }))[0]).toEqual([]);
    // Stopped after an epoch's last batch, a resumed fit still closes the epoch, which is worth a file.
    expect((await run({ resume: await stoppedAt(4, everything()), signal: aborted }))[0]).toEqual([4]);
  });

  it("goes further with more epochs, and hands out what the checkpoint holds", async () => {
    const options: Options = { objective: smallElbo, optimizer: adam(0.1), epochs: 1, batchSize: 6, key: randomKey(1), configuration: "of the user" };
    await expectNoLeakAsync(async () => {
      const first = await fit(smallVae, smallImages(), options);
      const second = await fit(smallVae, smallImages(), { ...options, epochs: 2, resume: first.checkpoint() });
      expect(second.history).toHaveLength(2);
      expect(second.history[0]).toEqual(first.history[0]);
      const checkpoint = decodeCheckpoint(second.checkpoint());
      expect(checkpoint.configuration).toBe("of the user");
      expect(checkpoint.optimizer).toMatchObject({ name: "adam", step: 8, configuration: { learningRate: 0.1 } });
      const filled = fillParams(first.params, checkpoint.params);
      expect([...filled.decoder.weight.dataSync()]).toEqual([...second.params.decoder.weight.dataSync()]);
      return [first, second, filled];
    });
  });

  it("writes files that decode and encode to the same bytes", async () => {
    const bytes = await stoppedAt(5, everything());
    expect(sameBytes(encodeCheckpoint(decodeCheckpoint(bytes)), bytes)).toBe(true);
  });

  it("refuses what it cannot go on from, naming the first difference", async () => {
    const bytes = await stoppedAt(5, everything());
    const resumed = (more: Partial<Options>): Promise<unknown> => {
      const { key: _, ...rest } = everything();
      return fit(smallVae, smallImages(), { ...rest, resume: bytes, ...more });
    };
    const wider = { ...smallVae, init: (key: ReturnType<typeof randomKey>) => ({ ...smallVae.init(key), extra: tf.zeros([2]) }) };
    await expectNoLeakAsync(async () => {
      await expect(resumed({ key: randomKey(9) })).rejects.toThrow('fit: expected the checkpoint\'s key {"high":0,"low":8}; got {"high":0,"low":9}.');
      await expect(resumed({ batchSize: 5 })).rejects.toThrow("fit: expected batchSize 6, with which the checkpoint stopped inside an epoch; got 5.");
      await expect(resumed({ optimizer: sgd(1) })).rejects.toThrow("fit: expected the checkpoint's optimizer adamW; got sgd.");
      await expect(resumed({ optimizer: adamW(1, { beta1: 0.5 }) })).rejects.toThrow(
        "fit: expected the checkpoint's optimizer adamW with beta1 0.9; got 0.5. To change it, start a fit from params: " +
          "fillParams(model.init(key), decodeCheckpoint(bytes).params).",
      );
      await expect(resumed({ objectiveOptimizer: sgd(1) })).rejects.toThrow("fit: expected the checkpoint's objectiveOptimizer rmsprop; got sgd.");
      await expect(resumed({ objectiveOptimizer: rmsprop(1, { momentum: 0.5 }) })).rejects.toThrow(
        "fit: expected the checkpoint's objectiveOptimizer rmsprop with centered true; got false.",
      );
      const other: Optimizer = { ...adamW(1), configuration: { ...adamW(1).configuration, amsgrad: true } };
      await expect(resumed({ optimizer: other })).rejects.toThrow("optimizer adamW with amsgrad none; got true.");
      await expect(resumed({ objective: smallElbo })).rejects.toThrow("expected a checkpoint of an objective without parameters; got one with.");
      const slower = await resumed({ optimizer: adamW(1e-4), objectiveOptimizer: rmsprop(1e-4, { centered: true, momentum: 0.5 }) });
      tf.dispose(slower as tf.Tensor);
      await expect(fit(wider, smallImages(), { ...everything(), resume: bytes } as never)).rejects.toThrow(
        "fit (resume, parameters): expected extra [2]; got none. The file was written for another architecture.",
      );
    });
  });
});
