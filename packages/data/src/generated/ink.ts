/**
 * Draws a polyline with a round pen into distances: `squared[p]` becomes the lesser of itself and the squared distance
 * from the centre of pixel p to the line. Pixels further than `reach` are left alone.
 *
 * @param line - x and y in turn, in pixels; pixel (0, 0) has its centre at (0.5, 0.5).
 * @param squared - [height, width], row-major; begin with Infinity.
 */
export function nearestInk(line: readonly number[], squared: Float32Array, width: number, height: number, reach: number): void {
  for (let i = 0; i + 3 < line.length; i += 2) {
    const [ax, ay, bx, by] = [line[i] as number, line[i + 1] as number, line[i + 2] as number, line[i + 3] as number];
    const dx = bx - ax;
    const dy = by - ay;
    const scale = dx * dx + dy * dy > 0 ? 1 / (dx * dx + dy * dy) : 0;
    const left = Math.max(0, Math.floor(Math.min(ax, bx) - reach));
    const right = Math.min(width - 1, Math.floor(Math.max(ax, bx) + reach));
    const top = Math.max(0, Math.floor(Math.min(ay, by) - reach));
    const bottom = Math.min(height - 1, Math.floor(Math.max(ay, by) + reach));
    for (let y = top; y <= bottom; y++) {
      for (let x = left; x <= right; x++) {
        const px = x + 0.5 - ax;
        const py = y + 0.5 - ay;
        const along = Math.min(1, Math.max(0, (px * dx + py * dy) * scale));
        const ex = px - along * dx;
        const ey = py - along * dy;
        const distance = ex * ex + ey * ey;
        const pixel = y * width + x;
        if (distance < (squared[pixel] as number)) squared[pixel] = distance;
      }
    }
  }
}

/**
 * Bytes of ink: full within the pen's radius, none beyond it, a ramp of `softness` pixels in between, which is the
 * antialiasing.
 *
 *   255 · clamp((radius − distance) / softness + 1/2, 0, 1)
 */
export function inkBytes(squared: Float32Array, radius: number, softness: number, into: Uint8Array): void {
  for (let i = 0; i < squared.length; i++) {
    const ink = (radius - Math.sqrt(squared[i] as number)) / softness + 0.5;
    into[i] = Math.round(255 * Math.min(1, Math.max(0, ink)));
  }
}
