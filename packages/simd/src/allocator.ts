import { HEAP_BASE, type LinearMemory } from "./linearMemory.js";

/** Blocks begin at and fill whole cache lines, so that vectors may run past the last element. */
const LINE = 64;

/**
 * Memory by size class: four classes to a doubling, each with its list of free blocks. A block keeps its class for life;
 * a program that repeats itself, as training does, finds every block again and never grows the memory.
 */
export class Allocator {
  readonly #memory: LinearMemory;
  readonly #free = new Map<number, number[]>();
  #end = HEAP_BASE;
  #held = 0;
  #blocks = 0;

  constructor(memory: LinearMemory) {
    this.#memory = memory;
  }

  /** Bytes handed out and not freed, the classes' rounding included. */
  get held(): number {
    return this.#held;
  }

  /** Bytes from the first block to the last that was ever handed out. */
  get reached(): number {
    return this.#end - HEAP_BASE;
  }

  /**
   * The address of at least `bytes` bytes, a multiple of 64, with anything in them.
   *
   * @throws When 4 GiB, or what the engine gives of them, are used up.
   */
  allocate(bytes: number): number {
    const size = sizeClass(bytes);
    const pointer = this.#free.get(size)?.pop() ?? this.#extend(size);
    this.#held += size;
    this.#blocks++;
    return pointer;
  }

  /** Takes back what `allocate(bytes)` gave. */
  free(pointer: number, bytes: number): void {
    const size = sizeClass(bytes);
    const list = this.#free.get(size);
    if (list === undefined) this.#free.set(size, [pointer]);
    else list.push(pointer);
    this.#held -= size;
    this.#blocks--;
  }

  #extend(size: number): number {
    const pointer = this.#end;
    if (this.#memory.growTo(pointer + size)) {
      this.#end = pointer + size;
      return pointer;
    }
    return this.#splitLarger(size) ?? this.#refuse(size);
  }

  /** At the limit a larger free block is cut: the rest goes back as blocks of one line, as few as classes allow. */
  #splitLarger(size: number): number | undefined {
    const larger = [...this.#free].filter(([other, list]) => other > size && list.length > 0).map(([other]) => other);
    if (larger.length === 0) return undefined;
    const from = Math.min(...larger);
    const pointer = (this.#free.get(from) as number[]).pop() as number;
    let rest = from - size;
    let at = pointer + size;
    while (rest > 0) {
      const part = largestClassWithin(rest);
      const list = this.#free.get(part);
      if (list === undefined) this.#free.set(part, [at]);
      else list.push(at);
      at += part;
      rest -= part;
    }
    return pointer;
  }

  #refuse(size: number): never {
    throw new Error(
      `simd: expected room for ${mebibytes(size)}; got a memory of ${mebibytes(this.#memory.size)}, which cannot grow, with ` +
        `${mebibytes(this.#held)} held in ${this.#blocks} blocks. Dispose tensors that are no longer needed, or work in smaller batches.`,
    );
  }
}

/** The smallest of 1, 1¼, 1½ and 1¾ times a power of two that holds `bytes`, in whole lines. */
function sizeClass(bytes: number): number {
  const lines = Math.max(1, Math.ceil(bytes / LINE));
  if (lines <= 4) return lines * LINE;
  const quarter = 2 ** (Math.floor(Math.log2(lines - 1)) - 2);
  return Math.ceil(lines / quarter) * quarter * LINE;
}

function largestClassWithin(bytes: number): number {
  const lines = bytes / LINE;
  if (lines <= 4) return bytes;
  const quarter = 2 ** (Math.floor(Math.log2(lines)) - 2);
  return Math.floor(lines / quarter) * quarter * LINE;
}

function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(bytes < 2 ** 24 ? 2 : 0)} MiB`;
}
