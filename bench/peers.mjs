import { spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const PEERS = [
  { module: "jax", name: "JAX jit", script: "jax_step.py" },
  { module: "torch", name: "PyTorch", script: "torch_step.py" },
];

/** The peers that a Python on this machine has, one process for each and each number of threads. */
export async function peerSides(caseName, sizes, threadCounts) {
  const sides = [];
  for (const { module, name, script } of PEERS) {
    if (spawnSync("python3", ["-c", `import ${module}`], { stdio: "ignore" }).status !== 0) continue;
    for (const threads of threadCounts) {
      const side = await start(script, caseName, sizes, threads);
      if (side !== undefined) sides.push({ ...side, name: `${name}, ${threads === 1 ? "1 thread" : `${threads} threads`}`, module, threads });
    }
  }
  return sides;
}

/** A process that runs steps when told to; undefined where it cannot start. */
async function start(script, caseName, sizes, threads) {
  const path = fileURLToPath(new URL(`peers/${script}`, import.meta.url));
  const limits = { OMP_NUM_THREADS: `${threads}`, MKL_NUM_THREADS: `${threads}`, NPROC: `${threads}` };
  if (threads === 1) limits.XLA_FLAGS = "--xla_cpu_multi_thread_eigen=false";
  const child = spawn("python3", [path, caseName, JSON.stringify(sizes), String(threads)], { env: { ...process.env, JAX_PLATFORMS: "cpu", ...limits }, stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const { value, done } = await lines.next();
    return done ? undefined : JSON.parse(value);
  };
  const hello = await next();
  if (hello === undefined) return undefined;
  return {
    version: hello.version,
    time: async (times, seconds) => {
      child.stdin.write(`${times} ${seconds}\n`);
      const answer = await next();
      if (answer === undefined) throw new Error(`bench: expected ${script} to answer; got its end.`);
      return answer;
    },
    end: () => child.stdin.end(),
  };
}
