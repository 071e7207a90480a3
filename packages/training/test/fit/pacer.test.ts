import { afterEach, describe, expect, it, vi } from "vitest";
import { pacer } from "../../src/fit/pacer.js";

describe("pacer", () => {
  afterEach(() => void vi.unstubAllGlobals());

  /** Turns that a loop of busy milliseconds leaves to a chain of timers. */
  async function turns(breathe: () => Promise<void>): Promise<number> {
    let count = 0;
    let going = true;
    const next = (): void => {
      count++;
      if (going) setTimeout(next, 0);
    };
    setTimeout(next, 0);
    for (let i = 0; i < 40; i++) {
      for (const until = performance.now() + 2; performance.now() < until; );
      await breathe();
    }
    going = false;
    return count;
  }

  it("lets others run now and then", async () => {
    expect(await turns(pacer(10))).toBeGreaterThanOrEqual(4);
    expect(await turns(pacer(Infinity))).toBe(0);
  });

  it("does so without setImmediate, as in browsers", async () => {
    vi.stubGlobal("setImmediate", undefined);
    expect(await turns(pacer(10))).toBeGreaterThanOrEqual(4);
  });
});
