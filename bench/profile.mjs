import * as tf from "@tensorflow/tfjs-core";

/** Prints how long each kernel of the active backend takes within one call of `run`, averaged over `times` calls. */
export async function profile(run, times) {
  const totals = new Map();
  const kernels = tf.getKernelsForBackend(tf.getBackend());
  const originals = kernels.map(({ kernelFunc }) => kernelFunc);
  let depth = 0;
  kernels.forEach((kernel, i) => {
    kernel.kernelFunc = (args) => {
      const start = performance.now();
      depth++;
      try {
        return originals[i](args);
      } finally {
        depth--;
        // A kernel that runs others is billed for them.
        if (depth === 0) add(totals, kernel.kernelName, performance.now() - start);
      }
    };
  });
  const start = performance.now();
  for (let i = 0; i < times; i++) await run();
  const whole = (performance.now() - start) / times;
  kernels.forEach((kernel, i) => (kernel.kernelFunc = originals[i]));

  let inKernels = 0;
  for (const [name, { time, calls }] of [...totals].toSorted(([, a], [, b]) => b.time - a.time)) {
    inKernels += time / times;
    console.log(`  ${name.padEnd(24)} ${(time / times).toFixed(3).padStart(9)} ms ${String(calls / times).padStart(6)} calls`);
  }
  console.log(`  ${"outside kernels".padEnd(24)} ${(whole - inKernels).toFixed(3).padStart(9)} ms`);
}

function add(totals, name, time) {
  const total = totals.get(name) ?? { time: 0, calls: 0 };
  totals.set(name, { time: total.time + time, calls: total.calls + 1 });
}
