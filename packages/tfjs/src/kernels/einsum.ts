import * as tf from "@tensorflow/tfjs-core";

/**
 * Einstein summation of one or two tensors in terms of sums, transposes and one matrix product.
 *
 * The original multiplies the operands elementwise, all labels at once, and fails when a label that is summed stands
 * in one of two operands alone, as in "ij,kj->k".
 */
export function einsumKernel(backendName: string): tf.KernelConfig {
  return {
    kernelName: tf.Einsum,
    backendName,
    kernelFunc: ({ inputs, attrs }) => tf.tidy(() => einsum(String(attrs?.["equation"]), Object.values(inputs) as tf.Tensor[])),
  };
}

/** A tensor with a letter for each axis. */
interface Labelled {
  readonly tensor: tf.Tensor;
  readonly labels: string;
}

function einsum(equation: string, tensors: readonly tf.Tensor[]): tf.Tensor {
  const { allDims, idDims } = tf.backend_util.decodeEinsumEquation(equation, tensors.length);
  tf.backend_util.checkEinsumDimSizes(allDims.length, idDims, tensors as tf.Tensor[]);
  const output = equation.replace(/\s/g, "").split("->")[1] as string;
  const labels = idDims.map((ids) => ids.map((id) => allDims[id] as string).join(""));
  const terms = tensors.map((tensor, i) => sumLonely({ tensor, labels: labels[i] as string }, output + (labels[1 - i] ?? "")));
  const [a, b] = terms as [Labelled, Labelled?];
  return arrange(b === undefined ? a : contract(a, b, output), output);
}

/** Sums over the labels that stand nowhere else. */
function sumLonely({ tensor, labels }: Labelled, elsewhere: string): Labelled {
  const lonely = [...labels].filter((label) => !elsewhere.includes(label));
  if (lonely.length === 0) return { tensor, labels };
  const axes = lonely.map((label) => labels.indexOf(label));
  return { tensor: tf.sum(tensor, axes), labels: keep(labels, (label) => !lonely.includes(label)) };
}

/** One matrix product for each value of the labels that both operands and the output share. */
function contract(a: Labelled, b: Labelled, output: string): Labelled {
  const stack = keep(a.labels, (label) => b.labels.includes(label) && output.includes(label));
  const summed = keep(a.labels, (label) => b.labels.includes(label) && !output.includes(label));
  const rows = keep(a.labels, (label) => !b.labels.includes(label));
  const columns = keep(b.labels, (label) => !a.labels.includes(label));
  const sizes = new Map([a, b].flatMap(({ tensor, labels }) => [...labels].map((label, axis) => [label, tensor.shape[axis] as number])));
  const shape = (labels: string): number[] => [...labels].map((label) => sizes.get(label) as number);
  const size = (labels: string): number => tf.util.sizeFromShape(shape(labels));
  const left = tf.reshape(arrange(a, stack + rows + summed), [size(stack), size(rows), size(summed)]);
  const right = tf.reshape(arrange(b, stack + summed + columns), [size(stack), size(summed), size(columns)]);
  const labels = stack + rows + columns;
  return { tensor: tf.reshape(tf.matMul(left, right), shape(labels)), labels };
}

function arrange({ tensor, labels }: Labelled, wanted: string): tf.Tensor {
  return labels === wanted ? tf.clone(tensor) : tf.transpose(tensor, [...wanted].map((label) => labels.indexOf(label)));
}

function keep(labels: string, predicate: (label: string) => boolean): string {
  return [...labels].filter(predicate).join("");
}
