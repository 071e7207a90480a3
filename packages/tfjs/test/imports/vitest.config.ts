import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = dirname(fileURLToPath(import.meta.url));

/**
 * Run by `imports.test.ts`, without a setup file that would import anything first.
 *
 * Vitest lets Node load what lies in node_modules. With tfjs-core inlined, Vite loads it from its ES modules, while
 * `@tensorflow/tfjs-layers` and the backends get Node's copy: two copies on one set of registries.
 */
export default defineConfig({
  root,
  cacheDir: new URL("../../../../node_modules/.vite/imports", import.meta.url).pathname,
  test: {
    projects: [false, true].map((inlined) => ({
      root,
      resolve: { conditions: ["variate-source"] },
      ssr: { resolve: { conditions: ["variate-source"], externalConditions: ["node"] } },
      test: {
        name: inlined ? "tfjs-core by Vite" : "tfjs-core by Node",
        include: ["*.order.ts"],
        pool: "threads",
        server: { deps: inlined ? { inline: [/tfjs-core/] } : {} },
      },
    })),
  },
});
