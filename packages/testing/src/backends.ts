import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe } from "vitest";

/** The backends a suite runs on: `VARIATE_BACKENDS`, comma-separated, or cpu, wasm and simd. */
export function backendsUnderTest(): string[] {
  const asked = globalThis.process?.env?.["VARIATE_BACKENDS"];
  return asked === undefined || asked === "" ? ["cpu", "wasm", "simd"] : asked.split(",");
}

/**
 * Declares a suite once per backend and makes that backend active before its tests.
 *
 * tfjs goes on silently with another backend when one cannot start, so the active name is asserted.
 */
export function describeOnBackends(
  title: string,
  body: (backend: string) => void,
  backends: readonly string[] = backendsUnderTest(),
): void {
  for (const backend of backends) {
    describe(`${title} [${backend}]`, () => {
      beforeAll(async () => {
        const started = await tf.setBackend(backend);
        await tf.ready();
        if (!started || tf.getBackend() !== backend) {
          throw new Error(`describeOnBackends: expected backend ${backend}; got ${tf.getBackend()}.`);
        }
      });
      body(backend);
    });
  }
}
