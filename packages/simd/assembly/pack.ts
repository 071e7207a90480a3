/**
 * Copies panels of a matrix so that a tile reads its numbers one after another.
 *
 * The element in line `i` (a row of the left factor, a column of the right) at depth `p` lies at `from + i · lineStride +
 * p · depthStride` bytes. A panel takes `width` lines: for each depth their numbers, side by side, with zeros for the
 * lines that are missing in the last one.
 */
export function packPanels(
  from: usize, lineStride: usize, depthStride: usize, lines: i32, depth: i32, width: i32, firstPanel: i32, lastPanel: i32, to: usize,
): void {
  const panelBytes = <usize>(depth * width) << 2;
  for (let panel = firstPanel; panel < lastPanel; panel++) {
    const first = panel * width;
    const present = min(width, lines - first);
    const source = from + <usize>first * lineStride;
    const target = to + <usize>panel * panelBytes;
    if (present < width) memory.fill(target, 0, panelBytes);
    if (lineStride == 4 && present == 8 && width == 8) packEight(source, depthStride, depth, target);
    else if (depthStride == 4) packAlongDepth(source, lineStride, present, depth, width, target);
    else packAny(source, lineStride, depthStride, present, depth, width, target);
  }
}

/** Eight lines that lie side by side. */
function packEight(from: usize, depthStride: usize, depth: i32, to: usize): void {
  for (let p = 0; p < depth; p++) {
    v128.store(to, v128.load(from));
    v128.store(to, v128.load(from, 16), 16);
    from += depthStride;
    to += 32;
  }
}

/** Lines that run along the depth: four by four numbers are transposed in registers, what is left one by one. */
function packAlongDepth(from: usize, lineStride: usize, present: i32, depth: i32, width: i32, to: usize): void {
  const step = <usize>width << 2;
  const whole = depth & ~3;
  let line = 0;
  for (; line + 4 <= present; line += 4) {
    const l0 = from + <usize>line * lineStride, l1 = l0 + lineStride, l2 = l1 + lineStride, l3 = l2 + lineStride;
    let out = to + (<usize>line << 2);
    let offset: usize = 0;
    for (let p = 0; p < whole; p += 4) {
      const r0 = v128.load(l0 + offset), r1 = v128.load(l1 + offset), r2 = v128.load(l2 + offset), r3 = v128.load(l3 + offset);
      const low01 = v128.shuffle<i32>(r0, r1, 0, 4, 1, 5), high01 = v128.shuffle<i32>(r0, r1, 2, 6, 3, 7);
      const low23 = v128.shuffle<i32>(r2, r3, 0, 4, 1, 5), high23 = v128.shuffle<i32>(r2, r3, 2, 6, 3, 7);
      v128.store(out, v128.shuffle<i64>(low01, low23, 0, 2));
      out += step;
      v128.store(out, v128.shuffle<i64>(low01, low23, 1, 3));
      out += step;
      v128.store(out, v128.shuffle<i64>(high01, high23, 0, 2));
      out += step;
      v128.store(out, v128.shuffle<i64>(high01, high23, 1, 3));
      out += step;
      offset += 16;
    }
    for (let p = whole; p < depth; p++) {
      store<f32>(out, load<f32>(l0 + offset));
      store<f32>(out, load<f32>(l1 + offset), 4);
      store<f32>(out, load<f32>(l2 + offset), 8);
      store<f32>(out, load<f32>(l3 + offset), 12);
      out += step;
      offset += 4;
    }
  }
  for (; line < present; line++) {
    let source = from + <usize>line * lineStride;
    let out = to + (<usize>line << 2);
    for (let p = 0; p < depth; p++) {
      store<f32>(out, load<f32>(source));
      source += 4;
      out += step;
    }
  }
}

function packAny(from: usize, lineStride: usize, depthStride: usize, present: i32, depth: i32, width: i32, to: usize): void {
  const step = <usize>width << 2;
  for (let p = 0; p < depth; p++) {
    let source = from;
    for (let line = 0; line < present; line++) {
      store<f32>(to + (<usize>line << 2), load<f32>(source));
      source += lineStride;
    }
    from += depthStride;
    to += step;
  }
}
