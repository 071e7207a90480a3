import * as tf from "@tensorflow/tfjs-core";
import { describeOnBackends, expectClose, expectNoLeakAsync } from "@variate/testing";
import { foldIn, normalDraws, randomKey, splitKey } from "@variate/random";
import { adam, adamax, evaluate, fit, fromTfOptimizer, rmsprop, sgd, type EpochEvent, type Evaluate, type FitOptions, type Model, type StepEvent } from "@variate/training";
import { expect, it } from "vitest";
import { line, logistic, points, sameBytes, smallElbo, smallImages, smallVae, squaredError, statefulElbo, type Example, type Line } from "./problems.js";

/** Solves a symmetric system by Gaussian elimination, in float64. */
function solve(matrix: number[][], right: number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i] as number]);
  rows.forEach((pivot, i) => {
    for (const [j, row] of rows.entries()) {
      if (j === i) continue;
      const factor = (row[i] as number) / (pivot[i] as number);
      row.forEach((_, k) => ((row[k] as number) -= factor * (pivot[k] as number)));
    }
  });
  return rows.map((row, i) => (row.at(-1) as number) / (row[i] as number));
}

/** Newton's method for the logistic likelihood, in float64. */
function logisticOptimum(x: Float32Array, y: Float32Array): number[] {
  let beta = [0, 0, 0];
  for (let round = 0; round < 25; round++) {
    const gradient = [0, 0, 0];
    const hessian = [[0, 0, 0], [0, 0, 0], [0, 0, 0]];
    y.forEach((label, i) => {
      const row = [x[2 * i] as number, x[2 * i + 1] as number, 1];
      const p = 1 / (1 + Math.exp(-row.reduce((sum, value, k) => sum + value * (beta[k] as number), 0)));
      row.forEach((a, j) => {
        (gradient[j] as number) += (label - p) * a;
        row.forEach((b, k) => (((hessian[j] as number[])[k] as number) += p * (1 - p) * a * b));
      });
    });
    const step = solve(hessian, gradient);
    beta = beta.map((value, j) => value + (step[j] as number));
  }
  return beta;
}

