import * as tf from "@tensorflow/tfjs-core";

/**
 * The gradient of one operand is the einsum of dy with the other operand, onto the operand's own labels. A label that
 * stands nowhere else was summed alone: its axis gets the same gradient everywhere.
 */
export const einsumGradient: tf.GradConfig = {
  kernelName: tf.Einsum,
  saveAllInputs: true,
  gradFunc: (dy, operands, attributes) => {
    const [inputs, output] = String(attributes["equation"]).replace(/\s/g, "").split("->") as [string, string];
    const labels = inputs.split(",");
    return Object.fromEntries(
      operands.map((operand, i) => [
        i,
        () => gradientOf(operand, labels[i] as string, dy as tf.Tensor, output, operands[1 - i], labels[1 - i] ?? ""),
      ]),
    );
  },
};

function gradientOf(
  operand: tf.Tensor,
  labels: string,
  dy: tf.Tensor,
  dyLabels: string,
  other: tf.Tensor | undefined,
  otherLabels: string,
): tf.Tensor {
  const shared = [...labels].filter((label) => dyLabels.includes(label) || otherLabels.includes(label));
  const gradient = contract(dy, dyLabels, other, otherLabels, shared.join(""));
  const expanded = tf.reshape(
    gradient,
    [...labels].map((label, axis) => (shared.includes(label) ? (operand.shape[axis] as number) : 1)),
  );
  return tf.broadcastTo(expanded, operand.shape);
}

/** Two operands by their labels, onto `onto`; einsum takes no scalars, so those multiply. */
function contract(a: tf.Tensor, aLabels: string, b: tf.Tensor | undefined, bLabels: string, onto: string): tf.Tensor {
  if (b === undefined) return sumOnto(a, aLabels, onto);
  if (aLabels === "") return tf.mul(a, sumOnto(b, bLabels, onto));
  if (bLabels === "") return tf.mul(b, sumOnto(a, aLabels, onto));
  return tf.einsum(`${aLabels},${bLabels}->${onto}`, a, b);
}

function sumOnto(x: tf.Tensor, labels: string, onto: string): tf.Tensor {
  return labels === onto ? x : tf.einsum(`${labels}->${onto}`, x);
}
