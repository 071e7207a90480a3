import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync, mkdirSync, readdirSync, existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { encodeIdx, glyphs } from "@variate/data";
import { randomKey } from "@variate/random";
import { decodeCheckpoint, encodeCheckpoint } from "@variate/training";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const program = fileURLToPath(new URL("../dist/train/main.js", import.meta.url));

/** A folder in MNIST's form with few images, so that a run takes seconds. */
function writeSmallMnist(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, size, seed] of [["train", 300, 1], ["t10k", 40, 2]] as const) {
    const { images, labels } = glyphs({ size, key: randomKey(seed) });
    const idx = (data: Uint8Array, shape: number[]) => gzipSync(encodeIdx({ shape, data }));
    writeFileSync(join(folder, `${name}-images-idx3-ubyte.gz`), idx(images as Uint8Array, [size, 28, 28]));
    writeFileSync(join(folder, `${name}-labels-idx1-ubyte.gz`), idx(Uint8Array.from(labels as Int32Array), [size]));
  }
}

/** No download goes through, and none is found in a cache. */
const noFetch = encodeURIComponent('globalThis.fetch = () => Promise.reject(new TypeError("offline"));');
const offline = { VARIATE_CACHE_DIR: join(tmpdir(), "variate-no-cache"), NODE_OPTIONS: `--import=data:text/javascript,${noFetch}` };
/** An engine that does not compile the kernels of simd. */
const noSimd = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent('WebAssembly.compile = () => Promise.reject(new Error("no SIMD"));')}` };

interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the program as npm does, from `cwd`; `watch` sees its output as it comes. */
function run(args: string[], cwd: string, watch: (stdout: string, interrupt: () => void) => void = () => undefined, env = {}): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], { cwd: tmpdir(), env: { ...process.env, ...offline, ...env, INIT_CWD: cwd } });
    const outcome = { stdout: "", stderr: "" };
    let interrupted = false;
    child.stdout.on("data", (chunk) => {
      outcome.stdout += chunk;
      watch(outcome.stdout, () => {
        if (!interrupted) child.kill("SIGINT");
        interrupted = true;
      });
    });
    child.stderr.on("data", (chunk) => (outcome.stderr += chunk));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, ...outcome }));
  });
}

const small = ["--data", "mnist", "--data-dir", "digits", "--hidden", "16", "--latent", "2", "--batch-size", "20"];

describe("npm start", () => {
  let cwd: string;
  beforeAll(() => {
    cwd = mkdtempSync(join(tmpdir(), "variate-cli-"));
    writeSmallMnist(join(cwd, "digits"));
  });
  afterAll(() => rmSync(cwd, { recursive: true, force: true }));

  it("tells every flag", async () => {
    const { code, stdout } = await run(["--help"], cwd);
    expect(code).toBe(0);
    const flags = ["data", "data-dir", "likelihood", "latent", "hidden", "epochs", "batch-size", "optimizer", "learning-rate", "backend", "seed", "out", "resume"];
    for (const flag of flags) expect(stdout).toContain(`--${flag} `);
  });

  it("trains, prints its figures on lines of their own, and leaves a self-contained report and a model", async () => {
    const { code, stdout, stderr } = await run([...small, "--epochs", "2"], cwd);
    expect(stderr).toBe("");
    expect(code).toBe(0);
    expect(stdout).not.toContain("\r");
    const lines = stdout.split("\n");
    expect(lines.filter((line) => /^epoch \d+\/2  step \d+  ELBO -?\d+\.\d\d nats  [\d,]+ examples\/s  .+ left$/.test(line))).toHaveLength(2);
    const elbo = lines.findIndex((line) => /^test ELBO -\d+\.\d\d nats$/.test(line));
    expect(lines[elbo + 1]).toMatch(/^test log-likelihood \(500 draws\) -\d+\.\d\d nats$/);
    expect(lines.findIndex((line) => line.includes(join("out", "report.html")))).toBeGreaterThan(elbo);
    expect(readdirSync(join(cwd, "out")).sort()).toEqual(["checkpoint.safetensors", "model.safetensors", "report.html"]);
    const html = readFileSync(join(cwd, "out", "report.html"), "utf8");
    expect(html).not.toMatch(/<script|(?:src|href)="(?:https?:)?\/\//);
    for (const part of ["Learning curves", "Samples from the prior", "Reconstructions", "KL per latent", "Latent plane", "Node", process.version]) {
      expect(html).toContain(part);
    }
  });

  it("ends byte for byte where it would have ended, when it is interrupted and resumed", async () => {
    const whole = await run([...small, "--epochs", "3", "--out", "whole"], cwd);
    const interrupted = await run([...small, "--epochs", "3", "--out", "parts"], cwd, (stdout, interrupt) => {
      if (stdout.includes("epoch 1/3")) interrupt();
    });
    expect(interrupted.code).toBe(130);
    expect(interrupted.stderr).toBe("");
    const command = /npm start -- (--resume .*)$/m.exec(interrupted.stdout)?.[1] as string;
    expect(command).toBe(`--resume ${join("parts", "checkpoint.safetensors")}`);
    expect(existsSync(join(cwd, "parts", "model.safetensors"))).toBe(false);
    const resumed = await run(command.split(" "), cwd);
    expect(resumed.code).toBe(0);
    for (const file of ["model.safetensors", "checkpoint.safetensors"]) {
      expect(readFileSync(join(cwd, "parts", file)).equals(readFileSync(join(cwd, "whole", file))), file).toBe(true);
    }
    const again = await run(command.split(" "), cwd);
    expect(again.code).toBe(0);
    expect(readFileSync(join(cwd, "parts", "model.safetensors")).equals(readFileSync(join(cwd, "whole", "model.safetensors")))).toBe(true);
    const figures = ({ stdout }: Outcome) => stdout.match(/^test .*$/gm);
    expect(figures(resumed)).toEqual(figures(whole));
    expect(figures(again)).toEqual(figures(whole));
  });

  it("keeps the checkpoint of an earlier run in the same folder", async () => {
    await run([...small, "--epochs", "1", "--out", "twice"], cwd);
    const first = readFileSync(join(cwd, "twice", "checkpoint.safetensors"));
    const second = await run([...small, "--epochs", "1", "--seed", "1", "--out", "twice"], cwd);
    expect(second.stdout).toContain(`kept as ${join("twice", "checkpoint.previous.safetensors")}`);
    expect(readFileSync(join(cwd, "twice", "checkpoint.previous.safetensors")).equals(first)).toBe(true);
    expect(readFileSync(join(cwd, "twice", "checkpoint.safetensors")).equals(first)).toBe(false);
  });

  it("runs on simd, on wasm where that cannot start, and warns when it goes on elsewhere", async () => {
    const simd = await run([...small, "--epochs", "1", "--out", "simd"], cwd);
    expect(simd.stdout).toMatch(/^ {2}fit .* backend simd \((?:plain|relaxed)\), seed 0$/m);
    const checkpoint = join("simd", "checkpoint.safetensors");
    const { backend } = decodeCheckpoint(readFileSync(join(cwd, checkpoint)));
    expect(backend).toMatch(/^simd \((?:plain|relaxed)\)$/);
    expect(readFileSync(join(cwd, "simd", "report.html"), "utf8")).toMatch(/backend simd \((?:plain|relaxed)\), threads: \d/);

    const other = await run([...small, "--epochs", "1", "--out", "other"], cwd, undefined, noSimd);
    expect(other).toMatchObject({ code: 0, stderr: "" });
    expect(other.stdout).toMatch(/^The backend simd cannot start here: wasm does the work, more slowly\.\n[^]*backend wasm, seed 0$/m);
    const insisted = await run([...small, "--backend", "simd"], cwd, undefined, noSimd);
    expect(insisted.stderr).toBe("--backend: expected simd to start; got no start. Choose another with --backend.\n");

    const elsewhere = await run(["--resume", checkpoint, "--backend", "wasm", "--epochs", "2"], cwd);
    expect(elsewhere.code).toBe(0);
    expect(elsewhere.stderr).toBe(
      `fit: expected the checkpoint's backend ${backend}, on which the fit would end bit by bit as if it had not stopped; got wasm. It goes on with other last bits.\n`,
    );
  });

  it("answers bad input in one line, and leaves what was there", async () => {
    const damaged = (name: string, change: (bytes: Buffer) => Buffer): string => {
      const folder = `damaged-${name}`;
      writeSmallMnist(join(cwd, folder));
      const file = join(cwd, folder, "train-images-idx3-ubyte.gz");
      writeFileSync(file, change(readFileSync(file)));
      return folder;
    };
    const checkpoint = join(cwd, "out", "checkpoint.safetensors");
    writeFileSync(join(cwd, "half.safetensors"), readFileSync(checkpoint).subarray(0, 5000));
    writeFileSync(join(cwd, "a-file"), "not a folder");
    // A checkpoint whose settings do not tell the truth about its tensors.
    const wide = await run([...small, "--epochs", "1", "--latent", "3", "--out", "wide"], cwd);
    expect(wide.code).toBe(0);
    const honest = decodeCheckpoint(readFileSync(join(cwd, "wide", "checkpoint.safetensors")));
    const lying = { ...honest, configuration: { ...(honest.configuration as object), latent: 2 } };
    writeFileSync(join(cwd, "other-model.safetensors"), encodeCheckpoint(lying));
    const before = readFileSync(checkpoint);
    const resume = ["--resume", checkpoint, "--epochs", "4"];

    const cases: [string[], RegExp][] = [
      [["--dat", "mnist"], /expected a known flag; got --dat\b/],
      [["mnist"], /expected flags only; got mnist/],
      [["--data"], /^--data: expected a value; got none/],
      [["--data", "cifar"], /^--data: expected glyphs, mnist, fashion-mnist, frey; got "cifar"\.$/],
      [["--latent", "2.5"], /^--latent: expected a whole number from 1 on; got "2\.5"\.$/],
      [["--hidden", "500,,3"], /^--hidden: expected a whole number from 1 on; got ""\.$/],
      [["--learning-rate", "-1"], /^--learning-rate: expected a value; got -1/],
      [["--learning-rate=0"], /^--learning-rate: expected a positive number; got "0"\.$/],
      [["--backend", "abacus"], /^--backend: expected simd, wasm, cpu; got "abacus"\.$/],
      [["--data", "mnist"], /^loadMnist: expected .* from the network; got .*Connect and try again, or name the folder .* with --data-dir\.$/],
      [["--data", "frey"], /^--data frey: expected --data-dir/],
      [["--data", "mnist", "--data-dir", "nowhere"], /expected .*train-images-idx3-ubyte.*nowhere/],
      [["--data", "mnist", "--data-dir", damaged("short", (b) => b.subarray(0, 2000))], /expected .*gzip/],
      [["--data", "mnist", "--data-dir", damaged("flipped", (b) => { b[1000] = (b[1000] as number) ^ 0xff; return b; })], /expected .*gzip/],
      [["--data", "mnist", "--data-dir", damaged("magic", () => gzipSync(Buffer.from([1, 2, 3, 4, 5, 6, 7, 8])))], /expected .*(magic|IDX)/i],
      [["--out", join("a-file", "out")], /^--out: expected a folder that can be written; got .*a-file/],
      [["--resume", "nothing.safetensors"], /^--resume: expected the file .*nothing\.safetensors; got ENOENT/],
      [["--resume", "half.safetensors"], /^--resume: expected a whole checkpoint in .*half\.safetensors/],
      [["--resume", "digits/t10k-labels-idx1-ubyte.gz"], /^--resume: expected a whole checkpoint/],
      [[...resume, "--latent", "3"], /^--latent: expected 2, as in the checkpoint; got 3\. Leave it out/],
      [[...resume, "--hidden", "16,16"], /^--hidden: expected 16, as in the checkpoint; got 16,16/],
      [[...resume, "--seed", "4"], /^--seed: expected 0, as in the checkpoint; got 4/],
      [["--resume", "other-model.safetensors", "--epochs", "4"], /expected .*\[16, 2\]; got \[16, 3\]/],
      [["--resume", checkpoint, "--epochs", "1"], /^--epochs: expected at least the 2 that the checkpoint has finished; got 1\.$/],
    ];
    for (const [args, message] of cases) {
      const { code, stderr } = await run(args, cwd);
      const label = args.join(" ");
      expect(code, label).toBeGreaterThan(0);
      expect(stderr.trimEnd().split("\n"), label).toHaveLength(1);
      expect(stderr.trimEnd(), label).toMatch(message);
    }
    expect(readFileSync(checkpoint).equals(before)).toBe(true);
  });
});
