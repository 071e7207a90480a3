import "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import { digitLike } from "./cases.mjs";
import { restoreSnapshot, takeSnapshot } from "./registries.mjs";
import { handWrittenStep, packageEvaluation, packageStep } from "./steps.mjs";

tf.enableProdMode();
// tfjs-core registers no gradients in Node: this is its own registration, bundled, and nothing else.
await import("../packages/tfjs/dist/gradients.js");
await tf.setBackend("wasm");
const shipped = takeSnapshot();
await import("@variate/tfjs");
const simd = await import("@variate/simd");
const repaired = takeSnapshot();

const BATCHES = 10;

/** The contestants of this process: each has parameters and batches of its own, on its backend. */
export async function tfjsSides({ sizes, byHand }, threadCounts) {
  const step = sizes.samples === undefined ? packageStep : packageEvaluation;
  const sides = threadCounts.map((threads) => ({
    name: `simd, ${threads === 1 ? "1 thread" : `${threads} threads`}`, backend: "simd", snapshot: repaired, threads, make: step,
  }));
  sides.push({ name: "wasm, repaired by @variate/tfjs", backend: "wasm", snapshot: repaired, threads: 1, make: step });
  if (byHand) sides.push({ name: "wasm, by hand, as shipped", backend: "wasm", snapshot: shipped, threads: 1, make: handWrittenStep });
  const made = [];
  for (const side of sides) {
    await enter(side);
    const batches = Array.from({ length: BATCHES }, (_, i) => digitLike(sizes, i));
    const run = await side.make(sizes);
    let done = 0;
    made.push({
      ...side,
      enter: () => enter(side),
      once: async () => run(batches[done++ % BATCHES]),
    });
  }
  return made;
}

async function enter({ backend, snapshot, threads }) {
  restoreSnapshot(snapshot);
  await tf.setBackend(backend);
  if (tf.getBackend() !== backend) throw new Error(`bench: expected backend ${backend}; got ${tf.getBackend()}.`);
  if (backend !== "simd" || simd.threads() === threads) return;
  simd.setThreads(threads);
  await tf.backend().ready();
}

/** `times` times or `seconds` long, whichever ends first, but once at least. Milliseconds of each, and the last loss. */
export async function timeSide(side, times, seconds) {
  await side.enter();
  const taken = [];
  let loss = NaN;
  const end = performance.now() + 1000 * seconds;
  while (taken.length < times && (taken.length === 0 || performance.now() < end)) {
    const start = performance.now();
    loss = await side.once();
    taken.push(performance.now() - start);
  }
  return { times: taken, loss };
}
