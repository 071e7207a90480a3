import { multiplyAdd } from "./multiplyAdd";

/**
 * Multiplies and adds on ten registers, `rounds` times: 80 floating-point operations a round and nothing else. The most
 * that a kernel of this build could reach on this machine, for benchmarks to compare with.
 *
 * Arguments: out, rounds.
 */
export function peak(args: usize, block: i32): void {
  const out = load<usize>(args);
  let rounds = load<i32>(args, 4);
  const factor = v128.load_splat<f32>(out), step = v128.load_splat<f32>(out, 4);
  let a = f32x4.splat(<f32>block), b = a, c = a, d = a, e = a, f = a, g = a, h = a, i = a, j = a;
  while (rounds) {
    a = multiplyAdd(a, factor, step);
    b = multiplyAdd(b, factor, step);
    c = multiplyAdd(c, factor, step);
    d = multiplyAdd(d, factor, step);
    e = multiplyAdd(e, factor, step);
    f = multiplyAdd(f, factor, step);
    g = multiplyAdd(g, factor, step);
    h = multiplyAdd(h, factor, step);
    i = multiplyAdd(i, factor, step);
    j = multiplyAdd(j, factor, step);
    rounds--;
  }
  const sum = f32x4.add(f32x4.add(f32x4.add(a, b), f32x4.add(c, d)), f32x4.add(f32x4.add(e, f), f32x4.add(f32x4.add(g, h), f32x4.add(i, j))));
  v128.store(out + 16 + (<usize>(block & 63) << 4), sum);
}
