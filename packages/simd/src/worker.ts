import { PAGE } from "./linearMemory.js";

/** Where a job's arguments lie: in the second page, above the module's constants. */
export const ARGUMENTS = PAGE;

/** Where control blocks lie, one for each generation of workers, so that a worker that is ending never meets new work. */
export const CONTROLS = PAGE + PAGE / 2;
export const CONTROL_BYTES = 512;
export const GENERATIONS = PAGE / 2 / CONTROL_BYTES;

/** Words of a control block. */
export const TICKET = 0;
export const BLOCKS = 1;
export const JOB = 2;
export const DONE = 3;
export const SLEEPING = 4;
export const STOP = 5;
/** From here on one word for each worker: what has become of it. */
export const STATES = 16;

/** A worker that has not begun, works, or met an error. */
export const STARTING = 0;
export const WORKING = 1;
export const FAILED = 2;

/** The low half of a ticket counts blocks; its last value is "none to be had". */
export const CLOSED = 0xffff;

export interface WorkerStart {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** Address of the control block. */
  readonly control: number;
  /** Which of its words is this worker's state. */
  readonly state: number;
  readonly scratch: number;
}

/**
 * What a worker runs, as text: it is started from a string, so that no bundler has to find a file.
 *
 * A ticket holds the job's number in its high half and the next block in its low half. A worker takes a block by moving
 * the ticket on, which fails when another took it or another job has begun; so it never works on arguments that have been
 * replaced. Between jobs it spins for about a millisecond, longer than a training step pauses, and then sleeps.
 */
export const WORKER_SOURCE = `
function work({ module, memory, control: address, state, scratch }) {
  const { exports } = new WebAssembly.Instance(module, { env: { memory, log: Math.log, abort() {} } });
  const jobs = Object.values(exports);
  exports.setScratch(scratch);
  const control = new Int32Array(memory.buffer, address, ${CONTROL_BYTES / 4});
  const spins = 60000;
  Atomics.store(control, state, ${WORKING});
  try {
    for (let idle = 0; Atomics.load(control, ${STOP}) === 0; ) {
      const ticket = Atomics.load(control, ${TICKET});
      const block = ticket & ${CLOSED};
      if (block < Atomics.load(control, ${BLOCKS})) {
        if (Atomics.compareExchange(control, ${TICKET}, ticket, ticket + 1) === ticket) {
          jobs[Atomics.load(control, ${JOB})](${ARGUMENTS}, block);
          Atomics.add(control, ${DONE}, 1);
        }
        idle = 0;
      } else if (++idle > spins) {
        Atomics.add(control, ${SLEEPING}, 1);
        Atomics.wait(control, ${TICKET}, ticket);
        Atomics.sub(control, ${SLEEPING}, 1);
        idle = 0;
      }
    }
  } catch (error) {
    Atomics.store(control, state, ${FAILED});
    throw error;
  }
}
const threads = globalThis.process?.getBuiltinModule?.("node:worker_threads");
if (threads) work(threads.workerData);
else globalThis.onmessage = ({ data }) => work(data);
`;
