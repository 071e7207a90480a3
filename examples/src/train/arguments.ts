import { dirname, resolve } from "node:path";
import { parseArgs } from "node:util";

export const dataNames = ["glyphs", "mnist", "fashion-mnist", "frey"] as const;
export const likelihoods = ["bernoulli", "normal"] as const;
export const optimizers = ["adam", "adamW", "adamax", "rmsprop", "adagrad", "sgd"] as const;
export const backends = ["simd", "wasm", "cpu"] as const;

export type DataName = (typeof dataNames)[number];
export type Likelihood = (typeof likelihoods)[number];
export type OptimizerName = (typeof optimizers)[number];
export type BackendName = (typeof backends)[number];

/** What determines the result of a run, and so is kept in its checkpoints. */
export interface RunConfiguration {
  readonly data: DataName;
  readonly dataDirectory: string | undefined;
  readonly likelihood: Likelihood;
  readonly latent: number;
  readonly hidden: readonly number[];
  readonly epochs: number;
  readonly batchSize: number;
  readonly optimizer: OptimizerName;
  readonly learningRate: number;
  readonly backend: BackendName;
  readonly seed: number;
}

export interface Arguments {
  /** Only what was given on the command line. */
  readonly given: Partial<RunConfiguration>;
  /** Where to write: as given, or beside the checkpoint that is resumed, or ./out. */
  readonly out: string;
  readonly resume: string | undefined;
  readonly help: boolean;
}

/** A mistake in what the user asked for: told in one line, without a stack. */
export class UsageError extends Error {}

export const usage = `Trains a variational autoencoder and writes a report.

  npm start -- [flags]

  --data NAME            glyphs (generated, the default), mnist, fashion-mnist or frey
  --data-dir FOLDER      where the data set's files lie; mnist and fashion-mnist are
                         downloaded without it, frey needs it
  --likelihood NAME      bernoulli or normal; the default suits the data:
                         bernoulli with pixels redrawn from their intensities each
                         epoch, and normal for frey
  --latent N             size of the latent space; 20 by default. With 2 the report
                         also shows the manifold
  --hidden N[,N…]        sizes of the hidden layers; 500 by default
  --epochs N             passes over the training data; 10 by default
  --batch-size N         examples per step; 100 by default
  --optimizer NAME       ${optimizers.join(", ")}; adam by default
  --learning-rate X      0.001 by default
  --backend NAME         simd, wasm or cpu; simd by default, and wasm where simd cannot
                         start
  --seed N               whole number; the same seed gives the same run. 0 by default
  --out FOLDER           where to write; ./out by default, and beside the checkpoint
                         with --resume
  --resume FILE          go on from a checkpoint, with its settings; --epochs may
                         ask for more
  --help                 this text
`;

/** Defaults for everything but the likelihood, which depends on the data. */
const defaults = {
  data: "glyphs",
  dataDirectory: undefined,
  latent: 20,
  hidden: [500],
  epochs: 10,
  batchSize: 100,
  optimizer: "adam",
  learningRate: 1e-3,
  backend: "simd",
  seed: 0,
} as const;

/** The run's configuration: what was given, then what a checkpoint says, then the defaults. */
export function configurationOf(given: Partial<RunConfiguration>, kept: Partial<RunConfiguration> = {}): RunConfiguration {
  const data = given.data ?? kept.data ?? defaults.data;
  return { ...defaults, likelihood: data === "frey" ? "normal" : "bernoulli", ...kept, ...given, data };
}

/**
 * Reads the command line.
 *
 * @param argv - Without the program's name.
 * @param cwd - Where it was typed: relative paths start there.
 * @throws UsageError, naming the flag, what it takes and what came.
 */
export function parseArguments(argv: readonly string[], cwd: string): Arguments {
  const values = read(argv);
  const given: { -readonly [K in keyof RunConfiguration]?: RunConfiguration[K] } = {};
  if (values.data !== undefined) given.data = oneOf("--data", values.data, dataNames);
  if (values["data-dir"] !== undefined) given.dataDirectory = resolve(cwd, nonEmpty("--data-dir", values["data-dir"]));
  if (values.likelihood !== undefined) given.likelihood = oneOf("--likelihood", values.likelihood, likelihoods);
  if (values.latent !== undefined) given.latent = wholeNumber("--latent", values.latent, 1);
  if (values.hidden !== undefined) given.hidden = values.hidden.split(",").map((part) => wholeNumber("--hidden", part, 1));
  if (values.epochs !== undefined) given.epochs = wholeNumber("--epochs", values.epochs, 1);
  if (values["batch-size"] !== undefined) given.batchSize = wholeNumber("--batch-size", values["batch-size"], 1);
  if (values.optimizer !== undefined) given.optimizer = oneOf("--optimizer", values.optimizer, optimizers);
  if (values["learning-rate"] !== undefined) given.learningRate = positive("--learning-rate", values["learning-rate"]);
  if (values.backend !== undefined) given.backend = oneOf("--backend", values.backend, backends);
  if (values.seed !== undefined) given.seed = wholeNumber("--seed", values.seed, 0);
  const resume = values.resume === undefined ? undefined : resolve(cwd, nonEmpty("--resume", values.resume));
  return {
    given,
    out: resolve(cwd, nonEmpty("--out", values.out ?? (resume === undefined ? "out" : dirname(resume)))),
    resume,
    help: values.help ?? false,
  };
}

