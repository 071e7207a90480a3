const MAX = 0, AVERAGE = 1, MAX_GRADIENT = 2, AVERAGE_GRADIENT = 3;

/**
 * Pools windows of images whose channels lie side by side. A block takes some channels of one image, so that gradients
 * of windows that overlap are added by one thread.
 *
 * Arguments: x (of gradients of averages: nothing), out (of gradients: that of x, which is zero), dy, images, input height, width, channels, output height, width,
 * window height, width, stride down, across, padding above, left, channels per block, factor of gradients of averages.
 */
// @ts-ignore: decorator
@inline
function pool(operation: i32, args: usize, block: i32): void {
  const height = load<i32>(args, 16), width = load<i32>(args, 20), channels = load<i32>(args, 24);
  const outHeight = load<i32>(args, 28), outWidth = load<i32>(args, 32), windowHeight = load<i32>(args, 36), windowWidth = load<i32>(args, 40);
  const strideDown = load<i32>(args, 44), strideAcross = load<i32>(args, 48), above = load<i32>(args, 52), left = load<i32>(args, 56);
  const perBlock = load<i32>(args, 60);
  const factor = load<f32>(args, 64);
  const blocks = (channels + perBlock - 1) / perBlock;
  const image = block / blocks;
  const first = (block % blocks) * perBlock, last = min(first + perBlock, channels);
  const pixel = <usize>channels << 2;
  const line = <usize>width * pixel;
  const isGradient = operation == MAX_GRADIENT || operation == AVERAGE_GRADIENT;
  const inputs = <usize>image * <usize>height * line;
  const outputs = <usize>(image * outHeight * outWidth) * pixel;
  const x = load<usize>(args) + inputs;
  const dx = load<usize>(args, 4) + inputs;
  let y = (isGradient ? load<usize>(args, 8) : load<usize>(args, 4)) + outputs;
  for (let row = 0; row < outHeight; row++) {
    const top = row * strideDown - above;
    const top0 = max(top, 0), top1 = min(top + windowHeight, height);
    for (let column = 0; column < outWidth; column++) {
      const side = column * strideAcross - left;
      const side0 = max(side, 0), side1 = min(side + windowWidth, width);
      const corner = <usize>top0 * line + <usize>side0 * pixel;
      const down = max(top1 - top0, 0), across = max(side1 - side0, 0);
      let c = first;
      for (; c + 4 <= last; c += 4) {
        const at = <usize>c << 2;
        if (operation == MAX) v128.store(y + at, largest(x + corner + at, down, across, line, pixel));
        else if (operation == AVERAGE) v128.store(y + at, average(x + corner + at, down, across, line, pixel));
        else if (operation == MAX_GRADIENT) spreadToLargest(x + corner + at, dx + corner + at, v128.load(y + at), down, across, line, pixel);
        else spread(dx + corner + at, f32x4.mul(v128.load(y + at), f32x4.splat(factor)), down, across, line, pixel);
      }
      for (; c < last; c++) {
        const at = <usize>c << 2;
        if (operation == MAX) store<f32>(y + at, largestOne(x + corner + at, down, across, line, pixel));
        else if (operation == AVERAGE) store<f32>(y + at, averageOne(x + corner + at, down, across, line, pixel));
        else if (operation == MAX_GRADIENT) spreadToLargestOne(x + corner + at, dx + corner + at, load<f32>(y + at), down, across, line, pixel);
        else spreadOne(dx + corner + at, load<f32>(y + at) * factor, down, across, line, pixel);
      }
      y += pixel;
    }
  }
}

/** As in tfjs, NaN is larger than nothing, and a window of nothing else has the largest -Infinity. */
// @ts-ignore: decorator
@inline
function largest(x: usize, down: i32, across: i32, line: usize, pixel: usize): v128 {
  let best = f32x4.splat(-Infinity);
  for (let r = 0; r < down; r++) {
    let from = x;
    for (let c = 0; c < across; c++) {
      best = f32x4.pmax(best, v128.load(from));
      from += pixel;
    }
    x += line;
  }
  return best;
}

