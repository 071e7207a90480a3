import cliProgress from "cli-progress";
import { formatDuration, formatNats, groupThousands } from "./format.js";

/** Where the training is, as the terminal shows it. */
export interface Progress {
  readonly epoch: number;
  readonly epochs: number;
  readonly step: number;
  readonly stepsPerEpoch: number;
  /** Running mean of the training bound over the current epoch, nats per example. */
  readonly bound: number;
  readonly examplesPerSecond: number;
  readonly secondsLeft: number;
}

export interface ProgressDisplay {
  update(progress: Progress): void;
  epochEnded(progress: Progress): void;
  /** Leaves the line it was drawing on, so that what is printed next stands on a line of its own. */
  stop(): void;
}

/**
 * A line that is redrawn on a terminal; elsewhere one plain line per epoch, without carriage returns, so that a log
 * stays readable.
 */
export function progressDisplay(stream: NodeJS.WriteStream): ProgressDisplay {
  return stream.isTTY ? liveDisplay(stream) : plainDisplay(stream);
}

function plainDisplay(stream: NodeJS.WriteStream): ProgressDisplay {
  return {
    update: () => undefined,
    epochEnded: (progress) => void stream.write(`${describe(progress)}\n`),
    stop: () => undefined,
  };
}

function liveDisplay(stream: NodeJS.WriteStream): ProgressDisplay {
  const bar = new cliProgress.SingleBar({
    stream,
    format: "{bar} {line}",
    barCompleteChar: "━",
    barIncompleteChar: "─",
    barsize: 20,
    hideCursor: true,
    clearOnComplete: true,
    linewrap: false,
    gracefulExit: false,
    fps: 8,
  });
  let running = false;
  const stop = (): void => {
    if (running) bar.stop();
    running = false;
  };
  return {
    update: (progress) => {
      const payload = { line: describe(progress) };
      const total = progress.epochs * progress.stepsPerEpoch;
      if (running) bar.update(progress.step, payload);
      else bar.start(total, progress.step, payload);
      running = true;
    },
    epochEnded: (progress) => {
      // The finished epoch stays above the line that goes on.
      stop();
      stream.write(`${describe(progress)}\n`);
    },
    stop,
  };
}

function describe(progress: Progress): string {
  const { epoch, epochs, step, bound, examplesPerSecond, secondsLeft } = progress;
  return [
    `epoch ${String(epoch).padStart(String(epochs).length)}/${epochs}`,
    `step ${groupThousands(step)}`,
    `ELBO ${formatNats(bound)} nats`,
    `${groupThousands(Math.round(examplesPerSecond))} examples/s`,
    `${formatDuration(secondsLeft)} left`,
  ].join("  ");
}
