import * as tf from "@tensorflow/tfjs-core";
import { flattenTree, mapTree, tidy, unflattenTree, type Params } from "@variate/math";
import type { Json, Optimizer, OptimizerState } from "./optimizer.js";

/** How tfjs's optimizers hold a running quantity: by the parameter's position. */
interface Accumulator {
  readonly originalName: string;
  readonly variable: tf.Variable;
}

let updates = 0;

/**
 * Any optimizer of TensorFlow.js as a pure one: `fromTfOptimizer(tf.train.adadelta(0.1))`.
 *
 * Its running quantities (fields that are variables, or arrays of them by parameter) become the state, named by
 * parameter in place of position, so that they serialize and resume; between updates the tfjs object is as it was
 * given, so it may serve several fits. Parameters are variables of tfjs during the update alone, under names of their own.
 *
 * The object given stays the caller's, who disposes it; give a fresh one. Its learning rate is its own, so schedules
 * do not apply.
 */
export function fromTfOptimizer(optimizer: tf.Optimizer): Optimizer {
  return {
    name: `tf.${optimizer.getClassName()}`,
    configuration: plainSettings(optimizer),
    init: (params) =>
      tidy(() => {
        const variables = snapshotVariables(optimizer);
        // Accumulators come into being in the first update; without a gradient they stay at their start.
        run(optimizer, params, () => null);
        const slots = { ...takeAccumulators(optimizer, params), ...variables };
        assignVariables(optimizer, variables);
        return { step: 0, slots };
      }),
    update: <P extends Params>(gradients: P, state: OptimizerState, params: P) =>
      tidy(() => {
        const flat = flattenTree(gradients);
        const missing = Object.keys(flattenTree(params)).find((path) => flat[path] === undefined);
        if (missing !== undefined) throw new Error(`fromTfOptimizer: expected a gradient for ${missing}; got none.`);
        const initial = snapshotVariables(optimizer);
        assignVariables(optimizer, state.slots);
        giveAccumulators(optimizer, state.slots, params);
        const updated = run(optimizer, params, (path) => flat[path] as tf.Tensor);
        const slots = { ...takeAccumulators(optimizer, params), ...snapshotVariables(optimizer) };
        assignVariables(optimizer, initial);
        return { params: updated, state: { step: state.step + 1, slots } };
      }),
  };
}

/** Applies the gradients to variables that live for this call, and returns what became of the parameters. */
function run<P extends Params>(optimizer: tf.Optimizer, params: P, gradientOf: (path: string) => tf.Tensor | null): P {
  const prefix = `variate.training/${updates++}/`;
  const variables: Record<string, tf.Variable> = {};
  try {
    const named = Object.entries(flattenTree(params)).map(([path, parameter]) => {
      // tfjs's own optimizers pass over a variable whose gradient is null.
      const tensor = gradientOf(path) as tf.Tensor;
      const variable = tf.variable(parameter, false, prefix + path);
      variables[path] = variable;
      return { name: variable.name, tensor };
    });
    optimizer.applyGradients(named);
    return unflattenTree(params, Object.fromEntries(Object.entries(variables).map(([path, variable]) => [path, tf.clone(variable)])));
  } finally {
    tf.dispose(Object.values(variables));
  }
}

function fieldsOf(optimizer: tf.Optimizer): Record<string, unknown> {
  return optimizer as unknown as Record<string, unknown>;
}

function isAccumulators(value: unknown): value is Accumulator[] {
  return Array.isArray(value) && value.every((item) => item?.variable instanceof tf.Variable);
}

/** Copies of the optimizer's own variables, such as Adam's powers of beta, by field. */
function snapshotVariables(optimizer: tf.Optimizer): Record<string, tf.Tensor> {
  const found: Record<string, tf.Tensor> = {};
  for (const [field, value] of Object.entries(fieldsOf(optimizer))) {
    if (value instanceof tf.Variable) found[field] = tf.clone(value);
  }
  return found;
}

function assignVariables(optimizer: tf.Optimizer, slots: Params): void {
  for (const [field, value] of Object.entries(fieldsOf(optimizer))) {
    if (!(value instanceof tf.Variable)) continue;
    const slot = slots[field];
    if (!(slot instanceof tf.Tensor)) throw new Error(`fromTfOptimizer: expected a state with ${field}; got none.`);
    value.assign(slot);
  }
}

/** The accumulators as trees by field, taken out of the optimizer. */
function takeAccumulators<P extends Params>(optimizer: tf.Optimizer, params: P): Record<string, Params> {
  const fields = fieldsOf(optimizer);
  const taken: Record<string, Params> = {};
  for (const [field, value] of Object.entries(fields)) {
    if (!isAccumulators(value) || value.length === 0) continue;
    let position = 0;
    taken[field] = mapTree(params, () => tf.clone((value[position++] as Accumulator).variable));
    tf.dispose(value.map(({ variable }) => variable));
    fields[field] = [];
  }
  return taken;
}

function giveAccumulators(optimizer: tf.Optimizer, slots: Params, params: Params): void {
  const fields = fieldsOf(optimizer);
  for (const [field, tree] of Object.entries(slots)) {
    if (tree instanceof tf.Tensor) continue;
    const flat = flattenTree(tree);
    fields[field] = Object.keys(flattenTree(params)).map((path): Accumulator => {
      const slot = flat[path];
      if (slot === undefined) throw new Error(`fromTfOptimizer: expected a state with ${field}.${path}; got none.`);
      return { originalName: `${path}/${field}`, variable: tf.variable(slot, false) };
    });
  }
}

function plainSettings(optimizer: tf.Optimizer): Record<string, Json> {
  const settings: Record<string, Json> = {};
  for (const [name, value] of Object.entries(optimizer.getConfig())) {
    if (value === null || ["number", "string", "boolean"].includes(typeof value)) settings[name] = value as Json;
  }
  return settings;
}
