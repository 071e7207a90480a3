import { builtin } from "./kernelModule.js";
import type { LinearMemory } from "./linearMemory.js";
import { ARGUMENTS, BLOCKS, CLOSED, CONTROL, DONE, JOB, SLEEPING, STOP, TICKET, WORKER_SOURCE, type WorkerStart } from "./worker.js";

/** A worker that has not finished a block after this long is taken for dead. */
const PATIENCE_MS = 30_000;

interface Thread {
  terminate(): unknown;
}

type Job = (args: number, block: number) => void;

/**
 * Runs jobs block by block: on this thread alone, or on this one and workers that share its memory.
 *
 * Which thread takes a block is left to chance; what a block computes is not, so results are the same for every number of
 * threads.
 */
export class Pool {
  readonly #memory: LinearMemory;
  readonly #control: Int32Array;
  readonly #jobs: readonly Job[];
  readonly #numbers: ReadonlyMap<string, number>;
  #threads: Thread[] = [];
  #generation = 0;
  #failure: Error | undefined;

  constructor(memory: LinearMemory, exports: WebAssembly.Exports) {
    this.#memory = memory;
    this.#control = new Int32Array(memory.memory.buffer, CONTROL, 16);
    this.#jobs = Object.values(exports) as unknown as Job[];
    this.#numbers = new Map(Object.keys(exports).map((name, i) => [name, i]));
  }

  /** Threads that take blocks, this one included. */
  get threads(): number {
    return this.#threads.length + 1;
  }

  /** The number of the exported function `name`. */
  job(name: string): number {
    const number = this.#numbers.get(name);
    if (number === undefined) throw new Error(`simd: expected a kernel ${name}; got none of that name.`);
    return number;
  }

  /** The word of the arguments that comes first; arguments are written before `run`. */
  static readonly firstArgument = ARGUMENTS / 4;

  /** Adds workers. They take part as soon as they have started, each in its own time. */
  start(module: WebAssembly.Module, scratch: readonly number[]): void {
    const generation = this.#threads;
    for (const room of scratch) {
      const thread = startWorker({ module, memory: this.#memory.memory, scratch: room }, (reason) => {
        if (this.#threads === generation) {
          this.#failure ??= new Error(`simd: expected a worker to run as long as its backend; got ${reason}. Start again with tf.setBackend, or set one thread.`);
        }
      });
      if (thread === undefined) return;
      this.#threads.push(thread);
    }
  }

  /** Ends the workers; jobs go on, on this thread. */
  stop(): void {
    const threads = this.#threads;
    this.#threads = [];
    this.#failure = undefined;
    Atomics.store(this.#control, STOP, 1);
    if (this.#memory.shared) Atomics.notify(this.#control, TICKET);
    for (const thread of threads) void thread.terminate();
  }

  /** Lets workers start again after `stop`. */
  reopen(): void {
    Atomics.store(this.#control, STOP, 0);
    Atomics.store(this.#control, SLEEPING, 0);
  }

  /** Runs blocks 0 to `blocks` - 1 of a job, on this thread only unless `parallel`. */
  run(job: number, blocks: number, parallel: boolean): void {
    const run = this.#jobs[job] as Job;
    if (!parallel || blocks < 2 || this.#threads.length === 0) {
      for (let block = 0; block < blocks; block++) run(ARGUMENTS, block);
      return;
    }
    if (this.#failure !== undefined) throw this.#failure;
    if (blocks >= CLOSED) throw new Error(`simd: expected fewer than ${CLOSED} blocks; got ${blocks}.`);
    const control = this.#control;
    this.#generation = (this.#generation + 1) & 0xffff;
    const ticket = this.#generation << 16;
    Atomics.store(control, TICKET, ticket | CLOSED);
    Atomics.store(control, BLOCKS, blocks);
    Atomics.store(control, JOB, job);
    Atomics.store(control, DONE, 0);
    Atomics.store(control, TICKET, ticket);
    if (Atomics.load(control, SLEEPING) > 0) Atomics.notify(control, TICKET);
    for (;;) {
      const now = Atomics.load(control, TICKET);
      const block = now & CLOSED;
      if (block >= blocks) break;
      if (Atomics.compareExchange(control, TICKET, now, now + 1) !== now) continue;
      run(ARGUMENTS, block);
      Atomics.add(control, DONE, 1);
    }
    this.#awaitBlocks(blocks);
  }

  #awaitBlocks(blocks: number): void {
    const control = this.#control;
    let deadline = 0;
    for (let spins = 1; Atomics.load(control, DONE) < blocks; spins++) {
      if ((spins & 0xffff) !== 0) continue;
      const now = performance.now();
      deadline ||= now + PATIENCE_MS;
      if (now < deadline) continue;
      this.#failure = new Error(
        `simd: expected ${blocks} blocks to be done; got ${Atomics.load(control, DONE)} after ${PATIENCE_MS / 1000} s: a worker died or hangs. ` +
          "Start again with tf.setBackend, or set one thread.",
      );
      throw this.#failure;
    }
  }
}

/** How many threads the machine runs at once. */
export function availableThreads(): number {
  const os = builtin<{ availableParallelism(): number }>("node:os");
  return os?.availableParallelism() ?? globalThis.navigator?.hardwareConcurrency ?? 1;
}

/** Undefined where workers, or workers from a string, are not allowed: then this thread does all the work. */
function startWorker(start: WorkerStart, onEnd: (reason: string) => void): Thread | undefined {
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

function startInNode(start: WorkerStart, onEnd: (reason: string) => void): Thread | undefined {
  const threads = builtin<{ Worker: new (source: string, options: object) => NodeWorker }>("node:worker_threads");
  if (threads === undefined) return undefined;
  const worker = new threads.Worker(WORKER_SOURCE, { eval: true, workerData: start });
  worker.on("error", (error) => onEnd(String(error)));
  worker.on("exit", (code) => onEnd(`exit code ${code}`));
  // A process ends when its own work is done.
  worker.unref();
  return worker;
}

function startInBrowser(start: WorkerStart, onEnd: (reason: string) => void): Thread {
  const url = URL.createObjectURL(new Blob([WORKER_SOURCE], { type: "text/javascript" }));
  const worker = new Worker(url);
  worker.addEventListener("error", ({ message }) => onEnd(message));
  worker.postMessage(start);
  return worker;
}