/** The flags that give a configuration, as pairs of name and value. */
export function flagsOf(configuration: Partial<RunConfiguration>): [flag: string, value: string][] {
  const { hidden } = configuration;
  const values: Record<string, unknown> = {
    "data": configuration.data,
    "data-dir": configuration.dataDirectory,
    "likelihood": configuration.likelihood,
    "latent": configuration.latent,
    "hidden": Array.isArray(hidden) ? hidden.join(",") : hidden,
    "epochs": configuration.epochs,
    "batch-size": configuration.batchSize,
    "optimizer": configuration.optimizer,
    "learning-rate": configuration.learningRate,
    "backend": configuration.backend,
    "seed": configuration.seed,
  };
  return Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([flag, value]) => [`--${flag}`, String(value)]);
}

/**
 * The configuration that a checkpoint was made with. It comes from a file, so each setting is checked as a flag is.
 *
 * @throws UsageError, naming the flag that the stored value would not do for.
 */
export function keptConfiguration(stored: unknown): Partial<RunConfiguration> {
  if (typeof stored !== "object" || stored === null || Array.isArray(stored)) {
    throw new UsageError("--resume: expected a checkpoint of this program; got one of another.");
  }
  return parseArguments(flagsOf(stored as Partial<RunConfiguration>).map(([flag, value]) => `${flag}=${value}`), "/").given;
}

/** What a resumed run cannot change: its results so far come from it. */
const FIXED = ["data", "likelihood", "latent", "hidden", "batchSize", "optimizer", "seed"] as const;

/**
 * Refuses flags that contradict the checkpoint they are given beside.
 *
 * @throws UsageError, naming the flag.
 */
export function checkAgainstCheckpoint(given: Partial<RunConfiguration>, kept: Partial<RunConfiguration>): void {
  const flagged = new Map(flagsOf(kept));
  for (const name of FIXED) {
    for (const [flag, value] of flagsOf({ [name]: given[name] })) {
      const expected = flagged.get(flag);
      if (expected !== undefined && expected !== value) {
        throw new UsageError(`${flag}: expected ${expected}, as in the checkpoint; got ${value}. Leave it out, or start anew without --resume.`);
      }
    }
  }
}

const flags = {
  data: { type: "string" },
  "data-dir": { type: "string" },
  likelihood: { type: "string" },
  latent: { type: "string" },
  hidden: { type: "string" },
  epochs: { type: "string" },
  "batch-size": { type: "string" },
  optimizer: { type: "string" },
  "learning-rate": { type: "string" },
  backend: { type: "string" },
  seed: { type: "string" },
  out: { type: "string" },
  resume: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

function read(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: flags, strict: true, allowPositionals: false }).values;
  } catch (error) {
    const code = (error as { code?: string }).code;
    const token = /'([^' ]+)/.exec((error as Error).message)?.[1] ?? argv.join(" ");
    if (code === "ERR_PARSE_ARGS_UNKNOWN_OPTION") throw new UsageError(`npm start: expected a known flag; got ${token}. See npm start -- --help.`);
    if (code === "ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL") throw new UsageError(`npm start: expected flags only; got ${token}. See npm start -- --help.`);
    if (code === "ERR_PARSE_ARGS_INVALID_OPTION_VALUE") {
      const flag = token.replace(/^-\w, /, "");
      const next = argv[argv.indexOf(flag) + 1];
      throw new UsageError(`${flag}: expected ${flag === "--help" ? "no value" : "a value"}; got ${next ?? "none"}. See npm start -- --help.`);
    }
    throw error;
  }
}

function oneOf<T extends string>(flag: string, value: string, choices: readonly T[]): T {
  const choice = choices.find((known) => known === value);
  if (choice === undefined) throw new UsageError(`${flag}: expected ${choices.join(", ")}; got ${JSON.stringify(value)}.`);
  return choice;
}

function wholeNumber(flag: string, value: string, least: number): number {
  const number = /^\d+$/.test(value) ? Number(value) : NaN;
  if (!Number.isSafeInteger(number) || number < least) {
    throw new UsageError(`${flag}: expected a whole number from ${least} on; got ${JSON.stringify(value)}.`);
  }
  return number;
}

function positive(flag: string, value: string): number {
  const number = value.trim() === "" ? NaN : Number(value);
  if (!(number > 0 && number < Infinity)) throw new UsageError(`${flag}: expected a positive number; got ${JSON.stringify(value)}.`);
  return number;
}

function nonEmpty(flag: string, value: string): string {
  if (value === "") throw new UsageError(`${flag}: expected a path; got an empty one.`);
  return value;
}
