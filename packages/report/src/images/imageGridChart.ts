import { image } from "@observablehq/plot";
import { labelTexts, placesUnder } from "../charts/bands.js";
import { layOut, svgDocument } from "../charts/layout.js";
import { axisTitle, chartSize, type AxisOptions, type ChartOptions } from "../charts/options.js";
import { drawPlot, xLabels, yLabels } from "../charts/plot.js";
import { expectation } from "../expect.js";
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

  const middle = (row: number): number => grid.place(row * grid.columns).y + imageHeight / 2;
  const step = (right - left) / grid.columns;
  const drawing = drawPlot({
    size,
    area,
    x: { type: "linear", domain: [0, grid.columns] },
    y: { type: "linear", domain: [grid.height, 0] },
    marks: [
      image([pngDataUri(paintGrid(caller, images, grid, undefined))], {
        src: (uri: string) => uri,
        frameAnchor: "middle",
        width: right - left,
        height: shown,
        imageRendering: "pixelated",
        preserveAspectRatio: "none",
      }),
      yLabels({ ticks: rowLabels.map((_, row) => middle(row)), labels: rowLabels }),
      columnLabels.length === 0 ? null : xLabels(placesUnder(columnLabels, step), false),
    ],
  });
  const description = `Grid of ${images.count} images in ${grid.rows} rows and ${grid.columns} columns.`;
  return svgDocument(options, size, description, layout.around(area), drawing);
}
