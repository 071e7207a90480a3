import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const vitest = fileURLToPath(new URL("../../../node_modules/vitest/vitest.mjs", import.meta.url));
const here = join(dirname(fileURLToPath(import.meta.url)), "imports");

/** What an application imports first, in every order. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  tfjs: ["@variate/tfjs"],
  backends: ["@tensorflow/tfjs-backend-cpu", "@tensorflow/tfjs-backend-wasm"],
  layers: ["@tensorflow/tfjs-layers"],
};

function orders<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item, i) => orders(items.filter((_, j) => j !== i)).map((rest) => [item, ...rest]));
}

function run(args: readonly string[]): Promise<{ output: string; errors: string; status: number | null }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: here, env: { ...process.env, NODE_OPTIONS: "" } });
    let output = "";
    let errors = "";
    child.stdout.on("data", (data) => (output += data));
    child.stderr.on("data", (data) => (errors += data));
    child.on("error", reject);
    child.on("close", (status) => resolve({ output, errors, status }));
  });
}

describe("whatever is imported first, gradients are there and repaired", () => {
  // The built package, in Node alone.
  for (const order of [...orders(Object.keys(PARTS)), ["tfjs", "backends"], ["backends", "tfjs"]]) {
    it(`in plain Node: ${order.join(", ")}`, async () => {
      const imports = order.flatMap((part) => PARTS[part] as string[]).map((name) => `import "${name}";`);
      const program = [
        ...imports,
        'import { probe } from "./probe.mjs";',
        'console.log(JSON.stringify([...(await probe("cpu")), ...(await probe("wasm"))]));',
      ].join("\n");
      const { output, errors, status } = await run(["--input-type=module", "--eval", program]);
      // tfjs greets on stderr; a kernel registered twice would be told there too.
      expect(errors).not.toMatch(/registered/);
      expect(output.trim().split("\n").at(-1)).toBe("[]");
      expect(status).toBe(0);
    });
  }

  // Vitest in a process of its own, without this one's setup file: tfjs-core as Node loads it, and as Vite does.
  it("in Vitest, with one copy of tfjs-core and with several", async () => {
    const { output, status } = await run([vitest, "run", "--config", join(here, "vitest.config.ts"), "--reporter", "json"]);
    const { testResults } = JSON.parse(output.slice(output.indexOf("{"))) as {
      testResults: { assertionResults: { fullName: string; status: string; failureMessages: string[] }[] }[];
    };
    const results = testResults.flatMap(({ assertionResults }) => assertionResults);
    expect(results.filter((result) => result.status !== "passed")).toEqual([]);
    expect(results).toHaveLength(4 * orders(Object.keys(PARTS)).length);
    expect(status).toBe(0);
  });
});
