import { defineConfig } from "vitest/config";

/** Tests import the packages' sources, so a test run never sees a stale build. */
export default defineConfig({
  resolve: { conditions: ["variate-source"] },
  ssr: { resolve: { conditions: ["variate-source"], externalConditions: ["node"] } },
  test: {
    include: ["packages/*/test/**/*.test.ts", "examples/test/**/*.test.ts", "test/**/*.test.ts"],
    setupFiles: ["test/setup.ts"],
    pool: "threads",
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
