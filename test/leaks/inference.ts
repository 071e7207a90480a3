import * as inference from "@variate/inference";
import { withBatch, withBound } from "./fixtures.js";
import { key, type Table } from "./harness.js";

export const table: Table = {
  importanceSampling: () =>
    withBound((bound) =>
      withBatch((batch) =>
        inference.importanceSampling(bound, batch, { key, samples: 25, onProgress: () => undefined }),
      ),
    ),
};