// @ts-ignore: decorator
@inline
function largestOne(x: usize, down: i32, across: i32, line: usize, pixel: usize): f32 {
  let best: f32 = -Infinity;
  for (let r = 0; r < down; r++) {
    let from = x;
    for (let c = 0; c < across; c++) {
      const value = load<f32>(from);
      if (value > best) best = value;
      from += pixel;
    }
    x += line;
  }
  return best;
}

// @ts-ignore: decorator
@inline
function average(x: usize, down: i32, across: i32, line: usize, pixel: usize): v128 {
  let sum = f32x4.splat(0);
  for (let r = 0; r < down; r++) {
    let from = x;
    for (let c = 0; c < across; c++) {
      sum = f32x4.add(sum, v128.load(from));
      from += pixel;
    }
    x += line;
  }
  return f32x4.div(sum, f32x4.splat(<f32>(down * across)));
}

// @ts-ignore: decorator
@inline
function averageOne(x: usize, down: i32, across: i32, line: usize, pixel: usize): f32 {
  let sum: f32 = 0;
  for (let r = 0; r < down; r++) {
    let from = x;
    for (let c = 0; c < across; c++) {
      sum += load<f32>(from);
      from += pixel;
    }
    x += line;
  }
  return sum / <f32>(down * across);
}

/** Adds dy where the window's first largest number is. */
// @ts-ignore: decorator
@inline
function spreadToLargest(x: usize, dx: usize, dy: v128, down: i32, across: i32, line: usize, pixel: usize): void {
  const best = largest(x, down, across, line, pixel);
  let left = f32x4.ne(best, f32x4.splat(-Infinity));
  for (let r = 0; r < down; r++) {
    let at: usize = 0;
    for (let c = 0; c < across; c++) {
      const here = v128.and(left, f32x4.eq(v128.load(x + at), best));
      v128.store(dx + at, f32x4.add(v128.load(dx + at), v128.and(here, dy)));
      left = v128.andnot(left, here);
      at += pixel;
    }
    x += line;
    dx += line;
  }
}

// @ts-ignore: decorator
@inline
function spreadToLargestOne(x: usize, dx: usize, dy: f32, down: i32, across: i32, line: usize, pixel: usize): void {
  let best: f32 = -Infinity;
  let place: usize = 0;
  for (let r = 0; r < down; r++) {
    let at = <usize>r * line;
    for (let c = 0; c < across; c++) {
      const value = load<f32>(x + at);
      if (value > best) {
        best = value;
        place = dx + at;
      }
      at += pixel;
    }
  }
  if (place != 0) store<f32>(place, load<f32>(place) + dy);
}

// @ts-ignore: decorator
@inline
function spread(dx: usize, value: v128, down: i32, across: i32, line: usize, pixel: usize): void {
  for (let r = 0; r < down; r++) {
    let to = dx;
    for (let c = 0; c < across; c++) {
      v128.store(to, f32x4.add(v128.load(to), value));
      to += pixel;
    }
    dx += line;
  }
}

// @ts-ignore: decorator
@inline
function spreadOne(dx: usize, value: f32, down: i32, across: i32, line: usize, pixel: usize): void {
  for (let r = 0; r < down; r++) {
    let to = dx;
    for (let c = 0; c < across; c++) {
      store<f32>(to, load<f32>(to) + value);
      to += pixel;
    }
    dx += line;
  }
}

export function maxPool(args: usize, block: i32): void { pool(MAX, args, block); }
export function averagePool(args: usize, block: i32): void { pool(AVERAGE, args, block); }
export function maxPoolGradient(args: usize, block: i32): void { pool(MAX_GRADIENT, args, block); }
export function averagePoolGradient(args: usize, block: i32): void { pool(AVERAGE_GRADIENT, args, block); }
