import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { fetchBytes, MNIST, sha256Of, type FetchProgress } from "../../src/index.js";
import { download, loadMnist } from "../../src/node/index.js";
import { realData } from "./realData.js";

const content = Uint8Array.from({ length: 100_000 }, (_, i) => (i * i) % 251);
const file = { name: "data.bin", bytes: content.length, sha256: createHash("sha256").update(content).digest("hex") };
const isContent = (bytes: Uint8Array): boolean => Buffer.compare(bytes, content) === 0;
let requests: string[] = [];
let server: Server;
let base: string;
const mnistFolder = realData("mnist");

beforeAll(async () => {
  server = createServer((request, response) => {
    const path = request.url ?? "";
    requests.push(path);
    if (path === "/good/data.bin") response.end(content);
    else if (path === "/other/data.bin") response.end(content.with(5, 255));
    else if (path === "/long/data.bin") response.end(Buffer.concat([content, content]));
    else if (path === "/short/data.bin") response.end(content.subarray(0, 10));
    else if (path === "/broken/data.bin") {
      response.writeHead(200, { "content-length": content.length });
      response.write(content.subarray(0, 100), () => response.destroy());
    } else if (path.startsWith("/mnist/") && mnistFolder !== undefined && existsSync(join(mnistFolder, path.slice(7)))) {
      response.end(readFileSync(join(mnistFolder, path.slice(7))));
    } else {
      response.statusCode = 404;
      response.end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
const root = mkdtempSync(join(tmpdir(), "variate-download-"));
afterAll(async () => {
  rmSync(root, { recursive: true });
  await new Promise((resolve) => server.close(resolve));
});
afterEach(() => {
  requests = [];
  rmSync(join(root, "cache"), { recursive: true, force: true });
});
const cacheDirectory = join(root, "cache");
/** A port of this machine where nobody listens any more. */
let nobody: string;
beforeAll(async () => {
  const closed = createServer();
  await new Promise<void>((resolve) => closed.listen(0, "127.0.0.1", resolve));
  nobody = `http://127.0.0.1:${(closed.address() as AddressInfo).port}`;
  await new Promise((resolve) => closed.close(resolve));
});

describe("download", () => {
  it("fetches once, then answers from the cache", async () => {
    const first = await download(file, { cacheDirectory, mirrors: [`${base}/good`] });
    const second = await download(file, { cacheDirectory, mirrors: [] });
    expect(first.path).toBe(second.path);
    expect([first, second].every(({ bytes }) => isContent(bytes))).toBe(true);
    expect(requests).toEqual(["/good/data.bin"]);
    expect(readdirSync(cacheDirectory)).toEqual(["data.bin"]);
  });

  it("fetches again what was damaged in the cache", async () => {
    await download(file, { cacheDirectory, mirrors: [`${base}/good/`] });
    writeFileSync(join(cacheDirectory, "data.bin"), "damaged");
    expect(isContent((await download(file, { cacheDirectory, mirrors: [`${base}/good/`] })).bytes)).toBe(true);
    expect(requests.length).toBe(2);
  });

  it("goes on to the next server when one is absent or serves something else", async () => {
    const mirrors = [nobody, `${base}/missing`, `${base}/other`, `${base}/long`, `${base}/short`, `${base}/broken`, `${base}/good`];
    expect(isContent((await download(file, { cacheDirectory, mirrors })).bytes)).toBe(true);
    expect(requests.length).toBe(6);
  });

  it("tells what happened at each server, and keeps nothing, when all fail", async () => {
    const mirrors = [nobody, `${base}/missing`, `${base}/other`, `${base}/long`, `${base}/short`, `${base}/broken`];
    const found = createHash("sha256").update(content.with(5, 255)).digest("hex");
    await expect(download(file, { cacheDirectory, mirrors })).rejects.toThrow(
      `download: expected data.bin from the network; got ECONNREFUSED from ${nobody}/data.bin, ` +
        `status 404 from ${base}/missing/data.bin, sha256 ${found} from ${base}/other/data.bin, more than that from ${base}/long/data.bin, ` +
        `10 bytes from ${base}/short/data.bin, 100 bytes before the connection broke from ${base}/broken/data.bin. Connect and try again.`,
    );
    expect(existsSync(cacheDirectory)).toBe(false);
  });

  it("reports its progress up to the whole", async () => {
    const seen: FetchProgress[] = [];
    await download(file, { cacheDirectory, mirrors: [`${base}/good`], onProgress: (progress) => seen.push(progress) });
    expect(seen.at(-1)).toEqual({ file: "data.bin", url: `${base}/good/data.bin`, received: 100_000, total: 100_000 });
    expect(seen.every(({ received }, i) => i === 0 || received > (seen[i - 1] as FetchProgress).received)).toBe(true);
  });

  it("ends when its signal says so, without asking another server", async () => {
    const stop = new AbortController();
    const options = { cacheDirectory, mirrors: [`${base}/good`, `${base}/good`], signal: stop.signal, onProgress: () => stop.abort() };
    await expect(download(file, options)).rejects.toThrow(/abort/);
    expect(requests.length).toBe(1);
  });

  it("tells in one line that the cache cannot be written", async () => {
    writeFileSync(join(root, "occupied"), "");
    await expect(download(file, { cacheDirectory: join(root, "occupied"), mirrors: [`${base}/good`] })).rejects.toThrow(
      /^writeFileAtomic: expected to write .*data\.bin; got (ENOTDIR|EEXIST)\./,
    );
  });
});

describe("loadMnist from the network", () => {
  it("says both ways out when there is neither a folder nor a network", async () => {
    await expect(loadMnist({ cacheDirectory, mirrors: [nobody] })).rejects.toThrow(
      `loadMnist: expected train-images-idx3-ubyte.gz from the network; got ECONNREFUSED from ${nobody}/train-images-idx3-ubyte.gz. ` +
        "Connect and try again, or give the folder that holds the four files: loadMnist({ directory }).",
    );
  });

  it("refuses a server's file that is not the published one", async () => {
    await expect(loadMnist({ cacheDirectory, mirrors: [`${base}/good`] })).rejects.toThrow("status 404");
  });

  it.skipIf(mnistFolder === undefined)("downloads and verifies the four files, once", async () => {
    const mirrors = [`${base}/mnist/`];
    const { train } = await loadMnist({ cacheDirectory, mirrors });
    expect(train.size).toBe(60_000);
    await loadMnist({ cacheDirectory, mirrors });
    const names = [MNIST.trainImages, MNIST.trainLabels, MNIST.testImages, MNIST.testLabels].map(({ name }) => `/mnist/${name}`);
    expect(requests).toEqual(names);
  });
});

describe("fetchBytes and sha256Of", () => {
  it("bound what they take from a server that declares nothing", async () => {
    expect((await fetchBytes(`${base}/good/data.bin`)).length).toBe(100_000);
    await expect(fetchBytes(`${base}/good/data.bin`, { bytes: 99_999 })).rejects.toThrow("expected at most 99999 bytes");
  });

  it("give the published digest of a text", async () => {
    // FIPS 180-4, the example of one block.
    expect(await sha256Of(new TextEncoder().encode("abc"))).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  });
});
