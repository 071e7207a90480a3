import * as tf from "@tensorflow/tfjs-core";

/** Floating-point operations of a round of the kernel `peak`. */
const PEAK_FLOP = 80;

/** GFLOP/s of one core at multiplications and additions of 128-bit registers alone, at best. simd has to be active. */
export function measurePeak() {
  const [rounds, bytes] = [200_000, 2048];
  const backend = tf.backend();
  let best = 0;
  backend.withRoom(bytes, (pointer) => {
    backend.floats[pointer / 4] = 0.999;
    backend.floats[pointer / 4 + 1] = 1e-3;
    for (let i = 0; i < 60; i++) {
      const start = performance.now();
      backend.run("peak", [pointer, rounds], 1, false);
      best = Math.max(best, (PEAK_FLOP * rounds) / (performance.now() - start) / 1e6);
    }
  });
  return best;
}

/** The three large products of the step, of factors without zeros: forward, gradient of the weight, of the input. */
export function productSides() {
  const [batch, inputs, hidden] = [100, 784, 500];
  const filled = (rows, columns) => tf.tidy(() => tf.sin(tf.reshape(tf.range(1, rows * columns + 1), [rows, columns])));
  const [x, w, y] = [filled(batch, inputs), filled(inputs, hidden), filled(batch, hidden)];
  const product = (a, b, transposeA, transposeB) => () => tf.matMul(a, b, transposeA, transposeB).dispose();
  return [
    { name: "100x784 · 784x500", run: product(x, w, false, false) },
    { name: "784x100 · 100x500", run: product(x, y, true, false) },
    { name: "100x500 · 500x784", run: product(y, w, false, true) },
  ].map((side) => ({ ...side, flop: 2 * batch * inputs * hidden }));
}
