import * as report from "@variate/report";
import type { Table } from "./harness.js";

const pixels = Array.from({ length: 32 }, (_, i) => i / 32);
const png = () => report.imageGrid({ images: pixels, height: 4, width: 4 });
const title = "leaks";

/** Nothing here knows tensors: pages are made of plain arrays. */
export const table: Table = {
  barChart: () => report.barChart({ title, values: [1, 2] }),
  heatmap: () => report.heatmap({ title, values: [1, 2, 3, 4], rows: 2, columns: 2 }),
  histogram: () => report.histogram({ title, values: [1, 2, 2] }),
  lineChart: () => report.lineChart({ title, series: [{ name: "bound", y: [1, 2] }] }),
  scatterChart: () => report.scatterChart({ title, points: [0, 0, 1, 1] }),
  imageGrid: png,
  imageGridChart: () => report.imageGridChart({ title, images: pixels, imageHeight: 4, imageWidth: 4, columns: 2 }),
  interleavedGrid: () => report.interleavedGrid({ sets: [pixels, pixels], height: 4, width: 4 }),
  pngDataUri: () => report.pngDataUri(png()),
  formatBytes: () => report.formatBytes(2048),
  formatDuration: () => report.formatDuration(90),
  formatNumber: () => report.formatNumber(-104.23),
  htmlReport: () =>
    report.htmlReport({ title, sections: [{ title, parts: [{ type: "figure", png: png(), alt: "images" }] }] }),
};
