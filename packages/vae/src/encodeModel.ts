import { decodeSafetensors, encodeSafetensors, storeTensorAsync, type StoredTensor } from "@variate/data";
import { disposeTree, flattenTree, type Params } from "@variate/math";
import { randomKey, type RandomKey } from "@variate/random";
import { fillParams } from "@variate/training";

/** Says what the file is, so that a checkpoint or another library's file is not taken for a model. */
const FORMAT = "variate.model";

/** Anything with parameters of a known form: only `init` is used, to learn their names and shapes. */
interface Parameterized<P extends Params> {
  init(key: RandomKey): P;
}

/**
 * The parameters of a model as one safetensors file: each tensor under its dotted path, such as
 * `encoder.network.layer0.weight`. The same parameters give the same bytes. Other programs that read safetensors read
 * it too.
 *
 * @param params - Not disposed.
 * @param metadata - Strings to find again with `decodeSafetensors`, such as the model's sizes.
 */
export async function encodeModel(
  params: Params,
  metadata: Readonly<Record<string, string>> = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const stored: Record<string, StoredTensor> = {};
  for (const [path, leaf] of Object.entries(flattenTree(params))) stored[path] = await storeTensorAsync(leaf);
  return encodeSafetensors(stored, { ...metadata, format: FORMAT });
}

/**
 * Fresh parameters for `model` with the values of a file that `encodeModel` made. Nothing in the file runs or builds
 * anything: it fills the form that the model already has.
 *
 * @throws If the bytes are no such file, or naming the first tensor that is missing, left over or of another shape.
 */
export function decodeModel<P extends Params>(model: Parameterized<P>, bytes: Uint8Array): P {
  const { tensors, metadata } = decodeSafetensors(bytes);
  if (metadata["format"] !== FORMAT) {
    throw new Error(
      `decodeModel: expected a file of format ${FORMAT}; got ${JSON.stringify(metadata["format"] ?? "none")}. ` +
        "A checkpoint is read with decodeCheckpoint, other safetensors files with decodeSafetensors.",
    );
  }
  const like = model.init(randomKey(0));
  try {
    return fillParams(like, tensors);
  } finally {
    disposeTree(like);
  }
}
