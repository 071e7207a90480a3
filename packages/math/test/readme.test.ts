import { readFileSync } from "node:fs";
import { inspect } from "node:util";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import * as math from "@variate/math";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");

describe("the README", () => {
  it("prints what it says", async () => {
    const [, code = "", output = ""] = /```ts\n(.*?)```\n\n```\n(.*?)\n```/s.exec(readme) ?? [];
    const names = /import \{(.*?)\} from "@variate\/math"/s.exec(code)?.[1] ?? "";
    const body = code.replace(/^import .*$/gm, "");
    const lines: string[] = [];
    const print = (value: unknown): void => void lines.push(inspect(value));
    const run = new Function("tf", "math", "console", `return (async () => { const {${names}} = math; ${body} })();`) as (
      ...args: unknown[]
    ) => Promise<void>;
    const scope = tf.engine();
    scope.startScope();
    await run(tf, math, { log: print });
    scope.endScope();
    expect(lines.join("\n")).toBe(output);
  });

  it("names every export", () => {
    const missing = Object.keys(math).filter((name) => !readme.includes(`\`${name}`));
    expect(missing).toEqual([]);
  });
});
