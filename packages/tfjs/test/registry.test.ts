import { originalGradient, originalKernel, repairGradient, repairKernel, restoreGradient, restoreKernel } from "@variate/tfjs";
import * as tf from "@tensorflow/tfjs-core";
import { afterEach, describe, expect, it, vi } from "vitest";

const gradient = (kernelName: string): tf.GradConfig => ({ kernelName, gradFunc: () => ({}) });
const kernel = (kernelName: string, rest: Partial<tf.KernelConfig> = {}): tf.KernelConfig => ({
  kernelName,
  backendName: "cpu",
  kernelFunc: () => [],
  ...rest,
});

describe("repairGradient", () => {
  afterEach(() => {
    restoreGradient("Test");
    if (tf.getGradient("Test") !== undefined) tf.unregisterGradient("Test");
  });

  it("replaces what was registered before, and keeps it as the original", () => {
    const [original, repair] = [gradient("Test"), gradient("Test")];
    tf.registerGradient(original);
    repairGradient(repair);
    expect(tf.getGradient("Test")).toBe(repair);
    expect(originalGradient("Test")).toBe(original);
  });

  it("stays when the original is registered later", () => {
    const [original, repair] = [gradient("Test"), gradient("Test")];
    repairGradient(repair);
    expect(originalGradient("Test")).toBeUndefined();
    tf.registerGradient(original);
    expect(tf.getGradient("Test")).toBe(repair);
    expect(originalGradient("Test")).toBe(original);
  });

  it("gives way to a second repair, which keeps the original", () => {
    const [original, second] = [gradient("Test"), gradient("Test")];
    tf.registerGradient(original);
    repairGradient(gradient("Test"));
    repairGradient(second);
    expect(tf.getGradient("Test")).toBe(second);
    expect(originalGradient("Test")).toBe(original);
  });

  it("gives way to an application that unregisters it", () => {
    const own = gradient("Test");
    tf.registerGradient(gradient("Test"));
    repairGradient(gradient("Test"));
    tf.unregisterGradient("Test");
    expect(tf.getGradient("Test")).toBeUndefined();
    tf.registerGradient(own);
    expect(tf.getGradient("Test")).toBe(own);
  });

  it("leaves other names alone", () => {
    const [first, second] = [gradient("TestOther"), gradient("TestOther")];
    repairGradient(gradient("Test"));
    tf.registerGradient(first);
    tf.registerGradient(second);
    expect(tf.getGradient("TestOther")).toBe(second);
    expect(originalGradient("TestOther")).toBe(second);
    tf.unregisterGradient("TestOther");
  });
});

describe("repairKernel", () => {
  afterEach(() => {
    restoreKernel("Test", "cpu");
    if (tf.getKernel("Test", "cpu") !== undefined) tf.unregisterKernel("Test", "cpu");
  });

  it("can be taken back, with or without an original", () => {
    const original = kernel("Test");
    repairKernel(kernel("Test"));
    restoreKernel("Test", "cpu");
    expect(tf.getKernel("Test", "cpu")).toBeUndefined();
    tf.registerKernel(original);
    repairKernel(kernel("Test"));
    restoreKernel("Test", "cpu");
    restoreKernel("Test", "cpu");
    expect(tf.getKernel("Test", "cpu")).toBe(original);
  });

  it("stays when the backend registers its own later, without a warning of a duplicate", () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    const prod = tf.env().getBool("PROD");
    tf.env().set("PROD", false);
    const repair = kernel("Test");
    repairKernel(repair);
    tf.registerKernel(kernel("Test"));
    tf.env().set("PROD", prod);
    expect(tf.getKernel("Test", "cpu").kernelFunc).toBe(repair.kernelFunc);
    expect(warn).not.toHaveBeenCalled();
    warn.mockRestore();
  });

  it("is listed with the backend's kernels", () => {
    const repair = kernel("Test");
    repairKernel(repair);
    expect(tf.getKernelsForBackend("cpu").some((config) => config.kernelFunc === repair.kernelFunc)).toBe(true);
  });

  it("sets up and disposes of the original first, whichever came first", () => {
    const calls: string[] = [];
    const note = (text: string) => () => void calls.push(text);
    const original = kernel("Test", { setupFunc: note("set up original"), disposeFunc: note("dispose original") });
    repairKernel({
      ...kernel("Test", { setupFunc: note("set up repair"), disposeFunc: note("dispose repair") }),
    });
    tf.registerKernel(original);
    calls.length = 0;
    tf.getKernel("Test", "cpu").setupFunc?.({});
    tf.getKernel("Test", "cpu").disposeFunc?.({});
    expect(calls).toEqual(["set up original", "set up repair", "dispose original", "dispose repair"]);
    expect(originalKernel("Test", "cpu")).toBe(original);
  });

  it("is set up at once on a backend that is active", async () => {
    await tf.setBackend("cpu");
    const backends: unknown[] = [];
    repairKernel(kernel("Test", { setupFunc: (backend) => void backends.push(backend) }));
    expect(backends).toEqual([tf.engine().backend]);
  });

  it("does not set up a backend that is not active", async () => {
    await tf.setBackend("wasm");
    let calls = 0;
    repairKernel(kernel("Test", { setupFunc: () => void calls++ }));
    expect(calls).toBe(0);
    await tf.setBackend("cpu");
    expect(calls).toBe(1);
  });
});
