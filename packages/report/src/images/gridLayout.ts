import { describe, expectation, expectCount } from "../expect.js";

export interface GridLayout {
  /** Of the whole grid, in pixels. */
  readonly width: number;
  readonly height: number;
  readonly rows: number;
  readonly columns: number;
  readonly scale: number;
  /** Top left corner of image `index`. */
  place(index: number): { x: number; y: number };
}

/** Where each image goes, row by row from the top left. */
export function layOutGrid(
  caller: string,
  images: { readonly count: number; readonly height: number; readonly width: number },
  options: { readonly columns?: number; readonly gap?: number; readonly group?: number; readonly scale?: number },
): GridLayout {
  const scale = options.scale ?? 2;
  const gap = options.gap ?? 1;
  const columns = options.columns ?? Math.min(images.count, Math.ceil(Math.sqrt((images.count * images.height) / images.width)));
  const group = options.group ?? 1;
  expectCount(caller, "scale", scale, 64);
  expectCount(caller, "columns", columns);
  expectCount(caller, "group", group);
  if (!Number.isInteger(gap) || gap < 0 || gap > 1024) {
    throw expectation(caller, "gap to be a whole number from 0 to 1024", describe(gap));
  }
  const used = Math.min(columns, images.count);
  const rows = Math.ceil(images.count / used);
  const [cellWidth, cellHeight, space] = [images.width * scale, images.height * scale, gap * scale];
  // Between groups stands three times the gap, so that what belongs together is seen together.
  const left = (column: number): number => column * (cellWidth + space) + (group > 1 ? 2 * space * Math.floor(column / group) : 0);
  const top = (row: number): number => row * (cellHeight + (group > 1 ? 2 : 1) * space);
  return {
    width: left(used - 1) + cellWidth,
    height: top(rows - 1) + cellHeight,
    rows,
    columns: used,
    scale,
    place: (index) => ({ x: left(index % used), y: top(Math.floor(index / used)) }),
  };
}
