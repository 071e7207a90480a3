import * as tf from "@tensorflow/tfjs-core";
import { take, type ImageDataset } from "@variate/data";
import { tidy } from "@variate/math";
import type { RandomKey } from "@variate/random";
import { generate, interpolate, latentManifold, reconstruct, type ModelWithMeans } from "@variate/vae";
import type { Pictures, RunSummary } from "./report.js";

const SAMPLES = 100;
const RECONSTRUCTIONS = 48;
const INTERPOLATIONS = { rows: 6, steps: 11 };
const MANIFOLD = 20;

/** What the report shows of a model: every figure is [count, pixels], decoded and brought to the host. */
export async function drawPictures(
  model: ModelWithMeans,
  test: ImageDataset,
  key: RandomKey,
  latents: number,
): Promise<Pick<RunSummary, "samples" | "originals" | "reconstructions" | "interpolations" | "manifold" | "codes">> {
  const { height, width } = test;
  const read = async (tensor: tf.Tensor): Promise<Pictures> => {
    const images = await tensor.data<"float32">();
    tensor.dispose();
    return { images, height, width };
  };
  const shownImages = test.gather(Int32Array.from({ length: Math.min(RECONSTRUCTIONS, test.size) }, (_, i) => i));
  const rows = Math.min(INTERPOLATIONS.rows, Math.floor((shownImages.shape[0] as number) / 2));
  const { steps } = INTERPOLATIONS;
  try {
    return {
      samples: await read(generate(model, { key, count: SAMPLES })),
      originals: await read(tf.clone(shownImages)),
      reconstructions: await read(reconstruct(model, shownImages)),
      interpolations: { ...(await read(interpolationRows(model, shownImages, rows, steps))), steps },
      ...(latents === 2
        ? { manifold: { ...(await read(latentManifold(model, MANIFOLD))), columns: MANIFOLD }, codes: await readCodes(model, test) }
        : {}),
    };
  } finally {
    shownImages.dispose();
  }
}

/** One row for each pair of neighbouring images: [rows · steps, pixels]. */
function interpolationRows(model: ModelWithMeans, images: tf.Tensor, rows: number, steps: number): tf.Tensor {
  return tidy(() => {
    const pixels = images.shape[1] as number;
    const pairs = tf.reshape(tf.slice(images, [0, 0], [2 * rows, pixels]), [rows, 2, pixels]);
    const [from, to] = tf.unstack(pairs, 1) as [tf.Tensor, tf.Tensor];
    return tf.reshape(tf.transpose(interpolate(model, from, to, { steps }), [1, 0, 2]), [rows * steps, pixels]);
  });
}

/** Posterior means of up to 2,000 test images. */
async function readCodes(model: ModelWithMeans, test: ImageDataset): Promise<NonNullable<RunSummary["codes"]>> {
  const images = take(test, Math.min(test.size, 2000));
  const batch = images.gather(Int32Array.from({ length: images.size }, (_, i) => i));
  const means = tidy(() => model.posterior(batch).mean());
  const points = await means.data<"float32">();
  tf.dispose([batch, means]);
  return { points, classes: images.labels };
}
