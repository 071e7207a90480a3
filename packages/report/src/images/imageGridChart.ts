import { layOut, leftAxis, svgDocument } from "../charts/layout.js";
import { bandAxis, labelTexts } from "../charts/bands.js";
import { axisTitle, chartSize, type AxisOptions, type ChartOptions } from "../charts/options.js";
import { expectation } from "../expect.js";
import { element } from "../markup/element.js";
import { pngDataUri } from "./base64.js";
import { layOutGrid } from "./gridLayout.js";
import { paintGrid } from "./imageGrid.js";
import { readImages, type ImageOptions } from "./pixels.js";

export interface ImageGridChartOptions extends Omit<ChartOptions, "height">, Omit<ImageOptions, "height" | "width"> {
  /** Of one image, in pixels. */
  readonly imageHeight: number;
  readonly imageWidth: number;
  /** Images per row. */
  readonly columns: number;
  /** Pixels between images; default 1. */
  readonly gap?: number;
  /** One per row: the latent that is traversed, the value of z₂. */
  readonly rowLabels?: readonly (string | number)[];
  /** One per column: the position on the traversal, the value of z₁. */
  readonly columnLabels?: readonly (string | number)[];
  readonly x?: Pick<AxisOptions, "label" | "unit">;
  readonly y?: Pick<AxisOptions, "label" | "unit">;
}

/**
 * An image grid with names on its rows and columns: an SVG document around a PNG. For latent traversals and the
 * manifold of a 2-D latent space.
 *
 * @throws As `imageGrid` does, and if there is not one label per row or column.
 */
export function imageGridChart(options: ImageGridChartOptions): string {
  const caller = "imageGridChart";
  const { imageHeight, imageWidth } = options;
  const images = readImages(caller, { ...options, height: imageHeight, width: imageWidth });
  const grid = layOutGrid(caller, images, { columns: options.columns, gap: options.gap ?? 1, scale: 1 });
  const labels = (name: "rowLabels" | "columnLabels", count: number): string[] => {
    const given = options[name];
    if (given !== undefined && given.length !== count) throw expectation(caller, `${count} ${name}`, `${given.length}`);
    return labelTexts(given ?? []);
  };
  const rowLabels = labels("rowLabels", grid.rows);
  const columnLabels = labels("columnLabels", grid.columns);

  const { width } = chartSize(caller, { title: options.title, ...(options.width && { width: options.width }) }, 320);
  const surroundings = {
    xTitle: axisTitle(options.x),
    yTitle: axisTitle(options.y),
    xLabelHeight: columnLabels.length > 0 ? 18 : 4,
  };
  // The heading takes the same room at any height, so a first layout tells how high the picture will be.
  const trial = layOut(options, { width, height: 4096 }, surroundings);
  const { left, right } = trial.area(rowLabels);
  const shown = ((right - left) * grid.height) / grid.width;
  const size = { width, height: Math.round(4096 - (trial.bottom - trial.top) + shown) };
  const layout = layOut(options, size, surroundings);
  const area = { left, right, top: layout.top, bottom: layout.top + shown };

  const unit = shown / grid.height;
  const rows = rowLabels.map((label, row) => ({
    at: area.top + (grid.place(row * grid.columns).y + imageHeight / 2) * unit,
    label,
  }));
  return svgDocument(
    options,
    size,
    `Grid of ${images.count} images in ${grid.rows} rows and ${grid.columns} columns.`,
    layout.around(area),
    leftAxis(area, rows, false),
    element("image", {
      x: left,
      y: area.top,
      width: right - left,
      height: shown,
      href: pngDataUri(paintGrid(caller, images, grid, undefined)),
      "image-rendering": "pixelated",
      preserveAspectRatio: "none",
    }),
    ...(columnLabels.length > 0 ? [bandAxis(left, right, columnLabels).draw(area)] : []),
  );
}
