import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { loadMnist, readBytes, saveDownload } from "../../src/browser/index.js";
import { mnistFiles, zipped } from "../node/mnistFiles.js";

const files = mnistFiles();
let requests = 0;
let server: Server;
let base: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    requests++;
    if (request.url === "/data") response.end("content");
    else {
      response.statusCode = 404;
      response.end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
afterEach(() => {
  vi.unstubAllGlobals();
  requests = 0;
});

/** The page's Cache API, as far as it is used. */
function stubCaches(): Map<string, Response> {
  const kept = new Map<string, Response>();
  const cache = {
    match: async (url: string) => kept.get(url)?.clone(),
    put: async (url: string, response: Response) => void kept.set(url, response),
  };
  vi.stubGlobal("caches", { open: async () => cache });
  return kept;
}

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

describe("readBytes", () => {
  it("takes files, buffers, arrays and URLs", async () => {
    const bytes = new TextEncoder().encode("content");
    for (const source of [new File([bytes], "a"), bytes.buffer, bytes, `${base}/data`, new URL(`${base}/data`)]) {
      expect(text(await readBytes(source))).toBe("content");
    }
  });

  it("keeps what a URL gave, and asks again when the copy is damaged", async () => {
    const kept = stubCaches();
    const sha256 = "ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73";
    const options = { cache: "test", sha256 };
    expect(text(await readBytes(`${base}/data`, options))).toBe("content");
    expect(text(await readBytes(`${base}/data`, options))).toBe("content");
    expect(requests).toBe(1);
    kept.set(`${base}/data`, new Response("damaged"));
    expect(text(await readBytes(`${base}/data`, options))).toBe("content");
    expect(requests).toBe(2);
  });

  it("goes without a cache where the page has none or is refused one", async () => {
    expect(text(await readBytes(`${base}/data`, { cache: "test" }))).toBe("content");
    vi.stubGlobal("caches", { open: async () => Promise.reject(new Error("SecurityError")) });
    expect(text(await readBytes(`${base}/data`, { cache: "test" }))).toBe("content");
  });
});

describe("loadMnist in a page", () => {
  const chosen = (named: Record<string, Uint8Array>): File[] =>
    Object.entries(named).map(([name, bytes]) => new File([bytes as Uint8Array<ArrayBuffer>], name));

  it("reads the files that the user chose, compressed or not", async () => {
    for (const named of [files, zipped(files)]) {
      const { train, test } = await loadMnist({ from: chosen(named) });
      expect([train.size, test.size]).toEqual([30, 20]);
    }
  });

  it("names the file that was not chosen", async () => {
    const { ["t10k-images-idx3-ubyte"]: _, ...three } = files;
    await expect(loadMnist({ from: chosen(three) })).rejects.toThrow("loadMnist: expected t10k-images-idx3-ubyte.gz among the files; got train-images-idx3-ubyte, ");
  });

  it("asks the server for the published files", async () => {
    await expect(loadMnist({ from: `${base}/folder` })).rejects.toThrow(`${base}/folder/train-images-idx3-ubyte.gz; got status 404`);
  });
});

it("saveDownload hands the content to a link with the name", async () => {
  const link = { href: "", download: "", click: vi.fn() };
  vi.stubGlobal("document", { createElement: () => link });
  vi.useFakeTimers();
  saveDownload("content", "model.safetensors");
  expect(link.click).toHaveBeenCalledOnce();
  expect(link.download).toBe("model.safetensors");
  expect(await (await fetch(link.href)).text()).toBe("content");
  vi.runAllTimers();
  vi.useRealTimers();
  await expect(fetch(link.href)).rejects.toThrow();
});
