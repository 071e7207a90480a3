import { BLOCK } from "./block";
import { multiplyAdd } from "./multiplyAdd";

/**
 * One step of Adam on sums of gradients and of their squares, as `@variate/training` keeps them. Whole vectors.
 *
 * Arguments: parameter, gradient, gradient sum, square sum; the new parameter, gradient sum and square sum; number of
 * elements; beta1, beta2, step size, epsilon, shrink.
 */
export function adam(args: usize, block: i32): void {
  const at = <usize>(block * BLOCK) << 2;
  let left = min(BLOCK, load<i32>(args, 28) - block * BLOCK);
  let parameter = load<usize>(args) + at, gradient = load<usize>(args, 4) + at, first = load<usize>(args, 8) + at, second = load<usize>(args, 12) + at;
  let newParameter = load<usize>(args, 16) + at, newFirst = load<usize>(args, 20) + at, newSecond = load<usize>(args, 24) + at;
  const beta1 = v128.load_splat<f32>(args, 32), beta2 = v128.load_splat<f32>(args, 36), negativeStep = f32x4.neg(v128.load_splat<f32>(args, 40));
  const epsilon = v128.load_splat<f32>(args, 44), shrink = v128.load_splat<f32>(args, 48);
  while (left > 0) {
    const g = v128.load(gradient);
    const m = multiplyAdd(beta1, v128.load(first), g);
    const v = multiplyAdd(beta2, v128.load(second), f32x4.mul(g, g));
    const direction = f32x4.div(m, f32x4.add(f32x4.sqrt(v), epsilon));
    v128.store(newFirst, m);
    v128.store(newSecond, v);
    v128.store(newParameter, multiplyAdd(negativeStep, direction, f32x4.mul(shrink, v128.load(parameter))));
    parameter += 16;
    gradient += 16;
    first += 16;
    second += 16;
    newParameter += 16;
    newFirst += 16;
    newSecond += 16;
    left -= 4;
  }
}
