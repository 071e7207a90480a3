import type { LinearMemory } from "./linearMemory.js";
import { startWorker, type Thread } from "./startWorker.js";
import {
  ARGUMENTS, BLOCKS, CLOSED, CONTROL_BYTES, CONTROLS, DONE, FAILED, GENERATIONS, JOB, SLEEPING, STARTING, STATES, STOP, TICKET,
} from "./worker.js";

/** A worker that has not finished a block after this long is taken for dead. */
const PATIENCE_MS = 30_000;

/** A worker that has not begun after this long is not waited for: it joins when it can. */
const STARTING_MS = 5_000;

type Job = (args: number, block: number) => void;

interface Member {
  readonly thread: Thread;
  /** The word of the control block that says what has become of it. */
  readonly state: number;
}

/**
 * Runs jobs block by block: on this thread alone, or on this one and workers that share its memory.
 *
 * Which thread takes a block is left to chance; what a block computes is not, so results are the same for every number of
 * threads.
 */
export class Pool {
  readonly #memory: LinearMemory;
  readonly #jobs: readonly Job[];
  readonly #numbers: ReadonlyMap<string, number>;
  /** Of the workers at hand; those before them have another. */
  #control = new Int32Array(0);
  #generation = 0;
  #members: Member[] = [];
  #ticket = 0;
  #failure: Error | undefined;

  constructor(memory: LinearMemory, exports: WebAssembly.Exports) {
    this.#memory = memory;
    this.#jobs = Object.values(exports) as unknown as Job[];
    this.#numbers = new Map(Object.keys(exports).map((name, i) => [name, i]));
  }

  /** Threads that take blocks, this one included. */
  get threads(): number {
    return this.#members.length + 1;
  }

  /** The number of the exported function `name`. */
  job(name: string): number {
    const number = this.#numbers.get(name);
    if (number === undefined) throw new Error(`simd: expected a kernel ${name}; got none of that name.`);
    return number;
  }

  /** The word of the arguments that comes first; arguments are written before `run`. */
  static readonly firstArgument = ARGUMENTS / 4;

  /** Starts a worker for each address of a room of its own. They take part as soon as they have begun, each in its time. */
  start(module: WebAssembly.Module, scratch: readonly number[]): void {
    const control = CONTROLS + CONTROL_BYTES * (this.#generation++ % GENERATIONS);
    this.#control = new Int32Array(this.#memory.memory.buffer, control, CONTROL_BYTES / 4).fill(0);
    for (const [i, room] of scratch.entries()) {
      const state = STATES + i;
      const start = { module, memory: this.#memory.memory, control, state, scratch: room };
      const thread = startWorker(start, (reason) => this.#lose(thread, reason));
      if (thread === undefined) return;
      this.#members.push({ thread, state });
    }
  }

  /** Resolves when every worker has begun, or has been found not to. */
  async ready(): Promise<void> {
    const deadline = performance.now() + STARTING_MS;
    while (this.#members.some(({ state }) => Atomics.load(this.#control, state) === STARTING) && performance.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }

  /** Ends the workers; jobs go on, on this thread. */
  stop(): void {
    const members = this.#members;
    this.#members = [];
    this.#failure = undefined;
    if (members.length === 0) return;
    Atomics.store(this.#control, STOP, 1);
    Atomics.notify(this.#control, TICKET);
    for (const { thread } of members) void thread.terminate();
  }

  /** A worker has ended. One that never began is not missed: where workers are forbidden, this thread does all. */
  #lose(thread: Thread | undefined, reason: string): void {
    const member = this.#members.find((one) => one.thread === thread);
    if (member === undefined) return;
    if (Atomics.load(this.#control, member.state) === STARTING) this.#members = this.#members.filter((one) => one !== member);
    else this.#fail(reason);
  }

  #fail(reason: string): Error {
    return (this.#failure ??= new Error(
      `simd: expected workers to run as long as the backend; got ${reason}. setThreads(1) goes on with this thread alone, a larger number starts new workers.`,
    ));
  }

  /** Runs blocks 0 to `blocks` - 1 of a job, on this thread only unless `parallel`; more than a ticket counts stay on it too. */
  run(job: number, blocks: number, parallel: boolean): void {
    const run = this.#jobs[job] as Job;
    if (!parallel || blocks < 2 || blocks >= CLOSED || this.#members.length === 0) {
      for (let block = 0; block < blocks; block++) run(ARGUMENTS, block);
      return;
    }
    if (this.#failure !== undefined) throw this.#failure;
    const control = this.#control;
    this.#ticket = (this.#ticket + 1) & 0xffff;
    const ticket = this.#ticket << 16;
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
      try {
        run(ARGUMENTS, block);
      } catch (error) {
        // Workers may still be at other blocks: nothing may be handed to them before they are replaced.
        throw this.#fail(String(error));
      }
      Atomics.add(control, DONE, 1);
    }
    this.#awaitBlocks(blocks);
  }

  #awaitBlocks(blocks: number): void {
    const control = this.#control;
    let [waited, last] = [0, 0];
    for (let spins = 1; Atomics.load(control, DONE) < blocks; spins++) {
      if ((spins & 0xffff) !== 0) continue;
      if (this.#members.some(({ state }) => Atomics.load(control, state) === FAILED)) throw this.#fail("an error in one of them");
      // A machine that was asleep has not waited.
      const now = performance.now();
      waited += Math.min(now - (last || now), 100);
      last = now;
      if (waited > PATIENCE_MS) throw this.#fail(`${Atomics.load(control, DONE)} of ${blocks} blocks after ${PATIENCE_MS / 1000} s`);
    }
  }
}
