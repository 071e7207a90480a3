import { multiplyAdd } from "./multiplyAdd";

const FORWARD = 0, INPUT = 1;

/*
 * Convolutions of each channel by itself. Arguments of all: image, filter, out, image height, width, channels of the input,
 * output height, width, filter height, width, stride down, across, dilation down, across, padding above, left, channels of
 * the output for each of the input, rows or channels per block, images.
 */

/*
 * The taps that meet an image at a position, along one axis: the first and how far the next is, how many, and the index of
 * the image that the first meets and how far that of the next lies.
 */
let firstTap: i32 = 0, tapStep: i32 = 0, count: i32 = 0, firstIndex: i32 = 0, indexStep: i32 = 0;

function findTaps(operation: i32, at: i32, taps: i32, stride: i32, dilation: i32, padding: i32, extent: i32): void {
  if (operation == FORWARD) {
    const corner = at * stride - padding;
    firstTap = corner < 0 ? (dilation - 1 - corner) / dilation : 0;
    tapStep = 1;
    firstIndex = corner + firstTap * dilation;
    indexStep = dilation;
    count = min(taps - firstTap, (extent - firstIndex + dilation - 1) / dilation);
    return;
  }
  // The output's index times the stride is `at + padding - tap · dilation`; stride or dilation is 1.
  const corner = at + padding;
  const most = (extent - 1) * stride;
  tapStep = stride;
  indexStep = -dilation;
  firstTap = stride == 1 ? (corner > most ? (corner - most + dilation - 1) / dilation : 0) : corner % stride;
  while (corner - firstTap * dilation > most) firstTap += tapStep;
  firstIndex = (corner - firstTap * dilation) / stride;
  const least = corner - firstTap * dilation;
  count = least < 0 || firstTap >= taps ? 0 : min((taps - firstTap + tapStep - 1) / tapStep, firstIndex / dilation + 1);
}

/** Forward: rows of the output from the input. Backward: rows of the input's gradient from the output's. */
// @ts-ignore: decorator
@inline
function depthwise(operation: i32, args: usize, block: i32): void {
  const image = load<usize>(args), filter = load<usize>(args, 4);
  const height = load<i32>(args, 12), width = load<i32>(args, 16), channels = load<i32>(args, 20), outHeight = load<i32>(args, 24), outWidth = load<i32>(args, 28);
  const tapsDown = load<i32>(args, 32), tapsAcross = load<i32>(args, 36), down = load<i32>(args, 40), across = load<i32>(args, 44);
  const dilationDown = load<i32>(args, 48), dilationAcross = load<i32>(args, 52), above = load<i32>(args, 56), left = load<i32>(args, 60);
  const multiplier = load<i32>(args, 64), perBlock = load<i32>(args, 68);
  const outChannels = channels * multiplier;
  const toHeight = operation == FORWARD ? outHeight : height, toWidth = operation == FORWARD ? outWidth : width;
  const fromHeight = operation == FORWARD ? height : outHeight, fromWidth = operation == FORWARD ? width : outWidth;
  const toChannels = operation == FORWARD ? outChannels : channels, fromChannels = operation == FORWARD ? channels : outChannels;
  const last = min((block + 1) * perBlock, load<i32>(args, 72) * toHeight);
  for (let line = block * perBlock; line < last; line++) {
    const n = line / toHeight, row = line % toHeight;
    const source = image + (<usize>(n * fromHeight * fromWidth * fromChannels) << 2);
    let to = load<usize>(args, 8) + (<usize>(line * toWidth * toChannels) << 2);
    findTaps(operation, row, tapsDown, down, dilationDown, above, fromHeight);
    const tapDown = firstTap, rows = count;
    const rowStep = <usize>(indexStep * fromWidth * fromChannels) << 2, weightRowStep = <usize>(tapStep * tapsAcross * outChannels) << 2;
    const firstRow = source + (<usize>(firstIndex * fromWidth * fromChannels) << 2);
    for (let column = 0; column < toWidth; column++) {
      findTaps(operation, column, tapsAcross, across, dilationAcross, left, fromWidth);
      const columns = count;
      const step = <usize>(indexStep * fromChannels) << 2, weightStep = <usize>(tapStep * outChannels) << 2;
      const pixel = firstRow + (<usize>(firstIndex * fromChannels) << 2);
      const weight = filter + (<usize>((tapDown * tapsAcross + firstTap) * outChannels) << 2);
      let c = 0;
      if (multiplier == 1) {
        for (; c + 16 <= channels; c += 16) {
          const offset = <usize>c << 2;
          let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
          let x0 = pixel + offset, w0 = weight + offset;
          for (let i = 0; i < rows; i++) {
            let x = x0, w = w0;
            for (let j = 0; j < columns; j++) {
              s0 = multiplyAdd(v128.load(x), v128.load(w), s0);
              s1 = multiplyAdd(v128.load(x, 16), v128.load(w, 16), s1);
              s2 = multiplyAdd(v128.load(x, 32), v128.load(w, 32), s2);
              s3 = multiplyAdd(v128.load(x, 48), v128.load(w, 48), s3);
              x += step;
              w += weightStep;
            }
            x0 += rowStep;
            w0 += weightRowStep;
          }
          v128.store(to + offset, s0);
          v128.store(to + offset, s1, 16);
          v128.store(to + offset, s2, 32);
          v128.store(to + offset, s3, 48);
        }
        for (; c + 4 <= channels; c += 4) {
          const offset = <usize>c << 2;
          let sum = f32x4.splat(0);
          let x0 = pixel + offset, w0 = weight + offset;
          for (let i = 0; i < rows; i++) {
            let x = x0, w = w0;
            for (let j = 0; j < columns; j++) {
              sum = multiplyAdd(v128.load(x), v128.load(w), sum);
              x += step;
              w += weightStep;
            }
            x0 += rowStep;
            w0 += weightRowStep;
          }
          v128.store(to + offset, sum);
        }
      }
      for (let o = c; o < toChannels; o++) {
        let sum: f32 = 0;
        let x0 = pixel, w0 = weight;
        for (let i = 0; i < rows; i++) {
          let x = x0, w = w0;
          for (let j = 0; j < columns; j++) {
            if (operation == FORWARD) {
              sum += load<f32>(x + (<usize>(o / multiplier) << 2)) * load<f32>(w + (<usize>o << 2));
            } else {
              for (let m = o * multiplier; m < (o + 1) * multiplier; m++) sum += load<f32>(x + (<usize>m << 2)) * load<f32>(w + (<usize>m << 2));
            }
            x += step;
            w += weightStep;
          }
          x0 += rowStep;
          w0 += weightRowStep;
        }
        store<f32>(to + (<usize>o << 2), sum);
      }
      to += <usize>toChannels << 2;
    }
  }
}

