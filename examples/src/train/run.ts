import "@variate/tfjs";
import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-backend-wasm";
import "@variate/simd";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import * as tf from "@tensorflow/tfjs-core";
import { take } from "@variate/data";
import { writeFileAtomic } from "@variate/data/node";
import { treeSize } from "@variate/math";
import { elbo } from "@variate/objectives";
import { foldIn, randomKey } from "@variate/random";
import { formatDuration } from "@variate/report";
import { backendInUse, decodeCheckpoint, fit, type Checkpoint, type Json } from "@variate/training";
import { elboTerms, encodeModel, klPerLatent, logLikelihood } from "@variate/vae";
import { startBackend } from "./backend.js";
import { checkAgainstCheckpoint, configurationOf, flagsOf, keptConfiguration, UsageError, type Arguments, type RunConfiguration } from "./arguments.js";
import { loadImages, type TrainTestImages } from "./dataSource.js";
import { keepEarlierCheckpoint, openOutput, quoted, shown, type OutputFiles } from "./files.js";
import { formatNats } from "./format.js";
import { buildModel, buildOptimizer } from "./model.js";
import { drawPictures } from "./pictures.js";
import { progressLine } from "./progress.js";
import { buildReport } from "./report.js";
import { settingsOf } from "./settings.js";
import { trainingProgress } from "./trainingProgress.js";

/** The run was stopped by the user, who has been told how to go on. */
export class Interrupted extends Error {}

const LIKELIHOOD_DRAWS = 500;
const LIKELIHOOD_IMAGES = 1000;

/** Trains, evaluates, writes the report and the model, and tells what it wrote. */
export async function run(parsed: Arguments, cwd: string): Promise<void> {
  const began = performance.now();
  const resumed = parsed.resume === undefined ? undefined : await readCheckpoint(parsed.resume);
  const kept = resumed && keptConfiguration(resumed.configuration);
  if (kept !== undefined) checkAgainstCheckpoint(parsed.given, kept);
  const asked = configurationOf(parsed.given, kept);
  checkResumable(resumed, asked);
  const files = await openOutput(parsed.out);
  const backend = await startBackend(asked.backend, parsed.given.backend !== undefined);
  const configuration = { ...asked, backend };

  const interruption = new AbortController();
  const interrupt = (): void => interruption.abort(new Error("interrupted"));
  process.once("SIGINT", interrupt);
  process.once("SIGTERM", interrupt);
  let training = false;
  try {
    const images = await loadImages(configuration, interruption.signal);
    interruption.signal.throwIfAborted();
    const earlier = await keepEarlierCheckpoint(files, parsed.resume);
    if (earlier !== undefined) console.log(`An earlier run's checkpoint is kept as ${shown(earlier, cwd)}\n`);
    training = true;
    await trainAndReport({ configuration, images, files, resumed, cwd, began, signal: interruption.signal });
  } catch (error) {
    if (!interruption.signal.aborted) throw error;
    if (training && existsSync(files.checkpoint)) tellHowToResume(files, cwd);
    else console.log("\nStopped before the first step; there is nothing to resume.");
    throw new Interrupted("interrupted", { cause: error });
  } finally {
    process.off("SIGINT", interrupt);
    process.off("SIGTERM", interrupt);
  }
}

interface Job {
  readonly configuration: RunConfiguration;
  readonly images: TrainTestImages;
  readonly files: OutputFiles;
  readonly resumed: Checkpoint | undefined;
  readonly cwd: string;
  readonly began: number;
  readonly signal: AbortSignal;
}