describeOnBackends("fit", () => {
  it("finds the least-squares line", async () => {
    const { x, y, dataset } = points(60, (a, b, draw) => 2 * a - b + 0.5 + (draw - 0.5));
    const gram = [[0, 0, 0], [0, 0, 0], [0, 0, 0]];
    const right = [0, 0, 0];
    y.forEach((label, i) => {
      const row = [x[2 * i] as number, x[2 * i + 1] as number, 1];
      row.forEach((a, j) => {
        (right[j] as number) += a * label;
        row.forEach((b, k) => (((gram[j] as number[])[k] as number) += a * b));
      });
    });
    const want = solve(gram, right);
    for (const optimizer of [sgd(0.3, { momentum: 0.5 }), adam((step) => 0.3 * 0.975 ** step)]) {
      const { params } = await fit(line, dataset, { objective: squaredError, optimizer, epochs: 250, batchSize: 60, key: randomKey(0) });
      expectClose(params.weight, want.slice(0, 2), { absolute: 2e-4 }, optimizer.name);
      expectClose(params.bias, want[2] as number, { absolute: 2e-4 }, optimizer.name);
      tf.dispose(params as unknown as tf.Tensor);
    }
  });

  it("finds the maximum of a logistic likelihood, with a tf.Optimizer too", async () => {
    const { x, y, dataset } = points(80, (a, b, draw) => (draw < 1 / (1 + Math.exp(-(a - 2 * b + 0.3))) ? 1 : 0));
    const want = logisticOptimum(x, y);
    const borrowed = tf.train.momentum(1, 0.5);
    for (const optimizer of [adamax((step) => 0.3 * 0.98 ** step, { beta2: 0.9 }), fromTfOptimizer(borrowed)]) {
      const { params } = await fit(line, dataset, { objective: logistic, optimizer, steps: 300, batchSize: 80, key: randomKey(0) });
      expectClose([...params.weight.dataSync(), ...params.bias.dataSync()], want, { absolute: 2e-3 }, optimizer.name);
      tf.dispose(params as unknown as tf.Tensor);
    }
    borrowed.dispose();
  });

  it("takes the steps of the definition: keys, batches and gradients", async () => {
    const dataset = smallImages();
    const key = randomKey(4);
    const [init, data, steps] = splitKey(key, 3) as [never, never, never];
    const params = smallVae.init(init);
    const rate = 0.1;
    let current = params as unknown as { encoder: Record<string, tf.Tensor>; decoder: Record<string, tf.Tensor> };
    let step = 0;
    for (let epoch = 0; epoch < 2; epoch++) {
      for (const batch of dataset.batches({ batchSize: 6, key: foldIn(data, epoch) })) {
        const [objective] = splitKey(foldIn(steps, step++), 2) as [never, never];
        const leaves = [...Object.values(current.encoder), ...Object.values(current.decoder)];
        const grads = tf.grads((weight, loc, logScale, weightD, bias) =>
          tf.neg(tf.mean(smallElbo({ encoder: { weight, loc, logScale }, decoder: { weight: weightD, bias } } as never, batch, { key: objective, step, datasetSize: 20 }).bound)),
        )(leaves);
        const [weight, loc, logScale, weightD, bias] = leaves.map((leaf, i) => tf.sub(leaf, tf.mul(grads[i] as tf.Tensor, rate))) as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
        current = { encoder: { weight, loc, logScale }, decoder: { weight: weightD, bias } };
        batch.dispose();
      }
    }
    const result = await fit(smallVae, dataset, { objective: smallElbo, optimizer: sgd(rate), epochs: 2, batchSize: 6, key });
    expect(result.step).toBe(step);
    expectClose(result.params.encoder.weight, current.encoder["weight"] as tf.Tensor, { absolute: 1e-6 });
    expectClose(result.params.decoder.weight, current.decoder["weight"] as tf.Tensor, { absolute: 1e-6 });
  });

  it("raises the bound of a small variational autoencoder", async () => {
    const { history, params } = await fit(smallVae, smallImages(), {
      objective: smallElbo, optimizer: adam(0.02), epochs: 40, batchSize: 6, key: randomKey(1),
    });
    const bounds = history.map(({ bound }) => bound);
    expect(bounds).toHaveLength(40);
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean(bounds.slice(-5))).toBeGreaterThan(mean(bounds.slice(0, 5)) + 2);
    const last = history.at(-1);
    expect(last?.bound).toBeCloseTo((last?.terms["reconstruction"] as number) - (last?.terms["kl"] as number), 4);
    tf.dispose(params as unknown as tf.Tensor);
  });

  it("gives the same losses to the last digit for the same key, and others for another", async () => {
    const losses = async (seed: number): Promise<number[]> => {
      const seen: number[] = [];
      const result = await fit(smallVae, smallImages(), {
        objective: smallElbo, optimizer: adam(0.05), epochs: 3, batchSize: 6, key: randomKey(seed),
        callbacks: { onStep: ({ bound }) => void seen.push(bound) },
      });
      tf.dispose(result as unknown as tf.Tensor);
      return seen;
    };
    const once = await losses(1);
    expect(once).toHaveLength(12);
    expect(await losses(1)).toEqual(once);
    expect(await losses(2)).not.toEqual(once);
  });

  it("keeps a short last batch and averages it over its own size", async () => {
    const x = tf.tensor([[1, 0], [1, 0], [1, 0]]);
    const batches = (): Example[] => [
      { x, y: tf.tensor([1, 1, 1]) },
      { x: tf.tensor([[1, 0]]), y: tf.tensor([5]) },
    ];
    const steps: StepEvent[] = [];
    const { params, history } = await fit(line, batches, {
      objective: squaredError, optimizer: sgd(1), epochs: 1, key: randomKey(0), callbacks: { onStep: (event) => void steps.push(event) },
    });
    // Step 1: gradient −1 in w₀ and b, so both become 1. Step 2: residual 5 − 2 = 3 of one example adds 3.
    expectClose(params.weight, [4, 0]);
    expectClose(params.bias, 4);
    expect(steps.map(({ bound, examples }) => [bound, examples])).toEqual([[-0.5, 3], [-4.5, 1]]);
    expect(history).toEqual([{ epoch: 0, step: 2, examples: 4, bound: -1.5, terms: { absolute: 1.5 } }]);
  });

  it("holds the number of tensors over 1,000 steps", async () => {
    const { dataset } = points(40, (a, b) => a - b);
    const numbers: number[] = [];
    await expectNoLeakAsync(() =>
      fit(line, dataset, {
        objective: squaredError, optimizer: adam(0.01), steps: 1000, batchSize: 8, key: randomKey(0), ema: 0.9, clip: { globalNorm: 1 },
        validation: { data: dataset, everyEpochs: 20 }, earlyStopping: { patience: 100 }, checkpoint: { write: () => {}, everyEpochs: 50 },
        callbacks: { onStep: () => void numbers.push(tf.memory().numTensors) },
      }),
    );
    expect(numbers).toHaveLength(1000);
    expect(new Set(numbers.slice(110)).size).toBeLessThanOrEqual(2);
    expect(numbers.at(-1)).toBe(numbers[200]);
  });

  it("leaks nothing with an objective that owns tensors, windows of reads, data of the caller's and an aborted signal", async () => {
    const batches = [...smallImages().batches({ batchSize: 6 })];
    for (const readEvery of [1, 3, 100]) {
      await expectNoLeakAsync(() => {
        const controller = new AbortController();
        return fit(smallVae, batches, {
          objective: statefulElbo, optimizer: rmsprop(0.01, { momentum: 0.5 }), objectiveOptimizer: sgd(0.1), epochs: 4, key: randomKey(0),
          readEvery, signal: controller.signal, ema: (step) => step / (step + 1), clip: { value: 0.5 },
          validation: { data: batches, everySteps: 3 }, keepBest: true,
          callbacks: [{ onStep: ({ step }) => void (step === 9 && controller.abort()) }, {}],
        });
      }, `readEvery ${readEvery}`);
    }
    expect(batches.every((batch) => !batch.isDisposed)).toBe(true);
  });

  it("reads windows of steps without changing a number", async () => {
    const run = async (readEvery: number) => {
      const events: Partial<StepEvent>[] = [];
      const result = await fit(smallVae, smallImages(), {
        objective: statefulElbo, optimizer: adam(0.01), epochs: 3, batchSize: 6, key: randomKey(3), readEvery, checkpoint: { write: () => {}, everySteps: 5 },
        callbacks: { onStep: ({ bound, terms, step, epoch, batch, batches, learningRate }) => void events.push({ bound, terms, step, epoch, batch, batches, learningRate }) },
      });
      tf.dispose(result as unknown as tf.Tensor);
      return { events, bytes: result.checkpoint() };
    };
    const [one, many] = [await run(1), await run(7)];
    expect(many.events).toEqual(one.events);
    expect(sameBytes(many.bytes, one.bytes)).toBe(true);
    expect(one.events[4]).toMatchObject({ step: 5, epoch: 1, batch: 1, batches: 4, learningRate: 0.01 });
  });

  it("trains an objective's parameters and carries its state", async () => {
    const result = await fit(smallVae, smallImages(), { objective: statefulElbo, optimizer: adam(0.05), epochs: 30, batchSize: 6, key: randomKey(0) });
    const { params, state } = result.objective as { params: { critic: { slope: tf.Tensor } }; state: { seen: tf.Tensor } };
    expectClose(params.critic.slope, [0.5, 0.5], { absolute: 0.02 });
    expect(state.seen.dataSync()[0]).toBe(600);
    expect(state.seen.dtype).toBe("int32");
  });

  it("feeds the objective its context", async () => {
    const seen: unknown[] = [];
    const { dataset } = points(10, (a) => a);
    const bind: unknown[] = [];
    const model: Model<Line, Line> = { init: line.init, bind: (params, context) => (bind.push(context), params) };
    const key = randomKey(9);
    await fit(model, dataset, {
      objective: (bound, batch, context) => (seen.push(context), squaredError(bound, batch, context)),
      optimizer: sgd(0.1), steps: 2, batchSize: 5, key,
    });
    const steps = splitKey(key, 3)[2] as never;
    const keys = [0, 1].map((step) => splitKey(foldIn(steps, step), 2));
    expect(seen).toEqual(keys.map(([objective], step) => ({ key: objective, step, datasetSize: 10 })));
    expect(bind).toEqual(keys.map(([, network]) => ({ key: network, training: true })));
  });

  it("clips gradients by value and by global norm", async () => {
    const batch = [{ x: tf.tensor([[3, 4]]), y: tf.tensor([1]) }];
    const options = { objective: squaredError, optimizer: sgd(1), steps: 1, key: randomKey(0) };
    const norm = await fit(line, batch, { ...options, clip: { globalNorm: 1 } });
    const length = Math.hypot(3, 4, 1);
    expectClose(norm.params.weight, [3 / length, 4 / length]);
    const value = await fit(line, batch, { ...options, clip: { value: 0.5 } });
    expectClose(value.params.weight, [0.5, 0.5]);
  });

  it("trains only what the mask lets through", async () => {
    const { dataset } = points(20, (a, b) => a - b + 1);
    const { params } = await fit(line, dataset, {
      objective: squaredError, optimizer: adam(0.05), steps: 50, batchSize: 20, key: randomKey(0), trainable: (path) => path !== "bias",
    });
    expectClose(params.bias, 0);
    expect(Math.abs(params.weight.dataSync()[0] as number)).toBeGreaterThan(0.3);
  });

  it("keeps a moving average of the parameters", async () => {
    const { dataset } = points(20, (a, b) => a - b + 1);
    const seen: number[] = [];
    const { ema } = await fit(line, dataset, {
      objective: squaredError, optimizer: sgd(0.1), epochs: 5, batchSize: 20, key: randomKey(0), ema: 0.5,
      callbacks: { onEpoch: ({ params }: EpochEvent<Line>) => void seen.push(params.bias.dataSync()[0] as number) },
    });
    const want = seen.reduce((average, value) => 0.5 * average + 0.5 * value, 0);
    expectClose(ema?.bias as tf.Tensor, want, { absolute: 1e-6 });
  });

  it("starts from given parameters and leaves them alone", async () => {
    const { dataset } = points(10, (a) => a);
    const params = { weight: tf.tensor([1, 2]), bias: tf.scalar(3) };
    const result = await fit(line, dataset, { objective: squaredError, optimizer: sgd(0.1), steps: 0, key: randomKey(0), params });
    expect(result.status).toBe("completed");
    tf.dispose(result as unknown as tf.Tensor);
    expectClose(params.weight, [1, 2]);
  });

  it("refuses parameters of another form than the model's, naming the first difference", async () => {
    const { dataset } = points(10, (a) => a);
    const [weight, bias] = [tf.tensor([1, 2]), tf.scalar(3)];
    const other = "They are of another architecture than the model.";
    const cases: [params: object, message: string][] = [
      [{ weight: tf.zeros([3]), bias }, `fit (params): expected weight [2]; got [3]. ${other}`],
      [{ weight }, `fit (params): expected bias []; got none. ${other}`],
      [{ weight, bias: tf.scalar(3, "int32") }, "expected bias [] of dtype float32; got int32."],
      [{ weight, bias, more: { scale: bias } }, "expected no other tensors; got also more.scale []."],
      [{ weight: [1, 2], bias }, "expected a tensor or an object of them at weight; got an array."],
      [null as never, "fit (params): expected a tree of tensors; got null."],
    ];
    await expectNoLeakAsync(async () => {
      for (const [params, message] of cases) {
        const options = { objective: squaredError, optimizer: sgd(0.1), steps: 1, key: randomKey(0), params: params as Line };
        await expect(fit(line, dataset, options)).rejects.toThrow(message);
      }
      return fit(line, dataset, { objective: squaredError, optimizer: sgd(0.1), steps: 1, key: randomKey(0), params: { weight, bias } });
    });
  });

  it("reads async batches and functions of the epoch, and frees what they yield", async () => {
    const made: tf.Tensor[] = [];
    const epochs: unknown[] = [];
    async function* stream(epoch: number, key: unknown): AsyncGenerator<Example> {
      epochs.push([epoch, key]);
      for (let i = 0; i < 2; i++) {
        await new Promise((resolve) => setTimeout(resolve, 1));
        const batch = { x: tf.tensor([[1, i]]), y: tf.tensor([epoch]) };
        made.push(batch.x, batch.y);
        yield batch;
      }
    }
    const key = randomKey(2);
    const { step, status } = await fit(line, stream, { objective: squaredError, optimizer: sgd(0.1), epochs: 2, key });
    expect([step, status]).toEqual([4, "completed"]);
    expect(made.every((tensor) => tensor.isDisposed)).toBe(true);
    const data = splitKey(key, 3)[1] as never;
    expect(epochs).toEqual([[0, foldIn(data, 0)], [1, foldIn(data, 1)]]);
  });

  it("evaluates every example once, with keys of its own", async () => {
    const dataset = smallImages();
    const key = randomKey(6);
    const params = smallVae.init(randomKey(1));
    const got = await evaluate(smallVae, params, dataset, { objective: smallElbo, key, batchSize: 6 });
    let total = 0;
    let index = 0;
    for (const batch of dataset.batches({ batchSize: 6 })) {
      const [objective] = splitKey(foldIn(key, index++), 2) as [never];
      total += [...smallElbo(params, batch, { key: objective, step: 0, datasetSize: 20 }).bound.dataSync()].reduce((sum, value) => sum + value, 0);
    }
    expect(got.examples).toBe(20);
    expect(got.bound).toBeCloseTo(total / 20, 4);
    await expectNoLeakAsync(() => evaluate(smallVae, params, dataset, { objective: smallElbo, key, batchSize: 1 }));
    await expect(evaluate(smallVae, params, [], { objective: smallElbo, key })).rejects.toThrow("evaluate: expected at least one batch; got none.");
  });

  it("validates, keeps the best and stops early", async () => {
    const { dataset } = points(30, (a, b, draw) => a - b + draw);
    const validations: [number, boolean][] = [];
    // The rate grows until the line is overshot ever further.
    const result = await fit(line, dataset, {
      objective: squaredError, optimizer: sgd((step) => 0.1 * 1.5 ** step), epochs: 50, batchSize: 30, key: randomKey(0),
      validation: { data: dataset }, earlyStopping: { patience: 2 },
      callbacks: { onValidation: ({ bound, improved }) => void validations.push([bound, improved]) },
    });
    expect(result.status).toBe("earlyStopping");
    const best = Math.max(...validations.map(([bound]) => bound));
    expect(validations.slice(-3).map(([, improved]) => improved)).toEqual([true, false, false]);
    expect(result.record?.bound).toBe(best);
    expect(result.history.at(-1)?.validation?.bound).toBe(validations.at(-1)?.[0]);
    const again = await evaluate(line, result.best as Line, dataset, { objective: squaredError, key: splitKey(randomKey(0), 5)[4] as never, batchSize: 30 });
    expect(again.bound).toBe(best);
  });

  it("validates the average where there is one, and an objective of its own where given", async () => {
    const { dataset } = points(30, (a, b) => a - b);
    const { history } = await fit(line, dataset, {
      objective: squaredError, optimizer: sgd(0.1), epochs: 1, batchSize: 30, key: randomKey(0), ema: 0.25,
      validation: {
        data: dataset,
        objective: ({ weight }, { x }) => ({ bound: tf.mul(tf.onesLike(tf.sum(x, 1)), tf.sum(weight)), terms: {} }),
      },
    });
    const { params } = await fit(line, dataset, { objective: squaredError, optimizer: sgd(0.1), epochs: 1, batchSize: 30, key: randomKey(0) });
    const [a, b] = params.weight.dataSync() as unknown as [number, number];
    expect(history[0]?.validation?.bound).toBeCloseTo(0.75 * (a + b), 6);
  });

  it("measures held-out data by the objective's evaluation, unless told otherwise", async () => {
    const { dataset } = points(30, (a, b) => a - b);
    const constant = (value: number): Evaluate<Line, Example> => (_, { x }) => ({ bound: tf.fill([x.shape[0]], value), terms: {} });
    const objective = Object.assign((...given: Parameters<typeof squaredError>) => squaredError(...given), { evaluation: constant(-7) });
    const key = randomKey(0);
    const options: FitOptions<Line, Line, Example> = { objective, optimizer: sgd(0.1), epochs: 9, batchSize: 30, key, validation: { data: dataset }, earlyStopping: { patience: 2 } };
    // A measure that never improves stops the fit two validations after the first.
    const result = await fit(line, dataset, options);
    expect([result.status, result.record, result.step]).toEqual(["earlyStopping", { bound: -7, terms: {}, step: 1, epoch: 0 }, 3]);
    expect(result.history[0]?.bound).not.toBe(-7);
    const told = await fit(line, dataset, { ...options, validation: { data: dataset, objective: constant(-8) } });
    expect(told.record?.bound).toBe(-8);
    const owning = await fit(line, dataset, { ...options, objective: { init: () => ({ params: {}, state: {} }), evaluate: squaredError, evaluation: constant(-9) } });
    expect(owning.record?.bound).toBe(-9);

    const params = { weight: tf.tensor([0.5, 1]), bias: tf.scalar(0) };
    const asked = { objective, key, batchSize: 30 };
    expect((await evaluate(line, params, dataset, asked)).bound).toBe(-7);
    const own = await evaluate(line, params, dataset, { ...asked, measure: "objective" });
    expect(own).toEqual(await evaluate(line, params, dataset, { ...asked, objective: squaredError }));
    // An objective given for validation is taken as it is.
    const itself = await fit(line, dataset, { ...options, epochs: 1, validation: { data: dataset, objective } });
    expect(itself.record?.terms).toHaveProperty("absolute");
  });

  it("yields to the event loop", async () => {
    const { dataset } = points(200, (a) => a);
    let ticks = 0;
    const timer = setInterval(() => ticks++, 5);
    const began = performance.now();
    await fit(line, dataset, {
      objective: (model, batch, context) => {
        // A slow objective, so that a fit without pauses would starve the timer.
        for (const until = performance.now() + 3; performance.now() < until; );
        return squaredError(model, batch, context);
      },
      optimizer: sgd(0.01), steps: 60, batchSize: 5, key: randomKey(0),
    });
    clearInterval(timer);
    expect(ticks).toBeGreaterThan((performance.now() - began) / 60);
  });

  it("makes a model's parameters from the key alone", async () => {
    const model: Model<Line, Line> = { ...line, init: (key) => ({ weight: normalDraws(key, [2]), bias: tf.scalar(0) }) };
    const { params } = await fit(model, points(4, (a) => a).dataset, { objective: squaredError, optimizer: sgd(0.1), steps: 0, key: randomKey(3) });
    expect([...params.weight.dataSync()]).toEqual([...normalDraws(splitKey(randomKey(3), 3)[0] as never, [2]).dataSync()]);
  });
});
