import { builtin } from "./kernelModule.js";
import { WORKER_SOURCE, type WorkerStart } from "./worker.js";

export interface Thread {
  terminate(): unknown;
}

type Listener = (reason: string) => void;

/** How many threads the machine runs at once. */
export function availableThreads(): number {
  const os = builtin<{ availableParallelism(): number }>("node:os");
  return os?.availableParallelism() ?? globalThis.navigator?.hardwareConcurrency ?? 1;
}

/**
 * A worker that runs `WORKER_SOURCE`; undefined where workers, or workers from a string, are not allowed. A browser may
 * say so later, through `onEnd`.
 */
export function startWorker(start: WorkerStart, onEnd: Listener): Thread | undefined {
  try {
    return startInNode(start, onEnd) ?? startInBrowser(start, onEnd);
  } catch {
    return undefined;
  }
}

interface NodeWorker extends Thread {
  on(event: "error" | "exit", listener: (reason: unknown) => void): void;
  unref(): void;
}

function startInNode(start: WorkerStart, onEnd: Listener): Thread | undefined {
  const threads = builtin<{ Worker: new (source: string, options: object) => NodeWorker }>("node:worker_threads");
  if (threads === undefined) return undefined;
  // What the process was started with, a module to load first or a debugger to wait for, is not for workers.
  const worker = new threads.Worker(WORKER_SOURCE, { eval: true, workerData: start, execArgv: [] });
  worker.on("error", (error) => onEnd(String(error)));
  worker.on("exit", (code) => onEnd(`exit code ${String(code)}`));
  // A process ends when its own work is done.
  worker.unref();
  return worker;
}

let sourceUrl: string | undefined;

function startInBrowser(start: WorkerStart, onEnd: Listener): Thread {
  sourceUrl ??= URL.createObjectURL(new Blob([WORKER_SOURCE], { type: "text/javascript" }));
  const worker = new Worker(sourceUrl);
  worker.addEventListener("error", (event) => {
    event.preventDefault();
    onEnd(event.message || "an error without a message");
  });
  worker.postMessage(start);
  return worker;
}
