import { plain, relaxed } from "#kernels";

/** Which build of the kernels runs: with relaxed SIMD products are rounded once with the sum, so last bits differ. */
export type KernelBuild = "plain" | "relaxed";

export interface KernelModule {
  readonly build: KernelBuild;
  readonly module: WebAssembly.Module;
}

/** A module of one function that multiplies and adds by relaxed SIMD: an engine that validates it runs our build. */
const PROBE = Uint8Array.of(
  0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 20, 1, 18, 0, 65, 0, 253, 17, 65, 0, 253, 17, 65, 0, 253, 17, 253, 133, 2, 26, 11,
);

/** Compiles the build that the engine runs, for memory that is shared between threads or is not. */
export async function compileKernels(shared: boolean): Promise<KernelModule> {
  const build = supportsRelaxedSimd() ? "relaxed" : "plain";
  const bytes = decodeBase64(build === "relaxed" ? relaxed : plain);
  if (!shared) importUnsharedMemory(bytes);
  return { build, module: await WebAssembly.compile(bytes) };
}

function supportsRelaxedSimd(): boolean {
  if (WebAssembly.validate(PROBE)) return true;
  // Node 20 has it behind a flag of V8 that holds for what is compiled later, in workers too.
  const v8 = builtin<{ setFlagsFromString(flag: string): void }>("node:v8");
  try {
    v8?.setFlagsFromString("--experimental-wasm-relaxed-simd");
  } catch {
    return false;
  }
  return WebAssembly.validate(PROBE);
}

/** A module of Node's own, where there is one: bundlers see no import. */
export function builtin<T>(name: string): T | undefined {
  const host = (globalThis as { process?: { getBuiltinModule?(name: string): unknown } }).process;
  return host?.getBuiltinModule?.(name) as T | undefined;
}

function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

/** Both kinds of memory run the same code: one bit of the import says which is meant. */
function importUnsharedMemory(bytes: Uint8Array): void {
  const name = [...new TextEncoder().encode("memory")];
  const marker = [name.length, ...name, 2, 3];
  const at = bytes.findIndex((_, i) => marker.every((byte, j) => bytes[i + j] === byte));
  if (at < 0) throw new Error("simd: expected kernels that import shared memory; got none. Build the package again.");
  bytes[at + marker.length - 1] = 1;
}
