// Charts: options in, an SVG document out.
export { barChart, type BarChartOptions, type BarSeries } from "./charts/barChart.js";
export { heatmap, type HeatmapOptions } from "./charts/heatmap.js";
export { histogram, type HistogramOptions } from "./charts/histogram.js";
export { lineChart, type LineChartOptions, type LineSeries } from "./charts/lineChart.js";
export { scatterChart, type ScatterChartOptions } from "./charts/scatterChart.js";
export type { AxisOptions, ChartOptions, ReferenceLine } from "./charts/options.js";
export type { Numbers } from "./charts/series.js";

// Images: arrays of pixels in, PNG bytes or an SVG document around them out.
export { imageGrid, interleavedGrid, type ImageGridOptions, type InterleavedGridOptions } from "./images/imageGrid.js";
export { imageGridChart, type ImageGridChartOptions } from "./images/imageGridChart.js";
export { pngDataUri } from "./images/base64.js";
export type { ImageOptions } from "./images/pixels.js";

// Numbers as people read them.
export { formatBytes, formatDuration, formatNumber } from "./format/numbers.js";

// Pages: sections in, one self-contained HTML document out.
export { htmlReport } from "./page/htmlReport.js";
export type {
  Cell,
  CodePart,
  Column,
  FigurePart,
  FiguresPart,
  HeadingPart,
  Metric,
  MetricsPart,
  NotePart,
  ReportOptions,
  ReportPart,
  ReportSection,
  SettingsPart,
  TablePart,
  TextPart,
} from "./page/parts.js";
