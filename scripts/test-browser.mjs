/**
 * `npm run test:browser`: builds an application from the packed tarballs with Vite and runs it in headless Chromium, on
 * wasm, WebGL and WebGPU (in software where there is no GPU) and on simd: in a page that may share memory, in one that may
 * not, and in one that may not run workers from strings. Bounds are functions of parameters, batch and key, so all have to
 * reach the same one.
 *
 * The browser is what CHROME_PATH names, or a chromium or google-chrome on the PATH.
 */
import { existsSync, rmSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "playwright-core";
import { build, preview } from "vite";
import { packedProject } from "./pack.mjs";

const browserPath = findBrowser();
if (browserPath === undefined) {
  console.error(
    "test:browser: expected a Chromium; got none. Install one (Debian, Ubuntu: apt-get install chromium; macOS: brew install --cask chromium), " +
      "or set CHROME_PATH to its program.",
  );
  process.exit(1);
}

/** In nats, after 40 steps: float32 sums in another order drift by 1e-4 or so, another computation by tens. */
const tolerance = 0.01;
const isolation = { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" };
/** What a page may do, by the headers it comes with; how many threads simd then has, of the three it is asked for. */
const pages = [
  { backend: "wasm" },
  { backend: "webgl" },
  { backend: "webgpu" },
  { backend: "simd", threads: 1 },
  { backend: "simd", threads: 3, note: "isolated", headers: isolation },
  { backend: "simd", threads: 1, note: "isolated, no workers from strings", headers: { ...isolation, "Content-Security-Policy": "worker-src 'self'" } },
];
/** tfjs's threaded wasm does not start after Vite's own minifier; ours has to run after either. */
const builds = [
  { minify: "esbuild", outDir: "dist", pages },
  { minify: true, outDir: "dist-default", pages: pages.filter(({ backend }) => backend === "simd") },
];

const folder = packedProject(["webgl", "webgpu"].map((name) => `@tensorflow/tfjs-backend-${name}@4.22.0`));
const browser = await chromium.launch({
  executablePath: browserPath,
  args: [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--enable-unsafe-webgpu",
    "--enable-unsafe-swiftshader",
  ],
});
try {
  let reference;
  for (const { minify, outDir, pages } of builds) {
    // Top-level await and wasm SIMD are in every browser since 2022.
    const settings = { root: folder, logLevel: "warn", configFile: false };
    await build({ ...settings, build: { target: "es2022", minify, outDir, emptyOutDir: true, chunkSizeWarningLimit: 4000 } });
    for (const { backend, threads, note, headers = {} } of pages) {
      const server = await preview({ ...settings, build: { outDir }, preview: { host: "127.0.0.1", port: 0, headers } });
      const title = await titleOf(`${server.resolvedUrls.local[0]}?backend=${backend}&threads=3`);
      await server.close();
      const result = title.startsWith("ok") ? JSON.parse(title.slice(3)) : {};
      reference ??= result.last;
      const agrees = Math.abs(result.last - reference) <= tolerance && result.threads === threads;
      const name = [backend, note, minify === true ? "default minifier" : undefined].filter(Boolean).join(", ");
      console.log(`${agrees ? "ok" : "FAILED"}  Vite build in Chromium ${browser.version()}, ${name}: ${title}`);
      if (!agrees) process.exitCode = 1;
    }
  }
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}

/** What the page says when it is done. */
async function titleOf(url) {
  const page = await browser.newPage();
  // What a page forbids is told here too, and meant.
  page.on("console", (message) => message.type() === "error" && !message.text().includes("Content Security Policy") && console.error(`browser: ${message.text()}`));
  page.on("pageerror", (error) => console.error(`browser: ${error.stack}`));
  try {
    await page.goto(url);
    await page.waitForFunction(() => document.title !== "running", undefined, { timeout: 300_000 });
    return await page.title();
  } finally {
    await page.close();
  }
}

function findBrowser() {
  if (process.env.CHROME_PATH) return process.env.CHROME_PATH;
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome.exe"];
  const places = (process.env.PATH ?? "").split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  return [...places, "/Applications/Chromium.app/Contents/MacOS/Chromium", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"].find(existsSync);
}