async function trainAndReport(job: Job): Promise<void> {
  const { configuration, images, files, cwd, began, signal } = job;
  const { train, test } = images;
  const model = buildModel(configuration, train.height * train.width);
  const objective = elbo({ kl: "analytic" });
  const [evaluation, likelihoodKey, pictures] = [0, 1, 2].map((purpose) => foldIn(randomKey(EVALUATION_SEED), purpose)) as [Key, Key, Key];

  introduce(job, model);
  const line = progressLine(process.stdout);
  const result = await fit(model, train, {
    objective,
    optimizer: buildOptimizer(configuration.optimizer, configuration.learningRate),
    epochs: configuration.epochs,
    batchSize: configuration.batchSize,
    key: randomKey(configuration.seed),
    validation: { data: test, batchSize: EVALUATION_BATCH },
    callbacks: trainingProgress(line, configuration.epochs),
    checkpoint: { write: (bytes) => writeFileAtomic(files.checkpoint, bytes) },
    configuration: configuration as unknown as Json,
    signal,
    ...(job.resumed === undefined ? {} : { resume: job.resumed }),
  }).finally(() => line.stop());
  const trained = performance.now();
  if (result.status === "aborted") {
    tf.dispose(result.params);
    signal.throwIfAborted();
  }

  const bound = model.bind(result.params);
  const elboOnTest = await elboTerms(bound, test.batches({ batchSize: EVALUATION_BATCH }), { objective, key: evaluation });
  console.log(`\ntest ELBO ${formatNats(elboOnTest.bound)} nats`);

  const examined = take(test, Math.min(test.size, LIKELIHOOD_IMAGES));
  const likelihood = await logLikelihood(bound, examined.batches({ batchSize: LIKELIHOOD_BATCH }), {
    key: likelihoodKey,
    samples: LIKELIHOOD_DRAWS,
    signal,
    onProgress: (draws, image) =>
      line.show({ done: image, total: examined.size, text: `log-likelihood of image ${image + 1} of ${examined.size}, ${draws} draws` }),
  }).finally(() => line.stop());
  console.log(`test log-likelihood (${LIKELIHOOD_DRAWS} draws) ${formatNats(likelihood.mean)} nats`);

  const elboOnExamined = await elboTerms(bound, examined.batches({ batchSize: EVALUATION_BATCH }), { objective, key: evaluation });
  const perLatent = await klPerLatent(bound, test.batches({ batchSize: EVALUATION_BATCH }));
  const summary = {
    title: `Variational autoencoder on ${configuration.data}`,
    data: `${images.description}.`,
    testElbo: {
      bound: elboOnTest.bound,
      standardError: elboOnTest.standardError,
      reconstruction: elboOnTest.terms["reconstruction"] as number,
      kl: elboOnTest.terms["kl"] as number,
    },
    testLogLikelihood: { ...likelihood, samples: LIKELIHOOD_DRAWS, examples: examined.size, elbo: elboOnExamined.bound },
    curves: {
      epochs: result.history.map(({ epoch }) => epoch + 1),
      train: result.history.map((epoch) => epoch.bound),
      test: result.history.map(({ validation }) => validation?.bound ?? NaN),
    },
    terms: {
      reconstruction: result.history.map(({ validation }) => validation?.terms["reconstruction"] ?? NaN),
      kl: result.history.map(({ validation }) => validation?.terms["kl"] ?? NaN),
    },
    klPerLatent: perLatent,
    ...(await drawPictures(bound, test, pictures, configuration.latent)),
    ...settingsOf(configuration, {
      parameters: treeSize(result.params),
      trainingSeconds: (trained - began) / 1000,
      totalSeconds: (performance.now() - began) / 1000,
      steps: result.step,
    }),
    command: commandFor(configuration, files, cwd),
  };
  await writeFileAtomic(files.report, buildReport(summary));
  await writeFileAtomic(files.model, await encodeModel(result.params, { configuration: JSON.stringify(configuration) }));
  tf.dispose(result.params);
  tellWhatWasWritten(job, (performance.now() - began) / 1000);
}

type Key = ReturnType<typeof randomKey>;

/** Test figures use draws of their own, the same in every run, so that runs differ by what they learned alone. */
const EVALUATION_SEED = 20_140_501;
const EVALUATION_BATCH = 500;
/** Small, since ten draws of each image are held at once. */
const LIKELIHOOD_BATCH = 100;

