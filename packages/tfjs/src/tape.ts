import * as tf from "@tensorflow/tfjs-core";

/**
 * Repairs of the tape on which tfjs records operations for its gradients.
 *
 * 1. **Saved outputs.** A gradient that uses its operation's output, such as exp's, gets a copy of it. tfjs records
 *    the copy before the operation that makes the output, so a second differentiation does not see that the copy
 *    depends on the input: it throws, or drops terms of the result. Here the copy is recorded after the operation.
 *    This serves every operation that saves an output, and every `tf.customGrad` that saves one.
 * 2. **Absent optional inputs**, such as `batchNorm` without scale, are neither saved nor recorded; tfjs fails on them.
 * 3. **Operations on truth values** (and, or, not) are left out: no gradient passes through them, and tfjs fails where it
 *    meets one on its way, as in `tf.where(tf.logicalAnd(…), …)`. A function that is nothing else has no gradient still.
 * 4. **A gradient taken inside a gradient function** leaves the outer tape as it was; tfjs drops it, and fails.
 * 5. **A gradient that fails** frees what its tape had saved; tfjs leaves that behind.
 * 6. **Copies that nothing differentiates** stay off the tape. The outermost gradient is not recorded itself, so what its
 *    operations save is only read: another reference to the same data serves, without a kernel and a node for each.
 *
 * The engine is one object for all copies of tfjs-core. Repairing it again changes nothing.
 */
export function repairTape(): void {
  const engine = tf.engine() as unknown as RepairableEngine;
  if (engine[REPAIRED] === true) return;
  Object.defineProperty(engine, REPAIRED, { value: true });

  const { addTapeNode, clone, saveTensorsForBackwardMode, gradients } = engine;
  engine.clone = (tensor) => (engine.state.gradientDepth === 1 ? anotherReference(engine, tensor) : clone.call(engine, tensor));
  engine.addTapeNode = (kernelName, inputs, outputs, gradient, saved, attributes) => {
    if (ON_TRUTH_VALUES.has(kernelName)) return;
    addTapeNode.call(engine, kernelName, present(inputs), outputs, gradient, saved, attributes);
    if (saved.length > 0 && engine.state.gradientDepth > 1) moveBeforeCopies(engine.state.activeTape as TapeNode[], outputs, saved.length);
  };
  engine.saveTensorsForBackwardMode = (tensors) =>
    saveTensorsForBackwardMode.call(
      engine,
      tensors.filter((tensor) => tensor !== undefined && tensor !== null),
    );
  engine.gradients = (...args) => {
    const outermost = engine.state.gradientDepth === 0;
    const outer = engine.state.activeTape;
    try {
      return gradients.apply(engine, args);
    } catch (error) {
      const failed = engine.state.activeTape;
      if (outermost && failed !== outer) tf.dispose((failed ?? []).flatMap(({ saved }) => [...(saved ?? [])]));
      throw error;
    } finally {
      if (outermost) engine.state.activeTape = outer ?? null;
    }
  };
}

const ON_TRUTH_VALUES: ReadonlySet<string> = new Set([tf.LogicalAnd, tf.LogicalOr, tf.LogicalNot]);

const REPAIRED = Symbol.for("@variate/tfjs/tape");

interface TapeNode {
  readonly saved?: readonly tf.Tensor[] | null;
  readonly inputs: Readonly<Record<string, tf.Tensor>>;
}

type Inputs = Readonly<Record<string, tf.Tensor | null | undefined>>;

/** The part of tfjs-core 4.22's engine that is repaired; its types call it private. */
interface RepairableEngine {
  [REPAIRED]?: boolean;
  readonly state: {
    activeTape: TapeNode[] | null;
    readonly gradientDepth: number;
    readonly tensorInfo: { get(dataId: object): { readonly backend: CountingBackend } };
  };
  /** What tfjs copies by when it saves; `tf.clone` is another function. */
  clone(tensor: tf.Tensor): tf.Tensor;
  makeTensorFromTensorInfo(info: tf.TensorInfo, backend: CountingBackend): tf.Tensor;
  gradients(...args: unknown[]): unknown;
  addTapeNode(
    kernelName: string,
    inputs: Inputs,
    outputs: readonly tf.Tensor[],
    gradient: unknown,
    saved: readonly tf.Tensor[],
    attributes: unknown,
  ): void;
  saveTensorsForBackwardMode(tensors: readonly (tf.Tensor | null | undefined)[]): tf.Tensor[];
}

interface CountingBackend {
  incRef(dataId: object): void;
}

/** A tensor of the same data, as tfjs's Identity kernels make. */
function anotherReference(engine: RepairableEngine, { dataId, shape, dtype }: tf.Tensor): tf.Tensor {
  const { backend } = engine.state.tensorInfo.get(dataId);
  backend.incRef(dataId);
  return engine.makeTensorFromTensorInfo({ dataId, shape, dtype }, backend);
}

/** Moves the last node ahead of the copies of its outputs; the nodes just before it are the copies of all it saved. */
function moveBeforeCopies(tape: TapeNode[], outputs: readonly tf.Tensor[], copies: number): void {
  const last = tape.length - 1;
  const first = Math.max(0, last - copies);
  for (let position = first; position < last; position++) {
    if (copiesOneOf(outputs, tape[position] as TapeNode)) {
      tape.splice(position, 0, tape.pop() as TapeNode);
      return;
    }
  }
}

function copiesOneOf(outputs: readonly tf.Tensor[], { inputs }: TapeNode): boolean {
  const source = inputs["x"];
  return source !== undefined && outputs.some((output) => output.id === source.id);
}

function present(inputs: Inputs): Inputs {
  // Inputs may be an array, as concat's are; those are all present.
  if (Array.isArray(inputs) || Object.values(inputs).every((input) => input !== undefined && input !== null)) return inputs;
  return Object.fromEntries(Object.entries(inputs).filter(([, input]) => input !== undefined && input !== null));
}
