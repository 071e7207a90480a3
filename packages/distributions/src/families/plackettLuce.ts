import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isEqual, logSumExp, matmul, select, triu, type NumericInput } from "@variate/math";
import { gumbelDraws } from "@variate/random";
import { permutation, realVector } from "../constraints.js";
import type { Distribution, HasEnumerableSupport, HasMode } from "../distribution.js";
import { makeFamily } from "../family.js";
import { lastSize } from "./scaleTril.js";

export interface PlackettLuceParameters {
  readonly logits: NumericInput;
}

export interface PlackettLuce extends Distribution<Tensor, readonly [number]>, HasMode, HasEnumerableSupport {
  readonly family: "plackettLuce";
  /** Shape [...batch, n]. */
  readonly logits: Tensor;
}

const constraints = { logits: realVector };
const LARGEST_ENUMERABLE = 8;

/**
 * Plackett–Luce distribution over rankings of n items, the permutations of 0 … n − 1, the first item first: each place
 * goes to one of the items that are left, with probabilities proportional to exp(logits).
 *
 *   log p(x) = −Σᵢ log Σ_{j ≥ i} exp(logits[xⱼ] − logits[xᵢ]), in nats
 *
 * of differences of logits, so that a common offset of any size costs no digits. −Infinity for what is no permutation.
 * The mode is the order of the logits, largest first. Rankings have no mean.
 *
 * `sample(key, s)` is the order, largest first, of `logits + gumbelDraws(key, [...s, ...batchShape, n])`; int32.
 * `enumerateSupport` gives all n! rankings, for n of 8 or less.
 *
 * @param parameters.logits - Log worth of each item, shape [...batch, n].
 * @throws `enumerateSupport`, for more than 8 items.
 *
 * Reference: Plackett (1975); Yellott (1977) for the draws.
 */
export function plackettLuce(parameters: PlackettLuceParameters): PlackettLuce {
  const specification = {
    family: "plackettLuce" as const, constraints, parameters, support: permutation,
    eventShape: ({ logits }: { readonly logits: Tensor }): readonly [number] => [lastSize(logits)],
  };
  return makeFamily(specification, ({ logits }, { eventShape: [n] }) => ({
    logProb: (x) => {
      // A product with one-hot rows, since tfjs has no gradient of `gather` on wasm.
      const hits = tf.cast(isEqual(tf.expandDims(x, -1), tf.range(0, n)), "float32");
      const ordered = tf.squeeze(matmul(hits, tf.expandDims(logits, -1)), [-1]);
      const differences = tf.sub(tf.expandDims(ordered, -2), tf.expandDims(ordered, -1));
      const left = tf.cast(triu(tf.ones([n, n])), "bool");
      const logOdds = logSumExp(select(left, differences, -Infinity), -1);
      return select(permutation.contains(x), tf.neg(tf.sum(logOdds, -1)), -Infinity);
    },
    sample: (key, shape) => order(tf.add(logits, gumbelDraws(key, shape))),
    mode: () => order(logits),
    enumerateSupport: () => {
      if (n > LARGEST_ENUMERABLE) {
        throw new Error(`plackettLuce.enumerateSupport: expected ${LARGEST_ENUMERABLE} items or fewer; got ${n}. Take draws in their place.`);
      }
      return tf.tensor2d(rankings(n), undefined, "int32");
    },
  }));
}

/** Positions of the elements along the last axis, from the largest element to the smallest. */
function order(x: Tensor): Tensor {
  // wasm's kernel corrupts memory where there is nothing to order.
  if (x.size === 0) return tf.zeros(x.shape, "int32");
  return tf.topk(x, lastSize(x)).indices;
}

/** All permutations of 0 … n − 1, in lexicographic order. */
function rankings(n: number): number[][] {
  const extend = (start: number[]): number[][] =>
    start.length === n ? [start] : Array.from({ length: n }, (_, item) => item).filter((item) => !start.includes(item)).flatMap((item) => extend([...start, item]));
  return extend([]);
}