async function readCheckpoint(path: string): Promise<Checkpoint> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`--resume: expected the file ${path}; got ${error.code ?? error.message}. A run writes checkpoint.safetensors into its --out folder.`);
  });
  try {
    return decodeCheckpoint(bytes);
  } catch (error) {
    throw new Error(`--resume: expected a whole checkpoint in ${path}; ${(error as Error).message}`, { cause: error });
  }
}

/** A finished run may be resumed: it is evaluated and reported once more. */
function checkResumable(resumed: Checkpoint | undefined, { epochs }: RunConfiguration): void {
  if (resumed === undefined || resumed.epoch <= epochs) return;
  throw new UsageError(`--epochs: expected at least the ${resumed.epoch} that the checkpoint has finished; got ${epochs}.`);
}

function introduce({ configuration, images, resumed }: Job, model: ReturnType<typeof buildModel>): void {
  const { hidden, latent, likelihood, optimizer, learningRate, batchSize, seed } = configuration;
  const pixels = model.encoder.inputShape[0] as number;
  console.log(`Auto-encoding variational Bayes on ${configuration.data}`);
  console.log(`  data   ${images.description}`);
  console.log(`  model  ${[pixels, ...hidden, latent].join("-")}, tanh, ${likelihood} likelihood, N(0, I) prior`);
  console.log(`  fit    ${optimizer} ${learningRate}, batches of ${batchSize}, backend ${backendInUse()}, seed ${seed}`);
  if (resumed !== undefined) console.log(`  from   step ${resumed.step} of a checkpoint`);
  console.log("");
}

function tellHowToResume(files: OutputFiles, cwd: string): void {
  console.log("\nStopped; nothing is lost. Go on with");
  console.log(`  npm start -- --resume ${quoted(shown(files.checkpoint, cwd))}`);
}

function tellWhatWasWritten({ files, configuration, cwd }: Job, seconds: number): void {
  console.log(`\nWrote, ${formatDuration(seconds)} after the start:`);
  console.log(`  ${shown(files.report, cwd)}  learning curves, samples, reconstructions, KL per latent; open it in a browser`);
  console.log(`  ${shown(files.model, cwd)}  the parameters`);
  console.log(`  ${shown(files.checkpoint, cwd)}  everything needed to train on`);
  console.log("\nTry next:");
  const { latent, data, dataDirectory, epochs } = configuration;
  const same = flagsOf({ data, dataDirectory: dataDirectory && shown(dataDirectory, cwd) }).map(([flag, value]) => ` ${flag} ${quoted(value)}`);
  const suggestions: [string, string][] = [
    [`npm start --${same.join("")} --latent ${latent === 2 ? 20 : 2} --out out-2`, latent === 2 ? "more latents" : "the report then shows the manifold"],
    data === "mnist" ? ["npm start -- --data fashion-mnist --out out-fashion", "articles of clothing"] : ["npm start -- --data mnist --out out-mnist", "handwritten digits, downloaded once"],
    [`npm start -- --resume ${quoted(shown(files.checkpoint, cwd))} --epochs ${2 * epochs}`, "train on"],
  ];
  const width = Math.max(...suggestions.map(([command]) => command.length));
  for (const [command, why] of suggestions) console.log(`  ${command.padEnd(width)}  ${why}`);
}

/** The command that repeats a run, whatever the defaults become. */
function commandFor(configuration: RunConfiguration, files: OutputFiles, cwd: string): string {
  const { dataDirectory } = configuration;
  const typed = { ...configuration, dataDirectory: dataDirectory === undefined ? undefined : shown(dataDirectory, cwd) };
  const flags = [...flagsOf(typed as Partial<RunConfiguration>), ["--out", shown(files.folder, cwd)] as const];
  return ["npm start --", ...flags.map(([flag, value]) => `${flag} ${quoted(value)}`)].join(" ");
}
