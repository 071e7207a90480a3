/**
 * `npm run test:browser`: builds an application from the packed tarballs with Vite and runs it in headless Chromium, on
 * wasm, WebGL and WebGPU (in software where there is no GPU). Bounds are functions of parameters, batch and key, so all
 * three have to reach the same one.
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

const backends = ["wasm", "webgl", "webgpu"];
/** In nats, after 40 steps: float32 sums in another order drift by 1e-4 or so, another computation by tens. */
const tolerance = 0.01;

const folder = packedProject(["webgl", "webgpu"].map((name) => `@tensorflow/tfjs-backend-${name}@4.22.0`));
// Top-level await and wasm SIMD are in every browser since 2022.
await build({ root: folder, logLevel: "warn", configFile: false, build: { target: "es2022", minify: "esbuild", chunkSizeWarningLimit: 4000 } });
const server = await preview({ root: folder, logLevel: "warn", configFile: false, preview: { host: "127.0.0.1", port: 0 } });
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
  for (const backend of backends) {
    const page = await browser.newPage();
    page.on("console", (message) => message.type() === "error" && console.error(`browser: ${message.text()}`));
    page.on("pageerror", (error) => console.error(`browser: ${error.stack}`));
    await page.goto(`${server.resolvedUrls.local[0]}?backend=${backend}`);
    await page.waitForFunction(() => document.title !== "running", undefined, { timeout: 300_000 });
    const title = await page.title();
    await page.close();
    const bound = title.startsWith("ok") ? JSON.parse(title.slice(3)).last : NaN;
    reference ??= bound;
    const agrees = Math.abs(bound - reference) <= tolerance;
    console.log(`${agrees ? "ok" : "FAILED"}  Vite build in Chromium ${browser.version()}, ${backend}: ${title}`);
    if (!agrees) process.exitCode = 1;
  }
} finally {
  await browser.close();
  await server.close();
  rmSync(folder, { recursive: true, force: true });
}

function findBrowser() {
  if (process.env.CHROME_PATH) return process.env.CHROME_PATH;
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome.exe"];
  const places = (process.env.PATH ?? "").split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  return [...places, "/Applications/Chromium.app/Contents/MacOS/Chromium", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"].find(existsSync);
}
