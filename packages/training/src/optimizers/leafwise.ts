import * as tf from "@tensorflow/tfjs-core";
import { flattenTree, formatShape, mapTree, sameShape, tidy, unflattenTree, type Params } from "@variate/math";
import { finite, toSchedule } from "../schedules/schedule.js";
import type { Json, LearningRate, Optimizer, OptimizerState } from "./optimizer.js";

/** One parameter with everything its update needs. */
export interface Leaf<S extends string> {
  readonly path: string;
  readonly parameter: tf.Tensor;
  readonly gradient: tf.Tensor;
  readonly slots: Readonly<Record<S, tf.Tensor>>;
}

export interface UpdatedLeaf<S extends string> {
  readonly parameter: tf.Tensor;
  readonly slots: Readonly<Record<S, tf.Tensor>>;
}

/** An optimizer that treats every parameter alike and apart from the others. */
export interface LeafRule<S extends string> {
  readonly name: string;
  readonly learningRate: LearningRate;
  readonly configuration: { readonly [setting: string]: Json };
  /** Running quantities by name, with the value they start from. */
  readonly slots: Readonly<Record<S, number>>;
  /**
   * Called once per update, inside a `tidy`: makes what all parameters share, so that each constant reaches the
   * device once, and returns the update of one parameter.
   *
   * @param count - Number of this update, from 1.
   * @param rate - The learning rate of this update.
   */
  readonly begin: (count: number, rate: number) => (leaf: Leaf<S>) => UpdatedLeaf<S>;
}

/** The optimizer that follows a rule for one parameter. */
export function leafwise<S extends string>(rule: LeafRule<S>): Optimizer {
  const { name, slots: initial } = rule;
  if (typeof rule.learningRate === "number") nonNegative(name, "learningRate", rule.learningRate);
  const learningRate = toSchedule(rule.learningRate);
  const slotNames = Object.keys(initial) as S[];

  return {
    name,
    configuration: {
      learningRate: typeof rule.learningRate === "number" ? rule.learningRate : "schedule",
      ...rule.configuration,
    },
    learningRate,
    init: (params) =>
      tidy(() => {
        const slots: Record<string, Params> = {};
        for (const slot of slotNames) slots[slot] = mapTree(params, (leaf) => tf.fill(leaf.shape, initial[slot], "float32"));
        return { step: 0, slots };
      }),
    update: <P extends Params>(gradients: P, state: OptimizerState, params: P) =>
      tidy(() => {
        const apply = rule.begin(state.step + 1, learningRate(state.step));
        const flatGradients = flattenTree(gradients);
        const flatSlots = flattenTree(state.slots);
        const parameters: Record<string, tf.Tensor> = {};
        const slots: Record<string, tf.Tensor> = {};
        for (const [path, parameter] of Object.entries(flattenTree(params))) {
          const leaf = { path, parameter, gradient: like(name, "a gradient", flatGradients[path], path, parameter) };
          const own = {} as Record<S, tf.Tensor>;
          for (const slot of slotNames) own[slot] = like(name, slot, flatSlots[`${slot}.${path}`], path, parameter);
          // Freed leaf by leaf, intermediate results stay few and their memory warm.
          const updated = tidy(() => apply({ ...leaf, slots: own }));
          parameters[path] = updated.parameter;
          for (const slot of slotNames) slots[`${slot}.${path}`] = updated.slots[slot];
        }
        return {
          params: unflattenTree(params, parameters),
          state: { step: state.step + 1, slots: unflattenTree(state.slots, slots) },
        };
      }),
  };
}

function like(name: string, what: string, tensor: tf.Tensor | undefined, path: string, parameter: tf.Tensor): tf.Tensor {
  if (tensor !== undefined && sameShape(tensor.shape, parameter.shape)) return tensor;
  const got = tensor === undefined ? "none" : formatShape(tensor.shape);
  throw new Error(`${name}: expected ${what} for ${path} ${formatShape(parameter.shape)}; got ${got}.`);
}

/** @throws If `value` is negative or not finite. */
export function nonNegative(caller: string, name: string, value: number): void {
  finite(caller, name, value);
  if (value < 0) throw new Error(`${caller}: expected ${name} of at least 0; got ${value}.`);
}

/** @throws If `value` is not in [0, 1). */
export function decayRate(caller: string, name: string, value: number): void {
  if (!(value >= 0 && value < 1)) throw new Error(`${caller}: expected ${name} in [0, 1); got ${value}.`);
}
