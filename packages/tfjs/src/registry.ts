import * as tf from "@tensorflow/tfjs-core";

/**
 * Repairs of kernels and gradients that hold whatever is imported first.
 *
 * tfjs's registries are two `Map`s on the global object, and the last writer wins: a backend imported after a repair
 * would register its own kernel again, and `@tensorflow/tfjs-layers` registers every original gradient again. So the
 * two maps are guarded: a write to a repaired name is remembered as the original, and the repair stays. Reading, which
 * happens at every operation, is left as it is.
 *
 * A repair gives way to a decision of the application: `restoreGradient` and `restoreKernel` take it back, and so do
 * `tf.unregisterGradient` and `tf.unregisterKernel` where there is an original; then the next registration counts.
 *
 * The state of the guard is a property of the map that it guards, so several copies of this module, or of tfjs-core,
 * share it, and installing it again changes nothing.
 */
interface Guard<Config> {
  /** What stands in the registry instead of the original. */
  readonly repairs: Map<string, Config>;
  /** What tfjs, a backend or a library registered under a repaired name. */
  readonly originals: Map<string, Config>;
}

const GUARD = Symbol.for("@variate/tfjs/guard");

type Registry<Config> = Map<string, Config> & { [GUARD]?: Guard<Config> };

/**
 * Registers a gradient that stays when tfjs's own is registered later. A second repair of a kernel replaces the first.
 */
export function repairGradient(config: tf.GradConfig): void {
  const registry = findRegistry<tf.GradConfig>("gradRegistry");
  install(registry, config.kernelName, config);
}

/**
 * Registers a kernel that stays when the backend registers its own later. A second repair of a kernel on the same
 * backend replaces the first.
 *
 * The original's `setupFunc` and `disposeFunc` still run, before the repair's, so a repair may call the original:
 * look it up with `originalKernel` inside `kernelFunc`, when every import is done. If the backend is active already,
 * the repair's `setupFunc` runs at once.
 */
export function repairKernel(config: tf.KernelConfig): void {
  const { kernelName, backendName } = config;
  const original = () => originalKernel(kernelName, backendName);
  install(findRegistry<tf.KernelConfig>("kernelRegistry"), kernelKey(kernelName, backendName), {
    ...config,
    setupFunc: (backend) => {
      original()?.setupFunc?.(backend);
      config.setupFunc?.(backend);
    },
    disposeFunc: (backend) => {
      original()?.disposeFunc?.(backend);
      config.disposeFunc?.(backend);
    },
  });
  const engine = tf.engine();
  const running = engine.backendName === backendName ? engine.registry[backendName] : undefined;
  if (running !== undefined) config.setupFunc?.(running);
}

/** The gradient that a repair stands in for, or the one in use when there is no repair. */
export function originalGradient(kernelName: string): tf.GradConfig | undefined {
  return originalOf(findRegistry<tf.GradConfig>("gradRegistry"), kernelName);
}

/** The kernel that a repair stands in for, or the one in use when there is no repair. */
export function originalKernel(kernelName: string, backendName: string): tf.KernelConfig | undefined {
  return originalOf(findRegistry<tf.KernelConfig>("kernelRegistry"), kernelKey(kernelName, backendName));
}

/** Takes a repair back: the original is in use again, or none if there was none. */
export function restoreGradient(kernelName: string): void {
  restore(findRegistry<tf.GradConfig>("gradRegistry"), kernelName);
}

/** Takes a repair back: the original is in use again, or none if there was none. */
export function restoreKernel(kernelName: string, backendName: string): void {
  restore(findRegistry<tf.KernelConfig>("kernelRegistry"), kernelKey(kernelName, backendName));
}

/** tfjs-core's own key. */
function kernelKey(kernelName: string, backendName: string): string {
  return `${backendName}_${kernelName}`;
}

function originalOf<Config>(registry: Registry<Config>, key: string): Config | undefined {
  const guard = registry[GUARD];
  return guard?.repairs.has(key) === true ? guard.originals.get(key) : registry.get(key);
}

function install<Config>(registry: Registry<Config>, key: string, repair: Config): void {
  const { repairs, originals } = guarded(registry);
  const present = registry.get(key);
  if (present !== undefined && !repairs.has(key)) originals.set(key, present);
  repairs.set(key, repair);
  registry.set(key, repair);
}

function restore<Config>(registry: Registry<Config>, key: string): void {
  if (registry[GUARD]?.repairs.has(key) !== true) return;
  const original = registry[GUARD].originals.get(key);
  registry.delete(key);
  if (original !== undefined) registry.set(key, original);
}

function guarded<Config>(registry: Registry<Config>): Guard<Config> {
  const present = registry[GUARD];
  if (present !== undefined) return present;
  const guard: Guard<Config> = { repairs: new Map(), originals: new Map() };
  const { set, delete: remove, has } = registry;
  const hidden = (value: unknown) => ({ value, configurable: true, writable: true, enumerable: false });
  Object.defineProperties(registry, {
    [GUARD]: hidden(guard),
    set: hidden((key: string, config: Config) => {
      const repair = guard.repairs.get(key);
      if (repair !== undefined && config !== repair) guard.originals.set(key, config);
      else set.call(registry, key, config);
      return registry;
    }),
    delete: hidden((key: string) => {
      guard.repairs.delete(key);
      guard.originals.delete(key);
      return remove.call(registry, key);
    }),
    // tfjs asks before it registers, and warns of a duplicate: a repair that waits for its original is none.
    has: hidden((key: string) => has.call(registry, key) && (!guard.repairs.has(key) || guard.originals.has(key))),
  });
  return guard;
}

/** tfjs-core keeps its singletons in a map on the global object and does not export it. */
function findRegistry<Config>(name: "gradRegistry" | "kernelRegistry"): Registry<Config> {
  const registry = (globalNamespace() as { _tfGlobals?: Map<string, unknown> })._tfGlobals?.get(name);
  if (registry === undefined) {
    throw new Error(
      `@variate/tfjs: expected the ${name} of @tensorflow/tfjs-core 4.22.0; got tfjs-core ${tf.version_core}, which keeps none where it was. ` +
        "Install the version that is this package's peer dependency.",
    );
  }
  return registry as Registry<Config>;
}

/** The object that tfjs-core takes for the global one, found in its order. */
function globalNamespace(): object {
  if (typeof window !== "undefined") return window;
  if (typeof global !== "undefined") return global;
  return globalThis;
}