export function depthwiseForward(args: usize, block: i32): void { depthwise(FORWARD, args, block); }
export function depthwiseInput(args: usize, block: i32): void { depthwise(INPUT, args, block); }

/**
 * The filter's gradient. Arguments as above, and dy last; out is zero. A block takes one tap and some output channels, whose
 * sums are carried row by row.
 */
export function depthwiseFilter(args: usize, block: i32): void {
  const height = load<i32>(args, 12), width = load<i32>(args, 16), channels = load<i32>(args, 20), outHeight = load<i32>(args, 24), outWidth = load<i32>(args, 28);
  const tapsAcross = load<i32>(args, 36), down = load<i32>(args, 40), across = load<i32>(args, 44);
  const dilationDown = load<i32>(args, 48), dilationAcross = load<i32>(args, 52), above = load<i32>(args, 56), left = load<i32>(args, 60);
  const multiplier = load<i32>(args, 64), perBlock = load<i32>(args, 68), images = load<i32>(args, 72);
  const outChannels = channels * multiplier;
  const blocks = (outChannels + perBlock - 1) / perBlock;
  const tap = block / blocks;
  const first = (block % blocks) * perBlock, last = min(first + perBlock, outChannels);
  const out = load<usize>(args, 8) + (<usize>(tap * outChannels) << 2);
  const rowOffset = (tap / tapsAcross) * dilationDown - above, columnOffset = (tap % tapsAcross) * dilationAcross - left;
  const q0 = max(0, (across - 1 - columnOffset) / across), q1 = columnOffset >= width ? 0 : min(outWidth, (width - columnOffset + across - 1) / across);
  const pixel = <usize>(across * channels) << 2, dyPixel = <usize>outChannels << 2;
  for (let line = 0; line < images * outHeight; line++) {
    const n = line / outHeight, row = (line % outHeight) * down + rowOffset;
    if (<u32>row >= <u32>height || q0 >= q1) continue;
    const x = load<usize>(args) + (<usize>(((n * height + row) * width + q0 * across + columnOffset) * channels) << 2);
    const dy = load<usize>(args, 76) + <usize>(line * outWidth + q0) * dyPixel;
    let o = first;
    if (multiplier == 1) {
      for (; o + 4 <= last; o += 4) {
        const at = <usize>o << 2;
        let from = x + at, factor = dy + at;
        let sum = f32x4.splat(0);
        for (let q = q0; q < q1; q++) {
          sum = multiplyAdd(v128.load(from), v128.load(factor), sum);
          from += pixel;
          factor += dyPixel;
        }
        v128.store(out + at, f32x4.add(v128.load(out + at), sum));
      }
    }
    for (; o < last; o++) {
      const at = <usize>o << 2;
      let from = x + (<usize>(o / multiplier) << 2), factor = dy + at;
      let sum: f32 = 0;
      for (let q = q0; q < q1; q++) {
        sum += load<f32>(from) * load<f32>(factor);
        from += pixel;
        factor += dyPixel;
      }
      store<f32>(out + at, load<f32>(out + at) + sum);
    }
  }
}
