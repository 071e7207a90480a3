import type { Cell } from "@variate/report";
import { formatDuration } from "@variate/report";
import type { RunConfiguration } from "./arguments.js";
import { describeEnvironment } from "./environment.js";

export interface RunFigures {
  readonly parameters: number;
  readonly trainingSeconds: number;
  readonly totalSeconds: number;
  readonly steps: number;
}

type Entries = readonly (readonly [string, Cell])[];

/** The report's two tables: what was run, and how long it took where. */
export function settingsOf(
  configuration: RunConfiguration,
  { parameters, trainingSeconds, totalSeconds, steps }: RunFigures,
): { configuration: Entries; environment: Entries } {
  const { data, likelihood, latent, hidden, epochs, batchSize, optimizer, learningRate, seed } = configuration;
  return {
    configuration: [
      ["data", data],
      ["likelihood", likelihood],
      ["prior", "N(0, I)"],
      ["posterior", "diagonal normal"],
      ["objective", "ELBO, KL in closed form, one draw"],
      ["latents", latent],
      ["hidden layers", `${hidden.join(", ")}, tanh`],
      ["parameters", parameters.toLocaleString("en-US")],
      ["optimizer", `${optimizer}, learning rate ${learningRate}`],
      ["batch size", batchSize],
      ["epochs", epochs],
      ["steps", steps],
      ["seed", seed],
    ],
    environment: [
      ["data and training", formatDuration(trainingSeconds)],
      ["whole run", formatDuration(totalSeconds)],
      ...describeEnvironment(),
    ],
  };
}
