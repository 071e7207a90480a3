import * as tf from "@tensorflow/tfjs-core";

/** @throws If `model` is not of the form `{ init, bind }`. */
export function checkModel(caller: string, model: unknown): void {
  if (has(model, "bind") && (caller !== "fit" || has(model, "init"))) return;
  throw new Error(`${caller}: expected a model { init(key), bind(params, context) }; got ${describe(model)}.`);
}

/** @throws If `optimizer` is not of the form of one; what is nearly one gets its own way out. */
export function checkOptimizer(name: string, optimizer: unknown): void {
  if (has(optimizer, "init") && has(optimizer, "update")) return;
  const way =
    has(optimizer, "applyGradients")
      ? "Wrap an optimizer of TensorFlow.js: fromTfOptimizer(optimizer)."
      : typeof optimizer === "function"
        ? `Call it: ${optimizer.name || "adam"}(1e-3).`
        : `Try ${name}: adam(1e-3).`;
  throw new Error(`fit: expected ${name} with init and update, such as adam(1e-3); got ${describe(optimizer)}. ${way}`);
}

/** @throws If `objective` is of neither form of one. */
export function checkObjective(caller: string, name: string, objective: unknown): void {
  if (typeof objective === "function" || (has(objective, "init") && has(objective, "evaluate"))) return;
  throw new Error(
    `${caller}: expected ${name}, a function or an object { init, evaluate }; got ${describe(objective)}. ` +
      `Give ${name}: (model, batch, context) => ({ bound, terms }).`,
  );
}

/** What a value is, for messages. */
export function describe(value: unknown): string {
  if (value === undefined) return "none";
  if (value === null) return "null";
  if (value instanceof tf.Tensor) return `a tensor [${value.shape.join(", ")}]`;
  if (Array.isArray(value)) return "an array";
  if (typeof value === "function") return `the function ${value.name || "without a name"}`;
  if (typeof value !== "object") return `the ${typeof value} ${String(value)}`;
  const names = Object.keys(value);
  return `an object with ${names.length === 0 ? "no members" : names.slice(0, 5).join(", ")}`;
}

function has(value: unknown, method: string): boolean {
  return value !== null && (typeof value === "object" || typeof value === "function") && typeof (value as Readonly<Record<string, unknown>>)[method] === "function";
}
