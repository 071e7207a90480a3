import { decodeSafetensors, encodeSafetensors, type StoredTensor } from "@variate/data";
import { bitDraws, foldIn, randomKey } from "@variate/random";
import { decodeCheckpoint, encodeCheckpoint, type Checkpoint } from "@variate/training";
import { describe, expect, it } from "vitest";

const tensor = (...values: number[]): StoredTensor => ({ dtype: "F32", shape: [values.length], data: Float32Array.from(values) });

const example: Checkpoint = {
  params: { "encoder.weight": { dtype: "F32", shape: [2, 3], data: Float32Array.of(1, -2, 3, 0.5, 0, 1e-30) }, bias: tensor(1) },
  optimizer: {
    name: "adam",
    configuration: { learningRate: 0.1, nested: { list: [1, "two", null, true] } },
    step: 7,
    slots: { "gradientSum.bias": tensor(2), "squareSum.bias": tensor(3) },
  },
  objective: {
    params: { critic: tensor(4, 5) },
    state: { seen: { dtype: "I32", shape: [], data: Int32Array.of(70) }, mask: { dtype: "BOOL", shape: [3], data: Uint8Array.of(1, 0, 1) } },
    optimizer: { name: "sgd", configuration: {}, step: 7, slots: {} },
  },
  ema: { bias: tensor(1.5) },
  best: { bias: tensor(1.25) },
  record: { bound: -3.25, terms: { kl: 1 }, step: 4, epoch: 1 },
  stale: 2,
  key: { high: 1, low: 4294967295 },
  step: 7,
  epoch: 1,
  batch: 3,
  batchSize: 100,
  totals: { examples: 300, bound: -0.1 - 0.2, terms: { reconstruction: 1 / 3, kl: 5e-324 } },
  history: [
    { epoch: 0, step: 4, examples: 400, bound: -4, terms: { reconstruction: -3, kl: 1 }, validation: { examples: 10, bound: -3.25, terms: { kl: 1 } } },
  ],
  backend: "simd (relaxed)",
  configuration: { data: "glyphs", hidden: [500], note: "žluť\u0000" },
};

const file = encodeCheckpoint(example);
/** The file with another text as its training metadata, or tensors, and the checksum of neither. */
function rewritten(change: (parts: ReturnType<typeof decodeSafetensors>) => void): Uint8Array {
  const parts = decodeSafetensors(file);
  change(parts);
  return encodeSafetensors(parts.tensors, parts.metadata);
}

