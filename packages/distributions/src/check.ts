import type { Tensor } from "@tensorflow/tfjs-core";
import * as tf from "@variate/math/tf";
import { formatShape, tidy, type NumericInput, type Shape } from "@variate/math";
import type { Bijector } from "./bijectors/bijector.js";
import type { Constraint } from "./constraints.js";
import type { Distribution } from "./distribution.js";
import { broadcast } from "./parameters.js";
import { readValue } from "./values.js";

/**
 * Throws if a parameter of `distribution`, or of any distribution or bijector it is made of, has an illegal value, such
 * as a negative or NaN scale. Reads the parameters from the device, which factories and methods never do.
 *
 * @throws `checkParameters: expected normal.scale to hold positive numbers; got -1 at [2].`
 */
export function checkParameters(distribution: Distribution): void {
  checkPart(distribution, distribution.family);
}

function checkPart(owner: Distribution | Bijector, label: string): void {
  for (const [name, constraint] of Object.entries(owner.parameterConstraints ?? {})) {
    const tensor = (owner as unknown as Readonly<Record<string, Tensor>>)[name] as Tensor;
    requireInside(tensor, constraint, `checkParameters: expected ${label}.${name} to hold ${constraint.description}`);
  }
  for (const part of Object.values(owner).flat()) {
    if (isDistribution(part)) checkPart(part, part.family);
    else if (isBijector(part)) checkPart(part, part.name);
  }
}

/**
 * Throws if `value` does not broadcast against the shapes of `distribution`, or holds what is not in its support.
 * Reads the value from the device.
 *
 * @throws `checkValue: expected values of bernoulli to hold 0 or 1; got 0.5 at [3].`
 */
export function checkValue(distribution: Distribution, value: NumericInput): void {
  tidy(() => {
    const { family, support, batchShape, eventShape } = distribution;
    const tensor = readValue("checkValue", value, distribution);
    // Bounds may differ along the batch, so every copy of a value is one to check.
    const full = tf.broadcastTo(tensor, [...(broadcast(tensor.shape, [...batchShape, ...eventShape]) as Shape)]);
    requireInside(full, support, `checkValue: expected values of ${family} to hold ${support.description}`);
  });
}

function isDistribution(part: unknown): part is Distribution {
  return typeof part === "object" && part !== null && "family" in part && "logProb" in part;
}

function isBijector(part: unknown): part is Bijector {
  return typeof part === "object" && part !== null && "name" in part && "forwardLogDet" in part;
}

function requireInside(value: Tensor, constraint: Constraint, expectation: string): void {
  tidy(() => {
    const inside = constraint.contains(value);
    const flags = inside.dataSync();
    const at = flags.findIndex((flag) => !flag);
    if (at < 0) return;
    const elementSize = value.size / Math.max(1, inside.size);
    const element = [...value.dataSync().subarray(at * elementSize, (at + 1) * elementSize)];
    const got = element.length === 1 ? String(element[0]) : `[${element.slice(0, 6).join(", ")}${element.length > 6 ? ", …" : ""}]`;
    const location = tf.util.indexToLoc(at, inside.rank, tf.util.computeStrides(inside.shape));
    const position = inside.rank === 0 ? "" : ` at ${formatShape(location)}`;
    throw new Error(`${expectation}; got ${got}${position}.`);
  });
}
