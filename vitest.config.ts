import { defineConfig } from "vitest/config";

/** Tests import the packages' sources, so a test run never sees a stale build. */
export default defineConfig({
  resolve: { conditions: ["variate-source"] },
  ssr: { resolve: { conditions: ["variate-source"], externalConditions: ["node"] } },
  test: {
    include: ["packages/*/test/**/*.test.ts", "examples/test/**/*.test.ts", "test/**/*.test.ts"],
    setupFiles: ["test/setup.ts"],
    pool: "threads",
    // A bound on what hangs, not on what is slow: machines are shared.
    testTimeout: 180_000,
    hookTimeout: 60_000,
  },
});
