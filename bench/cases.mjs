import * as tf from "@tensorflow/tfjs-core";

/**
 * What is measured. `flop` counts the multiplications and additions of matrix products alone, the useful ones: what a
 * product skips because it is multiplied by zero counts as done.
 */
export const CASES = {
  dense: vaeCase({ inputs: 784, hidden: [500], latents: 20, batchSize: 100 }),
  large: vaeCase({ inputs: 784, hidden: [1024, 1024], latents: 64, batchSize: 512 }),
  conv: {
    title: "training step, convolutional VAE 28x28, 32 and 64 filters of 4x4, stride 2, batch 128, Adam",
    sizes: { inputs: 784, filters: [32, 64], latents: 20, batchSize: 128 },
    // tfjs as shipped has no gradient of a convolution's filter on wasm.
    byHand: false,
    flop: convolutionalFlop([32, 64], 20, 128),
  },
  evaluation: {
    title: "importance-weighted evaluation, VAE 784-500-20, 4 images, K = 5,000 in chunks of 250",
    sizes: { inputs: 784, hidden: [500], latents: 20, batchSize: 4, samples: 5000, chunk: 250 },
    byHand: false,
    flop: 2 * 4 * 5000 * (20 * 500 + 500 * 784),
  },
};

function vaeCase(sizes) {
  const { inputs, hidden, latents, batchSize } = sizes;
  return {
    title: `training step, VAE ${[inputs, ...hidden, latents].join("-")}, batch ${batchSize}, Adam`,
    sizes,
    byHand: true,
    flop: denseFlop(sizes),
  };
}

/** Forward, and twice as much backward, but no gradient of the pixels. */
function denseFlop({ inputs, hidden, latents, batchSize }) {
  const widths = [inputs, ...hidden];
  const pairs = widths.slice(1).map((width, i) => width * widths[i]);
  const [last] = hidden.slice(-1);
  const forward = 2 * pairs.reduce((sum, pair) => sum + pair, 0) + 3 * last * latents;
  return 2 * batchSize * (3 * forward - pairs[0]);
}

function convolutionalFlop([first, second], latents, batchSize) {
  const taps = 16;
  const [small, large] = [14 * 14 * taps * first, 7 * 7 * taps * first * second];
  const forward = 2 * (small + large) + 3 * 7 * 7 * second * latents;
  return 2 * batchSize * (3 * forward - small);
}

/** A batch of binary images, a disc of ink for each, a tenth of the pixels: digits have about a fifth. */
export function digitLike({ batchSize, inputs }, seed) {
  const pixels = new Float32Array(batchSize * inputs);
  for (let i = 0; i < pixels.length; i++) {
    const [image, pixel] = [Math.floor(i / inputs), i % inputs];
    const [x, y] = [pixel % 28, Math.floor(pixel / 28)];
    const [centreX, centreY] = [9 + ((image + seed) % 11), 9 + ((image * 3 + seed) % 11)];
    pixels[i] = Math.hypot(x - centreX, y - centreY) < 7 ? 1 : 0;
  }
  return tf.tensor2d(pixels, [batchSize, inputs]);
}
