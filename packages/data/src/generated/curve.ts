import type { ControlPoint, Stroke } from "./glyphStrokes.js";

/**
 * A stroke as a polyline: x and y in turn.
 *
 * Between corners the curve is a cardinal spline, cubic Bézier pieces through the points p_i with tangents
 * (p_{i+1} − p_{i−1}) / 2 (Catmull and Rom, 1974); at open ends and corners the missing neighbour is the point itself.
 *
 * @param points - The points to go through: those of the stroke, moved.
 * @param pieces - Straight pieces for each stretch between two points.
 */
export function polyline(stroke: Stroke, points: ArrayLike<number>, pieces: number): number[] {
  const count = stroke.points.length;
  const closed = stroke.closed === true;
  const line: number[] = [points[0] as number, points[1] as number];
  const neighbour = (from: number, step: 1 | -1): number => {
    if ((stroke.points[from] as ControlPoint)[2] === "corner") return from;
    const next = from + step;
    if (next >= 0 && next < count) return next;
    return closed ? (next + count) % count : from;
  };
  const stretches = closed ? count : count - 1;
  for (let a = 0; a < stretches; a++) {
    const b = (a + 1) % count;
    const before = neighbour(a, -1);
    const after = neighbour(b, 1);
    for (let piece = 1; piece <= pieces; piece++) {
      const t = piece / pieces;
      for (const axis of [0, 1]) {
        const at = (point: number): number => points[2 * point + axis] as number;
        line.push(hermite(at(a), at(b), (at(b) - at(before)) / 2, (at(after) - at(a)) / 2, t));
      }
    }
  }
  return line;
}

/** The cubic from p to q with slopes m and n at its ends, at t in [0, 1]. */
function hermite(p: number, q: number, m: number, n: number, t: number): number {
  const rest = q - p;
  return p + t * (m + t * (3 * rest - 2 * m - n + t * (m + n - 2 * rest)));
}
