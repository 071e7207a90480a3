import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";

const require = createRequire(import.meta.url);
const own = fileURLToPath(new URL("..", import.meta.url));
let project: string;

/** A project with the built package, tfjs-core and two backends, and nothing else. */
beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), "variate-tfjs-"));
  const modules = join(project, "node_modules");
  for (const scope of ["@variate", "@tensorflow"]) mkdirSync(join(modules, scope), { recursive: true });
  for (const file of ["package.json", "dist"]) cpSync(join(own, file), join(modules, "@variate/tfjs", file), { recursive: true });
  for (const name of ["tfjs-core", "tfjs-backend-cpu", "tfjs-backend-wasm"]) {
    const installed = dirname(require.resolve(`@tensorflow/${name}/package.json`));
    symlinkSync(installed, join(modules, "@tensorflow", name), "junction");
  }
});

afterAll(() => rmSync(project, { recursive: true, force: true }));

/** Fits a network of one hidden layer to y = x² by Adam and prints the loss before and after. */
const program = (backend: string): string => `
  import "@variate/tfjs";
  import "@tensorflow/tfjs-backend-${backend}";
  import * as tf from "@tensorflow/tfjs-core";

  await tf.setBackend("${backend}");
  const x = tf.reshape(tf.linspace(-1, 1, 21), [21, 1]);
  const y = tf.square(x);
  const weight = (shape, seed) => tf.variable(tf.tensor2d(Float32Array.from({ length: 8 }, (_, i) => Math.sin(seed * (i + 1))), shape));
  const [first, bias, second] = [weight([1, 8], 2.4), weight([1, 8], 1.1), weight([8, 1], 3.7)];
  const loss = () => tf.mean(tf.squaredDifference(tf.matMul(tf.tanh(tf.add(tf.matMul(x, first), bias)), second), y));
  const optimizer = tf.train.adam(0.05);
  const before = tf.tidy(loss).dataSync()[0];
  optimizer.minimize(loss);
  const tensors = tf.memory().numTensors;
  for (let step = 0; step < 200; step++) optimizer.minimize(loss);
  const grown = tf.memory().numTensors - tensors;
  console.log(JSON.stringify({ backend: tf.getBackend(), before, after: tf.tidy(loss).dataSync()[0], grown }));
`;

for (const backend of ["cpu", "wasm"]) {
  it(`the built package trains a network in plain Node on ${backend}, with tfjs-core and the backend alone`, () => {
    writeFileSync(join(project, "train.mjs"), program(backend));
    const { stdout, stderr, status } = spawnSync(process.execPath, ["train.mjs"], { cwd: project, encoding: "utf8" });
    expect(status, stderr).toBe(0);
    const result = JSON.parse(stdout.trim().split("\n").at(-1) as string) as { backend: string; before: number; after: number; grown: number };
    expect(result.backend).toBe(backend);
    expect(result.before).toBeGreaterThan(0.1);
    expect(result.after).toBeLessThan(2e-3);
    expect(result.grown).toBe(0);
  });
}
