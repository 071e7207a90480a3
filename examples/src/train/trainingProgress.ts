import type { Params } from "@variate/math";
import { formatDuration } from "@variate/report";
import type { Callbacks, StepEvent } from "@variate/training";
import { formatNats, groupThousands } from "./format.js";
import type { ProgressLine } from "./progress.js";

/** Callbacks of `fit` that show each step on the line and leave one line for each epoch. */
export function trainingProgress<P extends Params>(line: ProgressLine, epochs: number): Callbacks<P> {
  let sum = 0;
  let examples = 0;
  let latest: StepEvent | undefined;
  return {
    onStep: (event) => {
      if (event.batch === 1) sum = examples = 0;
      sum += event.bound * event.examples;
      examples += event.examples;
      latest = event;
      const total = epochs * (event.batches ?? event.batch);
      line.show({ done: event.step, total, text: describe(event, epochs, sum / examples) });
    },
    onEpoch: ({ bound }) => {
      if (latest !== undefined) line.keep(describe(latest, epochs, bound));
    },
  };
}

/** `epoch  3/10  step 360  ELBO -120.21 nats  2,653 examples/s  25.0 s left`. */
function describe({ epoch, step, examplesPerSecond, secondsLeft }: StepEvent, epochs: number, bound: number): string {
  return [
    `epoch ${String(epoch + 1).padStart(String(epochs).length)}/${epochs}`,
    `step ${groupThousands(step)}`,
    `ELBO ${formatNats(bound)} nats`,
    `${groupThousands(Math.round(examplesPerSecond))} examples/s`,
    `${secondsLeft === undefined ? "?" : formatDuration(secondsLeft)} left`,
  ].join("  ");
}
