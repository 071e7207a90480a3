/**
 * `npm run bench`: the time of a training step on simd, on tfjs's wasm as it is shipped and as it is repaired, and, where
 * a Python has them, in JAX and PyTorch, side by side: all alternate in one run, on the same kind of batches.
 *
 *   npm run bench -- [--case dense|large|conv|evaluation|products|all] [--threads 1,2] [--steps 60] [--no-peers] [--profile]
 *
 * Prints one table for each case and writes all to out/bench.json. Exits with 1 when the dense step takes more than 1.4 of
 * JAX's time, both with all threads, or more than 1/25 of the time of wasm by hand. `--profile` adds simd's kernels.
 */
import * as tf from "@tensorflow/tfjs-core";
import { mkdirSync, writeFileSync } from "node:fs";
import os from "node:os";
import { parseArgs } from "node:util";
import { kernelBuild, setThreads } from "@variate/simd";
import { CASES } from "./cases.mjs";
import { peerSides } from "./peers.mjs";
import { measurePeak, productSides } from "./products.mjs";
import { profile } from "./profile.mjs";
import { tfjsSides, timeSide } from "./sides.mjs";
import { median, printTable } from "./table.mjs";

const names = [...Object.keys(CASES), "products"];
const { values: flags } = parseArgs({
  options: {
    case: { type: "string", default: "dense" },
    threads: { type: "string", default: [...new Set([1, os.availableParallelism()])].join(",") },
    steps: { type: "string", default: "60" },
    "no-peers": { type: "boolean", default: false },
    profile: { type: "boolean", default: false },
  },
});
const chosen = flags.case === "all" ? names : flags.case === "dense" ? ["dense", "products"] : [flags.case];
const threadCounts = flags.threads.split(",").map(Number);
const steps = Number(flags.steps);
if (!names.includes(chosen[0])) fail(`--case to be ${names.join(", ")} or all; got ${flags.case}`);
if (!(Number.isInteger(steps) && steps >= 10)) fail(`--steps to be a whole number from 10 on; got ${flags.steps}`);
if (!threadCounts.every((count) => Number.isInteger(count) && count >= 1 && count <= 64)) fail(`--threads to be whole numbers from 1 to 64; got ${flags.threads}`);

const STEPS_AT_ONCE = 5;
const SECONDS_AT_ONCE = 1;
const PAUSE_MS = 50;
const most = Math.max(...threadCounts);

await tf.setBackend("simd");
const peak = measurePeak();
const machine = {
  processor: os.cpus()[0]?.model.trim() ?? "unknown", cores: os.availableParallelism(), node: process.version, tfjs: tf.version_core,
  build: kernelBuild(), peak, load: os.loadavg()[0], date: new Date().toISOString(),
};
console.log(
  `${machine.processor}, ${machine.cores} cores, Node ${machine.node}, tfjs-core ${machine.tfjs}, simd kernels ${machine.build}, ` +
    `128-bit peak ${peak.toFixed(1)} GFLOP/s a core, load ${machine.load.toFixed(1)}\n`,
);

const results = {};
for (const name of chosen) results[name] = name === "products" ? await measureProducts() : await measureCase(name);
const requirements = "dense" in results ? judge(results.dense) : [];
mkdirSync("out", { recursive: true });
writeFileSync("out/bench.json", `${JSON.stringify({ machine, results, requirements }, null, 2)}\n`);
console.log("Wrote out/bench.json.");
process.exit(requirements.every(({ met }) => met) ? 0 : 1);

async function measureCase(name) {
  const { title, sizes, flop } = CASES[name];
  const own = await tfjsSides(CASES[name], threadCounts);
  const peers = flags["no-peers"] ? [] : await peerSides(name, sizes, [...new Set([most, 1])]);
  const sides = [...own.map((side) => ({ ...side, time: (...limits) => timeSide(side, ...limits) })), ...peers];
  const rows = sides.map(({ name, threads, module, version }) => ({ name, threads, module, version, times: [], loss: NaN, slow: false }));
  const first = -3 * STEPS_AT_ONCE;
  for (let done = first; done < steps; done += STEPS_AT_ONCE) {
    for (const [i, side] of sides.entries()) {
      const row = rows[i];
      // What takes seconds is warm after one step and known after three.
      if (row.slow && (done < 0 || row.times.length >= 3)) continue;
      // Threads of the one before spin a while before they sleep.
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      const { times, loss } = await side.time(STEPS_AT_ONCE, SECONDS_AT_ONCE);
      // The first rounds compile and warm up.
      if (done >= 0) row.times.push(...times);
      row.loss = loss;
      row.slow = times.at(-1) > 1000 * SECONDS_AT_ONCE;
    }
  }
  for (const { end } of peers) end();
  printTable(title, rows, { flop, peak, baseline: rows.find(({ name }) => name.startsWith("simd") && name.includes(String(most))) });
  if (flags.profile) await profileSimd(own);
  return { title, flop, rows: rows.map((row) => ({ ...row, median: median(row.times), fastest: Math.min(...row.times) })) };
}

async function measureProducts() {
  const rows = [];
  await tf.setBackend("simd");
  for (const threads of threadCounts) {
    setThreads(threads);
    await tf.backend().ready();
    const sides = productSides().map((side) => ({ ...side, times: [], threads }));
    for (let round = -20; round < 200; round++) {
      for (const { run, times } of sides) {
        const start = performance.now();
        run();
        if (round >= 0) times.push(performance.now() - start);
      }
    }
    rows.push(...sides.map(({ name, flop, times }) => ({ name: `${name}, ${threads === 1 ? "1 thread" : `${threads} threads`}`, flop, times, threads })));
  }
  printTable("products of float32 matrices", rows, { peak });
  return { rows: rows.map((row) => ({ ...row, median: median(row.times), fastest: Math.min(...row.times) })) };
}

async function profileSimd(sides) {
  const side = sides.find(({ backend, threads }) => backend === "simd" && threads === most);
  await side.enter();
  console.log(`\n${side.name}, by kernel:`);
  await profile(side.once, 50);
}

function judge({ rows }) {
  const time = (start) => rows.find(({ name }) => name.startsWith(start))?.median;
  const ours = time(`simd, ${most}`);
  const limits = [
    { what: "simd over JAX, both with all threads", ratio: ours / time(`JAX jit, ${most}`), most: 1.4 },
    { what: "simd with all threads over wasm by hand", ratio: ours / time("wasm, by hand"), most: 1 / 25 },
  ];
  // Without JAX its ratio is no number, and nothing is required of it.
  const judged = limits.filter(({ ratio }) => Number.isFinite(ratio)).map((limit) => ({ ...limit, met: limit.ratio <= limit.most }));
  for (const { what, ratio, most, met } of judged) console.log(`${met ? "ok" : "MISSED"}  ${what}: ${ratio.toPrecision(3)}, at most ${most} required`);
  return judged;
}

function fail(expected) {
  console.error(`bench: expected ${expected}.`);
  process.exit(2);
}
