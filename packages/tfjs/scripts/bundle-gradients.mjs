/**
 * Bundles tfjs-core's own gradient registrations into `dist/gradients.js`, one small module for every runtime.
 *
 * tfjs-core's Node entry leaves the gradients out, and its `dist/register_all_gradients.js` cannot be imported by plain
 * Node or Deno. The bundle holds the gradient functions and the few internal operations that tfjs-core keeps private.
 * All that tfjs-core exports comes from tfjs-core, so there is one engine and one copy of its operations.
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const CORE = "@tensorflow/tfjs-core";
const require = createRequire(import.meta.url);
const manifestPath = require.resolve(`${CORE}/package.json`);
const manifest = require(manifestPath);
const coreDist = join(dirname(manifestPath), "dist");
const outDir = fileURLToPath(new URL("../dist/", import.meta.url));

/** Internal modules whose exports tfjs-core offers in another form, and what stands for them. */
const STAND_INS = {
  "base.js": `export { backend_util } from "${CORE}";`,
  "engine.js": `import { engine } from "${CORE}"; export const ENGINE = /* @__PURE__ */ engine();`,
  "environment.js": `export { env } from "${CORE}";`,
  "tensor.js": `import { Tensor } from "${CORE}"; export { Tensor }; export const getGlobalTensorClass = () => Tensor;`,
  // A gradient that the application registered first stays.
  "kernel_registry.js": `
    import { getGradient, registerGradient as register } from "${CORE}";
    export function registerGradient(config) {
      if (getGradient(config.kernelName) === undefined) register(config);
    }`,
};

/** Names that `ops/ops.js` exports, by the module they come from. */
async function publicOperations() {
  const exported = new Map();
  const source = await readFile(join(coreDist, "ops/ops.js"), "utf8");
  for (const [, names, from] of source.matchAll(/^export \{ ([^}]+) \} from '\.\/([^']+)';$/gm)) {
    exported.set(`ops/${from}.js`, names);
  }
  for (const [, from] of source.matchAll(/^export \* from '\.\/([^']+)';$/gm)) {
    const names = (await readFile(join(coreDist, `ops/${from}.js`), "utf8")).matchAll(/^export (?:const|function) (\w+)/gm);
    exported.set(`ops/${from}.js`, [...names].map(([, name]) => name).join(", "));
  }
  return exported;
}

const operations = await publicOperations();

/** Resolves tfjs-core's public modules to tfjs-core itself; only private ones are bundled. */
const publicModules = {
  name: "tfjs-core-public-modules",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\./ }, ({ path, resolveDir }) => {
      const module = relative(coreDist, resolve(resolveDir, `${path.replace(/\.js$/, "")}.js`)).split(sep).join("/");
      if (module in STAND_INS || operations.has(module)) return { path: module, namespace: "public", sideEffects: false };
      return null;
    });
    onLoad({ filter: /.*/, namespace: "public" }, ({ path }) => ({
      contents: STAND_INS[path] ?? `export { ${operations.get(path)} } from "${CORE}";`,
      resolveDir: coreDist,
    }));
  },
};

const { metafile } = await build({
  entryPoints: [join(coreDist, "register_all_gradients.js")],
  outfile: join(outDir, "gradients.js"),
  bundle: true,
  format: "esm",
  platform: "neutral",
  target: "es2022",
  external: [CORE],
  plugins: [publicModules],
  minify: true,
  legalComments: "none",
  banner: {
    js: [
      "/**",
      " * @license",
      ` * The gradients of ${CORE} ${manifest.version}, bundled and minified from its package.`,
      " * Copyright 2017-2024 Google LLC. All Rights Reserved.",
      ' * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in compliance',
      " * with the License. You may obtain a copy of the License at http://www.apache.org/licenses/LICENSE-2.0",
      " * Unless required by applicable law or agreed to in writing, software distributed under the License is distributed",
      ' * on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for',
      " * the specific language governing permissions and limitations under the License.",
      " */",
    ].join("\n"),
  },
  metafile: true,
});
refuseStatefulModules(metafile);
await mkdir(outDir, { recursive: true });
await writeFile(join(outDir, "gradients.d.ts"), "export {};\n");

/** A second engine, environment or tensor class would register into the wrong place: better no bundle than that one. */
function refuseStatefulModules({ outputs }) {
  const [output] = Object.values(outputs);
  const imported = new Set(output.imports.map(({ path }) => path));
  if (imported.size !== 1 || !imported.has(CORE)) {
    throw new Error(`bundle-gradients: expected imports of ${CORE} alone; got ${[...imported].join(", ") || "none"}.`);
  }
  const stateful = /[\\/](engine|environment|tensor|kernel_registry|backends[\\/]backend)\.js$/;
  const bundled = Object.keys(output.inputs).filter((path) => !path.startsWith("public:") && stateful.test(path));
  if (bundled.length > 0) throw new Error(`bundle-gradients: expected no stateful module; got ${bundled.join(", ")}.`);
}
