import * as tf from "@tensorflow/tfjs-core";
import { tidy } from "@variate/math";

/** Which floating tensors of a batch are finite throughout, still on the device. */
export interface BatchProbe {
  /** Path of each tensor, "" for a batch that is one itself. */
  readonly paths: readonly string[];
  /** One truth value for each. */
  readonly finite: tf.Tensor;
}

/** Looks through a batch; undefined where it holds no floating tensors. */
export function probeBatch(batch: unknown): BatchProbe | undefined {
  const parts = floats(batch, "", 0);
  if (parts.length === 0) return undefined;
  return {
    paths: parts.map(([path]) => path),
    finite: tidy(() => tf.stack(parts.map(([, tensor]) => tf.all(tf.isFinite(tensor))))),
  };
}

/** "holds NaN or an infinity in x" where it does; frees the probe. */
export async function readProbe(probe: BatchProbe | undefined): Promise<string | undefined> {
  if (probe === undefined) return undefined;
  try {
    const finite = await probe.finite.data();
    const bad = probe.paths.filter((_, i) => finite[i] === 0);
    if (bad.length === 0) return undefined;
    const where = bad.filter((path) => path !== "");
    return `holds NaN or an infinity${where.length === 0 ? "" : ` in ${where.join(", ")}`}`;
  } finally {
    probe.finite.dispose();
  }
}

/** Batches of the caller's own kind may nest anything: this is as deep as data go. */
const DEEPEST = 8;

function floats(node: unknown, path: string, depth: number): [path: string, tensor: tf.Tensor][] {
  if (node instanceof tf.Tensor) return node.dtype === "float32" && node.size > 0 && !node.isDisposed ? [[path, node]] : [];
  if (typeof node !== "object" || node === null || ArrayBuffer.isView(node) || depth === DEEPEST) return [];
  return Object.entries(node).flatMap(([name, child]) => floats(child, path === "" ? name : `${path}.${name}`, depth + 1));
}
