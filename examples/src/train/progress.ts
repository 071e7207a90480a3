import cliProgress from "cli-progress";

/** A job of `total` parts of which `done` are, and one line about it. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly text: string;
}

/** One line that tells how a job goes. */
export interface ProgressLine {
  /** Draws the line, on a terminal; elsewhere nothing. */
  show(progress: Progress): void;
  /** Leaves a line for good: the line that goes on stands below it. */
  keep(text: string): void;
  /** Clears the line, so that what is printed next stands on a line of its own. */
  stop(): void;
}

/** A bar that is redrawn on a terminal; elsewhere plain lines without carriage returns, so that a log stays readable. */
export function progressLine(stream: NodeJS.WriteStream): ProgressLine {
  const keep = (text: string): void => void stream.write(`${text}\n`);
  if (!stream.isTTY) return { show: () => undefined, keep, stop: () => undefined };

  const bar = new cliProgress.SingleBar({
    stream,
    format: "{bar} {text}",
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
    show: ({ done, total, text }) => {
      if (running) bar.update(done, { text });
      else bar.start(total, done, { text });
      running = true;
    },
    keep: (text) => {
      stop();
      keep(text);
    },
    stop,
  };
}
