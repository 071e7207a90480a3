import * as browser from "@variate/data/browser";
import { vi } from "vitest";
import { mnistFiles, withServer } from "./files.js";
import { key, type Call, type Table } from "./harness.js";

const bytes = Uint8Array.of(1, 2, 3);
const files = () => Object.entries(mnistFiles).map(([name, content]) => new File([content], name));
const drawn = (load: typeof browser.loadMnist): readonly Call[] => [
  async () => void (await load({ from: files() })),
  async () => {
    const { train, test } = await load({ from: files(), binarization: "perEpoch", key });
    return [...train.batches({ batchSize: 2, key }), ...test.batches({ batchSize: 2 })];
  },
];

export const table: Table = {
  loadMnist: drawn(browser.loadMnist),
  loadFashionMnist: drawn(browser.loadFashionMnist),
  readBytes: [() => browser.readBytes(new Blob([bytes])), () => withServer(bytes, (base) => browser.readBytes(base))],
  // Node has no page: a link that does nothing stands in for it.
  saveDownload: () => {
    vi.stubGlobal("document", { createElement: () => ({ click: () => undefined }) });
    vi.useFakeTimers();
    try {
      browser.saveDownload(bytes, "leaks.bin");
      vi.runAllTimers();
    } finally {
      vi.useRealTimers();
      vi.unstubAllGlobals();
    }
  },
};
