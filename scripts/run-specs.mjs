/**
 * Runs tfjs-core's own specs, `dist/tests.js`, in plain Node, on tfjs as shipped and on tfjs repaired.
 *
 *   node scripts/run-specs.mjs [--backend cpu|wasm|simd] [--shipped | --repaired] [--list] [--json FILE]
 *
 * Without `--shipped` or `--repaired` it runs both, lists the specs whose result changed, and exits non-zero when one
 * that passes as shipped fails repaired, unless it is among the few that hold what a repair corrects. `--list` prints the failing specs of a single run, and
 * `--json` writes their names to a file.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";

const require = createRequire(import.meta.url);
const here = fileURLToPath(import.meta.url);
const core = dirname(require.resolve("@tensorflow/tfjs-core/package.json"));

const { values: flags } = parseArgs({
  options: {
    backend: { type: "string", default: "wasm" },
    shipped: { type: "boolean", default: false },
    repaired: { type: "boolean", default: false },
    list: { type: "boolean", default: false },
    json: { type: "string" },
  },
});
/** Where each backend is imported from. */
const BACKENDS = { cpu: "@tensorflow/tfjs-backend-cpu", wasm: "@tensorflow/tfjs-backend-wasm", simd: "@variate/simd" };
if (BACKENDS[flags.backend] === undefined) {
  console.error(`run-specs: expected --backend cpu, wasm or simd; got ${flags.backend}.`);
  process.exit(2);
}

/** Specs that hold what a repair corrects, by their name without the backend, and what they hold. */
const CORRECTED = new Map([
  ["mirrorPad grad", "the gradient that mirrorPad has as shipped, which is not its derivative"],
  ["mirrorPad gradient with clones", "the same"],
  ["avgPool gradient x=[3,3,1] f=[3,3] s=1 p=explicit", "a gradient that counts padding, which the average does not"],
]);

if (flags.shipped || flags.repaired) process.exitCode = await runOnce(flags.backend, flags.repaired);
else process.exitCode = await compare(flags.backend);

async function compare(backend) {
  const folder = mkdtempSync(join(tmpdir(), "variate-specs-"));
  try {
    const runs = ["shipped", "repaired"].map((mode) => runApart(backend, mode, join(folder, `${mode}.json`)));
    const [shipped, repaired] = (await Promise.all(runs)).map(({ passed }) => new Set(passed));
    const lost = [...shipped].filter((name) => !repaired.has(name));
    const mended = [...repaired].filter((name) => !shipped.has(name));
    const reason = (name) => CORRECTED.get(name.replace(` ${backend} {}`, ""));
    const broken = lost.filter((name) => reason(name) === undefined);
    for (const name of mended) console.log(`  passes now: ${name}`);
    for (const name of lost) if (reason(name) !== undefined) console.log(`  corrected:  ${name}: it holds ${reason(name)}`);
    for (const name of broken) console.log(`  FAILS NOW:  ${name}`);
    console.log(`${backend}: ${mended.length} specs pass that failed, ${lost.length - broken.length} are corrected, ${broken.length} fail that passed`);
    return broken.length === 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** In a process of its own: tfjs's registries are global. */
function runApart(backend, mode, file) {
  const child = spawn(process.execPath, [here, "--backend", backend, `--${mode}`, "--json", file], { stdio: ["ignore", "inherit", "inherit"] });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (status) => {
      if (status === 0) resolve(JSON.parse(readFileSync(file, "utf8")));
      else reject(new Error(`run-specs: expected the ${mode} run to end; got exit status ${status}.`));
    });
  });
}

async function runOnce(backend, repaired) {
  const folder = mkdtempSync(join(tmpdir(), "variate-specs-"));
  try {
    const file = join(folder, "specs.cjs");
    await bundle(file, backend, repaired);
    const { passed, failed, skipped } = await runJasmine(file);
    const mode = repaired ? "repaired" : "as shipped";
    console.log(`${backend}, ${mode}: ${passed.length} specs pass, ${failed.length} fail, ${skipped.length} are skipped`);
    if (flags.list) for (const { name, message } of failed) console.log(`  ${name}\n      ${message}`);
    if (flags.json !== undefined) {
      writeFileSync(flags.json, JSON.stringify({ passed, failed: failed.map(({ name }) => name) }));
    }
    return 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * One bundle of tfjs-core, its specs, a backend and, if asked for, the repairs, so that all share one tfjs-core.
 * The specs are declared as they load, hence the order of the imports.
 */
async function bundle(outfile, backend, repaired) {
  const entry = `
    import "${core}/dist/index.js";
    import "${core}/dist/register_all_gradients.js";
    import "${core}/dist/public/chained_ops/register_all_chained_ops.js";
    import "${BACKENDS[backend]}";
    ${repaired ? 'import "@variate/tfjs";' : ""}
    import "variate:environment";
    import "${core}/dist/tests.js";
  `;
  const environment = `
    import { setTestEnvs } from "${core}/dist/jasmine_util.js";
    setTestEnvs([{ name: "${backend}", backendName: "${backend}", isDataSync: true }]);
  `;
  const wasm = dirname(require.resolve("@tensorflow/tfjs-backend-wasm/package.json"));
  await build({
    stdin: { contents: entry, resolveDir: dirname(here) },
    outfile,
    bundle: true,
    format: "cjs",
    platform: "node",
    conditions: ["variate-source"],
    // The ES5 builds cannot extend the classes of the ES2017 one.
    mainFields: ["module", "main"],
    // The specs are imported for their effects, which tfjs-core's manifest denies.
    ignoreAnnotations: true,
    logLevel: "error",
    // Specs that look for Node's own modules at run time find them, or skip themselves.
    external: ["worker_threads"],
    define: { __dirname: JSON.stringify(join(wasm, "dist")) },
    plugins: [
      {
        name: "one tfjs-core",
        setup({ onResolve, onLoad }) {
          onResolve({ filter: /^@tensorflow\/tfjs-core$/ }, () => ({ path: join(core, "dist/index.js") }));
          onResolve({ filter: /^variate:environment$/ }, ({ path }) => ({ path, namespace: "variate" }));
          onLoad({ filter: /./, namespace: "variate" }, () => ({ contents: environment, resolveDir: dirname(here) }));
        },
      },
    ],
  });
}

async function runJasmine(file) {
  const jasmineRequire = require("jasmine-core/lib/jasmine-core/jasmine.js");
  const jasmine = jasmineRequire.core(jasmineRequire);
  const environment = jasmine.getEnv({ suppressLoadErrors: true });
  Object.assign(globalThis, jasmineRequire.interface(jasmine, environment), { jasmine });
  environment.configure({ random: false });
  const results = { passed: [], failed: [], skipped: [] };
  const seen = new Map();
  environment.addReporter({
    specDone({ fullName, status, failedExpectations }) {
      const times = (seen.get(fullName) ?? 0) + 1;
      seen.set(fullName, times);
      // Some specs share a name; their order tells them apart.
      const name = times === 1 ? fullName : `${fullName} #${times}`;
      if (status === "passed") results.passed.push(name);
      else if (status === "failed") results.failed.push({ name, message: firstLine(failedExpectations) });
      else results.skipped.push(name);
    },
  });
  // Specs provoke warnings by the hundred.
  const { warn, log } = console;
  Object.assign(console, { warn: () => {}, log: () => {} });
  try {
    require(file);
    await environment.execute();
  } finally {
    Object.assign(console, { warn, log });
  }
  return results;
}

function firstLine(failedExpectations) {
  return String(failedExpectations[0]?.message).split("\n", 1)[0];
}
