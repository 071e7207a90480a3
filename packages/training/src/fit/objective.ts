import { Tensor } from "@tensorflow/tfjs-core";
import { flattenTree, formatShape, sameShape, type Params } from "@variate/math";
import type { RandomKey } from "@variate/random";
import { describe } from "./requirements.js";

/** Where in the fit an objective is evaluated, and the randomness it may use. */
export interface ObjectiveContext {
  readonly key: RandomKey;
  /** Number of steps taken so far. */
  readonly step: number;
  /** Number of examples in the whole data set; NaN where it is not known. */
  readonly datasetSize: number;
}

export interface ObjectiveValue {
  /** To be maximized: one value per example, shape [batch], in nats. */
  readonly bound: Tensor;
  /** What the bound is made of, by name; the mean of each is reported. */
  readonly terms: Readonly<Record<string, Tensor>>;
}

/** An objective without parameters of its own; any function of this form is one. */
export interface Evaluate<M, B = Tensor> {
  (model: M, batch: B, context: ObjectiveContext): ObjectiveValue;
  /**
   * What a held-out figure means, where that is not the objective itself: a bound whose KL is weighted or scheduled
   * carries the bound without the weight here. `fit` validates by it, and so stops early and keeps the best by it.
   */
  readonly evaluation?: Evaluate<M, B>;
}

/**
 * An objective with parameters to train or state to carry: critics, baselines, codebooks, multipliers.
 *
 * Name the form of what it owns and its methods see that: `StatefulObjective<M, B, {}, { lambda: Tensor }>`.
 */
export interface StatefulObjective<M, B = Tensor, P extends Params = Params, S extends Params = Params> {
  init(key: RandomKey): { readonly params: P; readonly state: S };
  evaluate(
    model: M,
    batch: B,
    context: ObjectiveContext & { readonly params: P; readonly state: S },
  ): ObjectiveValue & { readonly state?: S };
  /** As `Evaluate`'s. */
  readonly evaluation?: Evaluate<M, B>;
}

/** What `fit` maximizes the mean of. */
export type Objective<M, B = Tensor> = Evaluate<M, B> | StatefulObjective<M, B>;

/** What an objective owns during a fit. */
export interface ObjectiveTrees {
  readonly params: Params;
  readonly state: Params;
}

/** What held-out data are measured by: what the objective says, else the objective itself. */
export function evaluationOf<M, B>(objective: Objective<M, B>): Objective<M, B> {
  return objective.evaluation ?? objective;
}

/** Evaluates an objective of either form and checks what it gives. */
export function evaluateObjective<M, B>(
  caller: string,
  objective: Objective<M, B>,
  model: M,
  batch: B,
  context: ObjectiveContext,
  own: ObjectiveTrees | undefined,
): ObjectiveValue & { readonly state?: Params } {
  const value =
    typeof objective === "function"
      ? objective(model, batch, context)
      : objective.evaluate(model, batch, { ...context, ...(own as ObjectiveTrees) });
  checkValue(caller, value);
  const { bound } = value;
  if (bound.rank !== 1 || bound.size === 0) {
    throw new Error(
      `${caller}: expected an objective whose bound has one value per example, shape [batch]; got shape ${formatShape(bound.shape)}. ` +
        "Leave the mean over the batch to fit.",
    );
  }
  return value;
}

/** @throws If what an objective gave is not of the form `{ bound, terms }`. */
function checkValue(caller: string, value: unknown): void {
  const { bound, terms } = (value ?? {}) as { readonly bound?: unknown; readonly terms?: unknown };
  const fail = (got: string, way: string): Error => new Error(`${caller}: expected an objective that returns { bound, terms } of tensors; got ${got}. ${way}`);
  if (value instanceof Promise) throw fail("a promise", "An objective is no async function: gradients are taken while it runs.");
  if (!(bound instanceof Tensor)) throw fail(bound === undefined ? describe(value) : `bound ${describe(bound)}`, "The bound is one value per example, shape [batch].");
  if (typeof terms !== "object" || terms === null || terms instanceof Tensor) throw fail(`terms ${describe(terms)}`, "Give terms: {} where there is nothing to report.");
  for (const [name, term] of Object.entries(terms)) {
    if (!(term instanceof Tensor)) throw fail(`the term ${name}, ${describe(term)}`, "Each term is a tensor, whose mean is reported.");
  }
}

/** @throws If an objective's new state is not of the form of the one before, which a checkpoint could not fill. */
export function checkObjectiveState(before: Params, after: Params): void {
  const [was, is] = [flattenTree(before), flattenTree(after)];
  for (const path of new Set([...Object.keys(was), ...Object.keys(is)])) {
    const [old, now] = [was[path], is[path]];
    if (old !== undefined && now !== undefined && old.dtype === now.dtype && sameShape(old.shape, now.shape)) continue;
    const show = (tensor?: Tensor): string => (tensor === undefined ? "none" : `${tensor.dtype} ${formatShape(tensor.shape)}`);
    throw new Error(`fit: expected an objective that returns its state in the form of init, ${path} ${show(old)}; got ${show(now)}.`);
  }
}
