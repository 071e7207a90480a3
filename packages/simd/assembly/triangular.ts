// Factors and solutions are float32; what is summed is summed in float64, so each number is rounded about once.

/**
 * Cholesky factors, some matrices in each block. A pivot of zero or less makes its column, and what follows, NaN.
 *
 * Arguments: matrices, factors, size, number of matrices, matrices per block.
 */
export function cholesky(args: usize, block: i32): void {
  const n = load<i32>(args, 8), perBlock = load<i32>(args, 16);
  const bytes = <usize>(n * n) << 2, row = <usize>n << 2;
  const last = min((block + 1) * perBlock, load<i32>(args, 12));
  for (let matrix = block * perBlock; matrix < last; matrix++) {
    const from = load<usize>(args) + <usize>matrix * bytes, to = load<usize>(args, 4) + <usize>matrix * bytes;
    for (let i = 0; i < n; i++) {
      const rowI = to + <usize>i * row;
      for (let j = 0; j <= i; j++) {
        const rowJ = to + <usize>j * row;
        let sum: f64 = load<f32>(from + <usize>i * row + (<usize>j << 2));
        for (let k: usize = 0; k < <usize>j << 2; k += 4) sum -= <f64>load<f32>(rowI + k) * <f64>load<f32>(rowJ + k);
        const divisor: f64 = i == j ? sqrt<f64>(sum) : <f64>load<f32>(rowJ + (<usize>j << 2));
        store<f32>(rowI + (<usize>j << 2), <f32>(sum / divisor));
      }
      for (let j = i + 1; j < n; j++) store<f32>(rowI + (<usize>j << 2), 0);
    }
  }
}

/**
 * Solutions of triangular systems by substitution, some systems in each block.
 *
 * Arguments: table of pointers to matrix and right side, solutions, size, columns, number of systems, systems per block, row
 * stride and column stride of the matrix in bytes, whether substitution begins at the last row, room, room per block.
 */
export function triangularSolve(args: usize, block: i32): void {
  const table = load<usize>(args), out = load<usize>(args, 4), n = load<i32>(args, 8), columns = load<i32>(args, 12), perBlock = load<i32>(args, 20);
  const rowStride = load<usize>(args, 24), columnStride = load<usize>(args, 28), backward = load<i32>(args, 32);
  const room = load<usize>(args, 36) + <usize>block * load<usize>(args, 40);
  const last = min((block + 1) * perBlock, load<i32>(args, 16));
  for (let system = block * perBlock; system < last; system++) {
    const a = load<usize>(table + (<usize>system << 3)), b = load<usize>(table + (<usize>system << 3), 4);
    solve(a, rowStride, columnStride, backward, b, out + (<usize>(system * n * columns) << 2), n, columns, room);
  }
}

function solve(a: usize, rowStride: usize, columnStride: usize, backward: i32, b: usize, x: usize, n: i32, columns: i32, room: usize): void {
  const row = <usize>columns << 2;
  for (let step = 0; step < n; step++) {
    const i = backward ? n - 1 - step : step;
    const rowI = a + <usize>i * rowStride;
    for (let c = 0; c < columns; c++) store<f64>(room + (<usize>c << 3), <f64>load<f32>(b + <usize>i * row + (<usize>c << 2)));
    for (let done = 0; done < step; done++) {
      const k = backward ? n - 1 - done : done;
      const factor = <f64>load<f32>(rowI + <usize>k * columnStride);
      // Zero times a solution that has overflowed would be NaN.
      if (factor != 0) subtractRow(room, factor, x + <usize>k * row, columns);
    }
    const pivot = <f64>load<f32>(rowI + <usize>i * columnStride);
    for (let c = 0; c < columns; c++) store<f32>(x + <usize>i * row + (<usize>c << 2), <f32>(load<f64>(room + (<usize>c << 3)) / pivot));
  }
}

/** Takes `factor` times a row from the sums. */
function subtractRow(sums: usize, factor: f64, row: usize, columns: i32): void {
  const factors = f64x2.splat(factor);
  let c = 0;
  for (; c + 2 <= columns; c += 2) {
    const values = f64x2.promote_low_f32x4(v128.load64_zero(row + (<usize>c << 2)));
    const at = sums + (<usize>c << 3);
    v128.store(at, f64x2.sub(v128.load(at), f64x2.mul(factors, values)));
  }
  if (c < columns) store<f64>(sums + (<usize>c << 3), load<f64>(sums + (<usize>c << 3)) - factor * <f64>load<f32>(row + (<usize>c << 2)));
}

/**
 * Inverses of lower triangular matrices; what stands above the diagonal is not read.
 *
 * Arguments: matrices, inverses, size, number of matrices, matrices per block, room, room per block.
 */
export function lowerTriangularInverse(args: usize, block: i32): void {
  const n = load<i32>(args, 8), perBlock = load<i32>(args, 16);
  const room = load<usize>(args, 20) + <usize>block * load<usize>(args, 24);
  const bytes = <usize>(n * n) << 2, row = <usize>n << 2;
  const last = min((block + 1) * perBlock, load<i32>(args, 12));
  for (let matrix = block * perBlock; matrix < last; matrix++) {
    const from = load<usize>(args) + <usize>matrix * bytes, to = load<usize>(args, 4) + <usize>matrix * bytes;
    for (let i = 0; i < n; i++) {
      const rowI = from + <usize>i * row, out = to + <usize>i * row;
      memory.fill(room, 0, <usize>i << 3);
      // Row k of the inverse ends at its diagonal.
      for (let k = 0; k < i; k++) subtractRow(room, <f64>load<f32>(rowI + (<usize>k << 2)), to + <usize>k * row, k + 1);
      const pivot = <f64>load<f32>(rowI + (<usize>i << 2));
      for (let j = 0; j < i; j++) store<f32>(out + (<usize>j << 2), <f32>(load<f64>(room + (<usize>j << 3)) / pivot));
      store<f32>(out + (<usize>i << 2), <f32>(1 / pivot));
      for (let j = i + 1; j < n; j++) store<f32>(out + (<usize>j << 2), 0);
    }
  }
}
