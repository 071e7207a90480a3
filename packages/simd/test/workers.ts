import { createRequire } from "node:module";
import type { Worker, WorkerOptions } from "node:worker_threads";

const threads = createRequire(import.meta.url)("node:worker_threads") as { Worker: typeof Worker };

/** Runs `body` with the workers that are started meanwhile, each with its source changed. */
export async function withWorkers(body: (made: Worker[]) => Promise<void>, change = (source: string) => source): Promise<void> {
  const Original = threads.Worker;
  const made: Worker[] = [];
  threads.Worker = class extends Original {
    constructor(source: string, options: WorkerOptions) {
      super(change(source), options);
      made.push(this);
    }
  } as typeof Worker;
  try {
    await body(made);
  } finally {
    threads.Worker = Original;
  }
}
