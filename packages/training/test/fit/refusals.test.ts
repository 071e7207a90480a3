import * as tf from "@tensorflow/tfjs-core";
import { describeOnBackends, expectNoLeakAsync } from "@variate/testing";
import { randomKey } from "@variate/random";
import { adam, evaluate, fit, sgd, type FitOptions } from "@variate/training";
import { expect, it } from "vitest";
import { line, points, squaredError, type Example, type Line } from "./problems.js";

type Options = FitOptions<Line, Line, Example>;
const { dataset } = points(20, (a, b) => a - b);
const options: Options = { objective: squaredError, optimizer: sgd(0.1), epochs: 5, batchSize: 5, key: randomKey(0) };

describeOnBackends("fit refuses", () => {
  it("options that are missing, out of range or at odds", async () => {
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

  it("what is no option, no optimizer, no objective and no model, as JavaScript may give it", async () => {
    const optimizerWanted = "fit: expected optimizer with init and update, such as adam(1e-3); got ";
    const objectiveWanted = "fit: expected objective, a function or an object { init, evaluate }; got ";
    const valueWanted = "fit: expected an objective that returns { bound, terms } of tensors; got ";
    const bound = () => tf.zeros([5]);
    const borrowed = tf.train.sgd(0.1);
    const cases: [change: object, message: string][] = [
      [{ earlystopping: { patience: 1 } }, "fit: expected options that it knows; got earlystopping. Did you mean earlyStopping?"],
      [{ epoch: 3 }, "got epoch. Did you mean epochs?"],
      [{ learningRate: 3 }, "got learningRate. Known are objective, optimizer, objectiveOptimizer, epochs,"],
      [{ validation: { data: dataset, every_steps: 3 } }, "got validation.every_steps. Did you mean validation.everySteps?"],
      [{ clip: { norm: 1 } }, "got clip.norm. Known are value, globalNorm."],
      [{ checkpoint: { write: () => {}, every: 1 } }, "got checkpoint.every. Known are everyEpochs, everySteps, write."],
      [{ validation: { data: dataset }, earlyStopping: { patience: 1, delta: 1 } }, "got earlyStopping.delta."],
      [{ optimizer: undefined }, `${optimizerWanted}none. Try optimizer: adam(1e-3).`],
      [{ optimizer: adam }, `${optimizerWanted}the function adam. Call it: adam(1e-3).`],
      [{ optimizer: borrowed }, "Wrap an optimizer of TensorFlow.js: fromTfOptimizer(optimizer)."],
      [{ objectiveOptimizer: "adam" }, "fit: expected objectiveOptimizer with init and update, such as adam(1e-3); got the string adam."],
      [{ objective: undefined }, `${objectiveWanted}none. Give objective: (model, batch, context) => ({ bound, terms }).`],
      [{ objective: { evaluate: squaredError } }, `${objectiveWanted}an object with evaluate.`],
      [{ validation: { data: dataset, objective: 3 } }, "fit: expected validation.objective, a function or an object { init, evaluate }; got the number 3."],
      [{ objective: () => ({ bound: bound() }) }, `${valueWanted}terms none. Give terms: {} where there is nothing to report.`],
      [{ objective: () => ({ bound: bound(), terms: bound() }) }, `${valueWanted}terms a tensor [5].`],
      [{ objective: () => ({ bound: bound(), terms: { kl: 3 } }) }, `${valueWanted}the term kl, the number 3.`],
      [{ objective: () => ({ bound: 3, terms: {} }) }, `${valueWanted}bound the number 3.`],
      [{ objective: bound }, `${valueWanted}a tensor [5]. The bound is one value per example, shape [batch].`],
      [{ objective: () => undefined }, `${valueWanted}none.`],
      [{ objective: async () => ({}) }, `${valueWanted}a promise. An objective is no async function`],
    ];
    await expectNoLeakAsync(async () => {
      for (const [change, message] of cases) {
        await expect(fit(line, dataset, { ...options, ...change } as Options), message).rejects.toThrow(message);
      }
      await expect(fit(line, dataset, undefined as never)).rejects.toThrow("fit: expected options; got none. Try fit(model, data, {");
      await expect(fit({ bind: line.bind } as never, dataset, options)).rejects.toThrow("fit: expected a model { init(key), bind(params, context) }; got an object with bind.");
      await expect(evaluate(line, {} as never, dataset, { key: randomKey(0) } as never)).rejects.toThrow("evaluate: expected objective, a function");
      // A store of the caller's own class has members of its own, and an option may be left undefined.
      class Store {
        readonly files: Uint8Array[] = [];
        write(bytes: Uint8Array): void {
          this.files.push(bytes);
        }
      }
      const store = new Store();
      const left = { later: undefined };
      const result = await fit(line, dataset, { ...options, checkpoint: store, ...left });
      expect(store.files).toHaveLength(5);
      return result;
    });
    borrowed.dispose();
  });

  it("data it cannot read, and an iterator that is spent", async () => {
    const tensor = tf.zeros([3, 2]);
    await expect(fit(line, tensor as never, options)).rejects.toThrow("got a tensor [3, 2]. One tensor is one batch: [tensor].");
    await expect(fit(line, null as never, options)).rejects.toThrow(/^fit: expected a data set, batches, or a function of the epoch .*; got null/);
    tensor.dispose();
    const spent = dataset.batches({ batchSize: 5 })[Symbol.iterator]() as unknown as Iterable<Example>;
    await expect(fit(line, spent, options)).rejects.toThrow("fit: expected data with at least one batch; got none in epoch 1. An iterator is spent after one epoch:");
    await expect(fit(line, [], options)).rejects.toThrow("got none in epoch 0.");
  });

  it("an objective whose state changes form", async () => {
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
