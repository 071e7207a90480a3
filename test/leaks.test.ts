import { readdirSync, readFileSync } from "node:fs";
import * as tf from "@tensorflow/tfjs-core";
import { dispose, treeLeaves, type Params } from "@variate/math";
import { describeOnBackends, expectNoLeakAsync } from "@variate/testing";
import { averageWarmup, fit } from "@variate/training";
import { describe, expect, it } from "vitest";
import { table as amortized } from "./leaks/amortized.js";
import { table as data } from "./leaks/data.js";
import { table as dataBrowser } from "./leaks/dataBrowser.js";
import { table as dataNode } from "./leaks/dataNode.js";
import { table as distributions } from "./leaks/distributions.js";
import { table as distributionsBijectors } from "./leaks/distributionsBijectors.js";
import { errors } from "./leaks/errors.js";
import { fitOptions, images, tinyVae } from "./leaks/fixtures.js";
import { throwsWithoutLeak, type Table } from "./leaks/harness.js";
import { table as inference } from "./leaks/inference.js";
import { table as math } from "./leaks/math.js";
import { table as objectives } from "./leaks/objectives.js";
import { table as random } from "./leaks/random.js";
import { table as report } from "./leaks/report.js";
import { table as simd } from "./leaks/simd.js";
import { table as tfjs } from "./leaks/tfjs.js";
import { table as training } from "./leaks/training.js";
import { table as vae } from "./leaks/vae.js";

const tables: Readonly<Record<string, Table>> = {
  "@variate/amortized": amortized,
  "@variate/data": data,
  "@variate/data/browser": dataBrowser,
  "@variate/data/node": dataNode,
  "@variate/distributions": distributions,
  "@variate/distributions/bijectors": distributionsBijectors,
  "@variate/inference": inference,
  "@variate/math": math,
  "@variate/math/tf": {},
  "@variate/objectives": objectives,
  "@variate/random": random,
  "@variate/report": report,
  "@variate/simd": simd,
  "@variate/tfjs": tfjs,
  "@variate/training": training,
  "@variate/vae": vae,
};

/** The entry points of all public packages, as the packages themselves declare them. */
function entryPoints(): string[] {
  const packages = new URL("../packages/", import.meta.url);
  return readdirSync(packages).flatMap((folder) => {
    const text = readFileSync(new URL(`${folder}/package.json`, packages), "utf8");
    const manifest = JSON.parse(text) as { name: string; private?: boolean; exports: Record<string, unknown> };
    const subpaths = Object.keys(manifest.exports).filter((subpath) => subpath !== "./package.json");
    return manifest.private === true ? [] : subpaths.map((subpath) => manifest.name + subpath.slice(1));
  });
}

/** The exports of ours that can be called: functions, and objects with methods, such as constraints. */
async function callables(entryPoint: string): Promise<string[]> {
  const exported = (await import(entryPoint)) as Record<string, unknown>;
  const callable = (value: unknown): boolean =>
    typeof value === "function" ||
    (typeof value === "object" && value !== null && Object.values(value).some((part) => typeof part === "function"));
  return Object.keys(exported)
    .filter((name) => callable(exported[name]) && (entryPoint !== "@variate/math/tf" || exported[name] !== tf[name as keyof typeof tf]))
    .sort();
}

describe("the tables of public functions", () => {
  it("has one for each entry point", () => expect(Object.keys(tables).sort()).toEqual(entryPoints().sort()));
  it.each(Object.entries(tables))("of %s has each function once", async (entryPoint, table) => {
    expect(Object.keys(table).sort()).toEqual(await callables(entryPoint));
  });
});

describeOnBackends("numTensors grows by the result alone", () => {
  for (const [entryPoint, table] of Object.entries(tables)) {
    it.each(Object.entries(table))(`${entryPoint}.%s`, async (name, calls) => {
      for (const [i, call] of [calls].flat().entries())
        await expectNoLeakAsync(async () => call(), `${entryPoint}.${name}, call ${i}`);
    });
  }
});

describeOnBackends("an error leaves no tensor behind", () => {
  it.each(Object.entries(errors))("%s", (name, [call, message]) => throwsWithoutLeak(call, message, name));
});

describeOnBackends(
  "1,000 steps",
  () => {
    it("hold as many tensors at the last as at the first", async () => {
      const outside = tf.memory().numTensors;
      const model = tinyVae();
      const seen: Record<string, Set<number>> = {};
      const calls: Record<string, number> = {};
      const sample = (event: string): void => {
        (seen[event] ??= new Set()).add(tf.memory().numTensors - outside);
        calls[event] = (calls[event] ?? 0) + 1;
      };
      const result = await fit(model, images, {
        ...fitOptions,
        steps: 1000,
        clip: { value: 10, globalNorm: 1 },
        ema: averageWarmup(0.99),
        validation: { data: images, everySteps: 50 },
        checkpoint: { write: () => sample("write"), everySteps: 100 },
        callbacks: {
          onStep: () => sample("onStep"),
          onValidation: () => sample("onValidation"),
          onCheckpoint: () => sample("onCheckpoint"),
          onEpoch: () => sample("onEpoch"),
        },
      });
      // Ten parameters with two moments and an average of each, before and after the step; the prior; and the batch.
      const prior = 2;
      const between = 2 * (10 + 20 + 10) + prior;
      expect(calls).toEqual({ onStep: 1000, onEpoch: 333, onValidation: 20, write: 10, onCheckpoint: 10 });
      expect(seen).toEqual({
        onStep: new Set([between + 1]),
        onEpoch: new Set([between]),
        onValidation: new Set([between + 1]),
        write: new Set([between + 1]),
        onCheckpoint: new Set([between + 1]),
      });
      expect(tf.memory().numTensors - outside).toBe(
        treeLeaves(result.params).length + treeLeaves(result.ema as Params).length + prior,
      );
      dispose([model, result]);
      expect(tf.memory().numTensors).toBe(outside);
    });
  },
  ["wasm"],
);
