import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { expect, it } from "vitest";

/** JavaScript and both builds of the kernels, minified and gzipped, without tfjs's core and cpu backend, in bytes. */
const LIMIT = 120_000;

it(`is shipped in less than ${LIMIT} bytes`, async () => {
  const result = await build({
    stdin: { contents: 'import "@variate/simd";', resolveDir: fileURLToPath(new URL("..", import.meta.url)) },
    bundle: true, minify: true, format: "esm", target: "es2022", write: false,
    external: ["@tensorflow/tfjs-core", "@tensorflow/tfjs-backend-cpu"],
    conditions: ["variate-source"],
  });
  const { length } = gzipSync((result.outputFiles[0] as { text: string }).text, { level: 9 });
  expect(length).toBeGreaterThan(1000);
  expect(length).toBeLessThan(LIMIT);
});