describe("checkpoints", () => {
  it("come back as they were, to the last bit", () => {
    const back = decodeCheckpoint(file);
    expect(JSON.parse(JSON.stringify(back))).toEqual(JSON.parse(JSON.stringify(example)));
    expect(back.params["encoder.weight"]?.data).toEqual(example.params["encoder.weight"]?.data);
    expect(Object.is(back.totals.bound, example.totals.bound)).toBe(true);
    expect(encodeCheckpoint(back)).toEqual(file);
  });

  it("keep only what there is", () => {
    const { objective: _, ema: __, best: ___, record: ____, backend: _____, ...least } = example;
    const back = decodeCheckpoint(encodeCheckpoint(least));
    expect(Object.keys(back)).not.toContain("ema");
    expect(JSON.parse(JSON.stringify(back))).toEqual(JSON.parse(JSON.stringify(least)));
    expect(decodeCheckpoint(encodeCheckpoint({ ...least, ema: {} })).ema).toEqual({});
  });

  it("are safetensors files with speaking names", () => {
    const { tensors, metadata } = decodeSafetensors(file);
    expect(Object.keys(tensors).sort()).toEqual([
      "best.bias", "ema.bias", "objective.params.critic", "objective.state.mask", "objective.state.seen", "optimizer.gradientSum.bias",
      "optimizer.squareSum.bias", "params.bias", "params.encoder.weight",
    ]);
    expect(metadata).toMatchObject({ format: "variate.checkpoint", version: "1" });
  });

  it("do not depend on the order of members", () => {
    const reversed = Object.fromEntries(Object.entries(example).reverse()) as unknown as Checkpoint;
    expect(encodeCheckpoint(reversed)).toEqual(file);
  });

  it("hold no number that JSON lacks", () => {
    expect(() => encodeCheckpoint({ ...example, totals: { ...example.totals, bound: NaN } })).toThrow("encodeCheckpoint: expected finite numbers; got NaN for bound.");
  });

  it("of other kinds are refused by what they are", () => {
    const cases: [(parts: ReturnType<typeof decodeSafetensors>) => void, RegExp][] = [
      [({ metadata }) => void delete metadata["format"], /^decodeCheckpoint: expected a file of the format variate\.checkpoint; got none\. It holds tensors/],
      [({ metadata }) => void (metadata["version"] = "2"), /^decodeCheckpoint: expected version 1; got "2"\. Read it with the release that wrote it\./],
      [({ metadata }) => void (metadata["training"] += " "), /^decodeCheckpoint: expected content of checksum .* The file is damaged\./],
      [({ tensors }) => void ((tensors["ema.bias"] as { data: Float32Array }).data[0] = 9), /expected content of checksum/],
      [({ tensors }) => void delete tensors["best.bias"], /expected content of checksum/],
    ];
    for (const [change, message] of cases) expect(() => decodeCheckpoint(rewritten(change))).toThrow(message);
  });

  it("cut short anywhere are refused", () => {
    for (let length = 0; length < file.length; length++) expect(() => decodeCheckpoint(file.subarray(0, length)), `${length}`).toThrow(/^decode/);
  });

  it("of 10,000 mutations are refused with a message, or are no other than the original", () => {
    const want = JSON.stringify(example);
    const counts = { refused: 0, same: 0 };
    for (let i = 0; i < 10_000; i++) {
      const words = bitDraws(foldIn(randomKey(2), i), [64]);
      const mutated = mutate(file, words);
      try {
        const got = decodeCheckpoint(mutated);
        expect(JSON.parse(JSON.stringify(got))).toEqual(JSON.parse(want));
        counts.same++;
      } catch (error) {
        expect((error as Error).constructor.name, String(error)).toBe("Error");
        expect((error as Error).message).toMatch(/^decode(Checkpoint|Safetensors): .*\.$/s);
        expect((error as Error).message.length).toBeLessThan(700);
        counts.refused++;
      }
    }
    expect(counts.refused).toBeGreaterThan(9_000);
    expect(counts.refused + counts.same).toBe(10_000);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  it("forged with the right checksum still have every field checked", async () => {
    const { checksum } = await import("../../src/checkpoint/checksum.js");
    const forged = (text: string, tensors: Record<string, StoredTensor> = {}): Uint8Array => {
      const all = { ...decodeSafetensors(file).tensors, ...tensors };
      return encodeSafetensors(all, { format: "variate.checkpoint", version: "1", training: text, checksum: checksum(text, all) });
    };
    const good = decodeSafetensors(file).metadata["training"] as string;
    expect(JSON.stringify(decodeCheckpoint(forged(good)))).toBe(JSON.stringify(decodeCheckpoint(file)));
    const changed = (change: (training: Record<string, never>) => void): string => {
      const training = JSON.parse(good) as Record<string, never>;
      change(training);
      return JSON.stringify(training);
    };
    const set = (path: string, value: unknown): string =>
      changed((training) => {
        const names = path.split(".");
        const last = names.pop() as string;
        (names.reduce((node, name) => node[name] as never, training) as Record<string, unknown>)[last] = value;
      });
    const refused: [string, string][] = [
      ["{", "expected JSON in the metadata"],
      ["[]", "expected training to be an object; got []"],
      ["null", "expected training to be an object; got null"],
      [set("step", -1), "expected training.step to be a whole number; got -1"],
      [set("step", 1.5), "expected training.step to be a whole number; got 1.5"],
      [set("step", 1e300), "expected training.step to be a whole number"],
      [set("batchSize", "6"), 'expected training.batchSize to be a whole number; got "6"'],
      [set("key.low", 2 ** 32), "expected training.key.low to be an unsigned 32-bit word; got 4294967296"],
      [set("key", null), "expected training.key to be an object; got null"],
      [set("totals.terms", { kl: "0" }), 'expected training.totals.terms.kl to be a finite number; got "0"'],
      [set("totals.bound", undefined), "expected training.totals.bound to be a finite number; got none"],
      [set("optimizer.name", { toString: 1 }), "expected training.optimizer.name to be a text"],
      [set("history", {}), "expected training.history to be a list; got {}"],
      [set("history", [null]), "expected training.history[0] to be an object; got null"],
      [set("holds.ema", 1), "expected training.holds.ema to be true or false; got 1"],
      [set("objective", 3), "expected training.objective to be an object; got 3"],
      [set("record", []), "expected training.record to be an object; got []"],
      [good.replace('"kl":', '"__proto__":'), "without the name __proto__"],
      [good.replace('"note":', '"__proto__":'), "without the name __proto__"],
      [good.replace('"note":', `"deep":${"[".repeat(200_000)}${"]".repeat(200_000)},"note":`), "decodeCheckpoint: expected"],
    ];
    for (const [text, message] of refused) expect(() => decodeCheckpoint(forged(text)), message).toThrow(message);
    expect(() => decodeCheckpoint(forged(good, { elsewhere: tensor(1) }))).toThrow(
      'decodeCheckpoint: expected tensors under params, optimizer, objective.params, objective.state, objective.optimizer, ema, best; got "elsewhere".',
    );
    const polluting = decodeCheckpoint(forged(set("configuration", { constructor: { prototype: { polluted: 1 } } })));
    expect(polluting.configuration).toMatchObject({ constructor: { prototype: { polluted: 1 } } });
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });
});

/** One of seven kinds of damage, by the first word; the others say where. */
function mutate(bytes: Uint8Array, words: Uint32Array): Uint8Array {
  const at = (i: number, size = bytes.length): number => (words[i] as number) % size;
  const copy = bytes.slice();
  const headerLength = 8 + Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  switch (at(0, 7)) {
    case 0: // one bit
      copy[at(1)] = (copy[at(1)] as number) ^ (1 << at(2, 8));
      return copy;
    case 1: // some bytes
      for (let i = 0; i < 1 + at(1, 20); i++) copy[at(2 + 2 * i)] = at(3 + 2 * i, 256);
      return copy;
    case 2: // a byte of the header
      copy[at(1, headerLength)] = at(2, 256);
      return copy;
    case 3: // cut
      return copy.subarray(0, at(1));
    case 4: { // a part left out
      const from = at(1);
      const length = 1 + at(2, 64);
      return Uint8Array.from([...copy.subarray(0, from), ...copy.subarray(from + length)]);
    }
    case 5: { // a part doubled
      const from = at(1);
      return Uint8Array.from([...copy.subarray(0, from), ...copy.subarray(Math.max(0, from - at(2, 64)))]);
    }
    default: { // a digit of the header replaced by another
      const digits = [...copy.keys()].filter((i) => i >= 8 && i < headerLength && (copy[i] as number) >= 0x30 && (copy[i] as number) <= 0x39);
      copy[digits[at(1, digits.length)] as number] = 0x30 + at(2, 10);
      return copy;
    }
  }
}
