/**
 * The geometry of a convolution over depth, height and width, channels last; a planar one has depth 1.
 *
 * A *patch* is what the filter sees at one output position: filterDepth × filterHeight × filterWidth × inChannels
 * values, zero where it reaches into the padding. A convolution is the product of the patches and the filter, and its
 * gradients are products too.
 */
export interface Windows {
  readonly batch: number;
  readonly inDepth: number;
  readonly inHeight: number;
  readonly inWidth: number;
  readonly inChannels: number;
  readonly outDepth: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly outChannels: number;
  readonly filterDepth: number;
  readonly filterHeight: number;
  readonly filterWidth: number;
  readonly strideDepth: number;
  readonly strideHeight: number;
  readonly strideWidth: number;
  readonly dilationDepth: number;
  readonly dilationHeight: number;
  readonly dilationWidth: number;
  /** Padding before the first plane, row and column. */
  readonly front: number;
  readonly top: number;
  readonly left: number;
}

export function patchSize(w: Windows): number {
  return w.filterDepth * w.filterHeight * w.filterWidth * w.inChannels;
}

/** Output positions of one example. */
export function positions(w: Windows): number {
  return w.outDepth * w.outHeight * w.outWidth;
}

/** Values of one example. */
export function exampleSize(w: Windows): number {
  return w.inDepth * w.inHeight * w.inWidth * w.inChannels;
}

/**
 * Copies the patches of examples `first` to `last` (exclusive) into `patches`, a matrix [examples · positions, patchSize]
 * that holds zeros.
 */
export function gatherPatches(w: Windows, x: Float32Array, patches: Float32Array, first: number, last: number): void {
  eachRun(w, first, last, (from, to, length) => {
    for (let i = 0; i < length; i++) patches[to + i] = x[from + i] as number;
  });
}

/** The adjoint of `gatherPatches`: adds every patch to the example that it came from. */
export function scatterPatches(w: Windows, patches: Float32Array, x: Float32Array, first: number, last: number): void {
  eachRun(w, first, last, (from, to, length) => {
    for (let i = 0; i < length; i++) x[from + i] = (x[from + i] as number) + (patches[to + i] as number);
  });
}

/**
 * Calls `visit(from, to, length)` for every run of values that lie side by side both in the input, at `from`, and in
 * the patches, at `to`, leaving out what is padding.
 */
function eachRun(w: Windows, first: number, last: number, visit: (from: number, to: number, length: number) => void): void {
  const { inDepth, inHeight, inWidth, inChannels, filterDepth, filterHeight, filterWidth, dilationWidth } = w;
  // Without dilation neighbouring taps of a filter row are neighbours in the input too.
  const tapsAtOnce = dilationWidth === 1 ? filterWidth : 1;
  let row = 0;
  for (let example = first; example < last; example++) {
    for (let outZ = 0; outZ < w.outDepth; outZ++) {
      for (let outY = 0; outY < w.outHeight; outY++) {
        for (let outX = 0; outX < w.outWidth; outX++) {
          const cornerZ = outZ * w.strideDepth - w.front;
          const cornerY = outY * w.strideHeight - w.top;
          const cornerX = outX * w.strideWidth - w.left;
          for (let tapZ = 0; tapZ < filterDepth; tapZ++) {
            const z = cornerZ + tapZ * w.dilationDepth;
            for (let tapY = 0; tapY < filterHeight; tapY++) {
              const y = cornerY + tapY * w.dilationHeight;
              if (z >= 0 && z < inDepth && y >= 0 && y < inHeight) {
                const inRow = ((example * inDepth + z) * inHeight + y) * inWidth;
                for (let tapX = 0; tapX < filterWidth; tapX += tapsAtOnce) {
                  const x = cornerX + tapX * dilationWidth;
                  const begin = Math.max(0, -x);
                  const end = Math.min(tapsAtOnce, inWidth - x);
                  if (end > begin) {
                    visit((inRow + x + begin) * inChannels, row + (tapX + begin) * inChannels, (end - begin) * inChannels);
                  }
                }
              }
              row += filterWidth * inChannels;
            }
          }
        }
      }
    }
  }
}
