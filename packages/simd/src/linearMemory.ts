export const PAGE = 65_536;

/** Bytes below this address are the pool's control words, the arguments of the job at hand and the module's constants. */
export const HEAP_BASE = 2 * PAGE;

/** The most that 32-bit addresses reach, and what engines that refuse that much may still give. */
const LIMITS = [65_536, 32_768, 16_384];

const INITIAL_PAGES = 256;

/**
 * One `WebAssembly.Memory`, with views that follow its growth.
 *
 * Shared memory keeps its old views valid when it grows; other memory detaches them, so nobody holds a view across an
 * allocation: kernels hold addresses, and the views here are taken anew.
 */
export class LinearMemory {
  readonly memory: WebAssembly.Memory;
  readonly shared: boolean;
  #bytes!: Uint8Array;
  #words!: Int32Array;
  #floats!: Float32Array;

  /** @param limits - Pages it may grow to: the first of these that the engine grants. */
  constructor(shared: boolean, limits: readonly number[] = LIMITS) {
    this.shared = shared;
    this.memory = createMemory(shared, limits);
    this.#takeViews();
  }

  get bytes(): Uint8Array {
    return this.#bytes;
  }

  get words(): Int32Array {
    return this.#words;
  }

  get floats(): Float32Array {
    return this.#floats;
  }

  /** Whether an array's buffer is this memory, as it is or as it was before it grew. */
  owns(buffer: ArrayBufferLike): boolean {
    return this.shared ? buffer instanceof SharedArrayBuffer : buffer === this.memory.buffer;
  }

  /** Bytes that can be addressed now. */
  get size(): number {
    return this.#bytes.length;
  }

  /** Grows so that `end` bytes can be addressed, by more than is asked where that is free to have. False at the limit. */
  growTo(end: number): boolean {
    if (end <= this.size) return true;
    const needed = Math.ceil((end - this.size) / PAGE);
    for (const pages of [Math.max(needed, this.size / PAGE / 4), needed]) {
      try {
        this.memory.grow(Math.ceil(pages));
        this.#takeViews();
        return true;
      } catch {
        // The engine has not so much: ask for what is needed alone.
      }
    }
    return false;
  }

  #takeViews(): void {
    const { buffer } = this.memory;
    this.#bytes = new Uint8Array(buffer);
    this.#words = new Int32Array(buffer);
    this.#floats = new Float32Array(buffer);
  }
}

function createMemory(shared: boolean, limits: readonly number[]): WebAssembly.Memory {
  for (const maximum of limits) {
    try {
      return new WebAssembly.Memory({ initial: INITIAL_PAGES, maximum, shared });
    } catch {
      // A device with a small address space: try with less.
    }
  }
  return new WebAssembly.Memory({ initial: INITIAL_PAGES, maximum: 4096, shared });
}
