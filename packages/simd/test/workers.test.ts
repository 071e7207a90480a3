import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs-core";
import { setThreads, threads } from "@variate/simd";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SimdBackend } from "../src/backend.js";
import { withWorkers } from "./workers.js";

const backend = (): SimdBackend => tf.backend() as unknown as SimdBackend;
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 50));

/** Enough for many blocks, so that workers get some. */
function parallelWork(): void {
  tf.tidy(() => void tf.exp(tf.ones([2_000_000])).dataSync());
}

beforeAll(() => tf.setBackend("simd"));
afterAll(() => setThreads(1));

describe("workers", () => {
  it("are as many as were asked for, this thread included", async () => {
    for (const count of [3, 1, 2]) {
      setThreads(count);
      await backend().ready();
      expect(threads()).toBe(count);
      parallelWork();
    }
    expect(() => setThreads(0)).toThrow("expected a whole number of threads from 1 to 64; got 0");
  });

  it("may be replaced between any two operations", () => {
    const x = tf.fill([300_000], 2);
    for (let i = 0; i < 60; i++) {
      setThreads(1 + (i % 3));
      expect(tf.tidy(() => tf.sum(tf.square(x)).dataSync()[0])).toBe(1_200_000);
    }
    x.dispose();
  });

  it("that are ended from outside are reported by the next parallel operation", async () => {
    await withWorkers(async (made) => {
      setThreads(3);
      await backend().ready();
      await (made[0] as { terminate(): Promise<unknown> }).terminate();
      await turn();
      expect(parallelWork).toThrow(/expected workers to run as long as the backend; got exit code \d\. setThreads\(1\) goes on/);
      expect(parallelWork).toThrow("expected workers");
      setThreads(1);
      parallelWork();
      setThreads(2);
      parallelWork();
    });
  });

  it("that meet an error are reported by the operation that they take part in", async () => {
    await withWorkers(
      async (made) => {
        setThreads(2);
        // The error is ours to report, not the process's.
        made.forEach((worker) => worker.on("error", () => undefined));
        await backend().ready();
        const start = performance.now();
        expect(() => {
          for (let i = 0; i < 1000; i++) parallelWork();
        }).toThrow("got an error in one of them");
        expect(performance.now() - start).toBeLessThan(20_000);
        setThreads(1);
        parallelWork();
      },
      (source) => source.replace("jobs[", "throw new Error('broken'); jobs["),
    );
  });

  it("that never begin are done without, silently", async () => {
    await withWorkers(
      async () => {
        setThreads(3);
        await backend().ready();
        await turn();
        expect(threads()).toBe(1);
        parallelWork();
      },
      () => "throw new Error('forbidden')",
    );
  });

  it("that hold no tensors leave none behind when an operation fails", () => {
    const before = tf.memory();
    expect(() => tf.tidy(() => backend().whole(() => {
      backend().output([1000], "float32");
      throw new Error("no room");
    }))).toThrow("no room");
    expect(backend().memory().numBytesHeld).toBe((before as unknown as { numBytesHeld: number }).numBytesHeld);
  });
});

describe("a process", () => {
  const run = (program: string): { status: number | null; output: string } => {
    const entry = fileURLToPath(new URL("../dist/index.js", import.meta.url));
    const text = `import * as tf from "@tensorflow/tfjs-core"; import * as simd from ${JSON.stringify(entry)}; tf.enableProdMode(); ${program}`;
    const { status, stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", text], {
      cwd: fileURLToPath(new URL("..", import.meta.url)), encoding: "utf8", timeout: 20_000,
    });
    return { status, output: stdout + stderr };
  };
  const train = `simd.setThreads(3); await tf.setBackend("simd"); tf.sum(tf.exp(tf.ones([2000000]))).dataSync();`;

  it("ends by itself when its work is done", () => {
    expect(run(`${train} console.log(simd.threads());`)).toEqual({ status: 0, output: "3\n" });
  });

  it("ends its workers with the backend, which can be registered again", () => {
    const again = `const factory = tf.findBackendFactory("simd"); tf.removeBackend("simd"); console.log(simd.threads(), simd.kernelBuild());
      await tf.setBackend("simd").catch(({ message }) => console.log(message)).then(() => tf.registerBackend("simd", factory));
      ${train} console.log(simd.threads(), tf.getBackend());`;
    const { status, output } = run(`const { Worker } = await import("node:worker_threads"); ${train} ${again}`);
    expect(output).toMatch(/^1 undefined\n.*'simd' not found in registry\n3 simd\n$/);
    expect(status).toBe(0);
  });
});
