/** Words of the pool's control block, which starts at `CONTROL`. */
export const CONTROL = 1024;
export const TICKET = 0;
export const BLOCKS = 1;
export const JOB = 2;
export const DONE = 3;
export const SLEEPING = 4;
export const STOP = 5;

/** Where a job's arguments lie. */
export const ARGUMENTS = 2048;

/** The low half of a ticket counts blocks; its last value is "none to be had". */
export const CLOSED = 0xffff;

export interface WorkerStart {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
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
function work({ module, memory, scratch }) {
  const { exports } = new WebAssembly.Instance(module, { env: { memory, abort() {} } });
  const jobs = Object.values(exports);
  exports.setScratch(scratch);
  const control = new Int32Array(memory.buffer, ${CONTROL}, 16);
  const spins = 60000;
  for (let idle = 0; Atomics.load(control, ${STOP}) === 0; ) {
    const ticket = Atomics.load(control, ${TICKET});
    const block = ticket & ${CLOSED};
    if (block < Atomics.load(control, ${BLOCKS})) {
      const job = jobs[Atomics.load(control, ${JOB})];
      if (Atomics.compareExchange(control, ${TICKET}, ticket, ticket + 1) === ticket) {
        job(${ARGUMENTS}, block);
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
}
if (typeof require === "function") work(require("node:worker_threads").workerData);
else onmessage = ({ data }) => work(data);
`;
