/** A paragraph or several, separated by empty lines. Plain text: nothing in it is markup. */
export interface TextPart {
  readonly type: "text";
  readonly text: string;
}

/** A heading inside a section. */
export interface HeadingPart {
  readonly type: "heading";
  readonly text: string;
}

/** A picture with a caption. Charts of this package stay live text; any other SVG is shown as an image, without scripts. */
export interface FigurePart {
  readonly type: "figure";
  /** An SVG document, or … */
  readonly svg?: string;
  /** … the bytes of a PNG. */
  readonly png?: Uint8Array;
  /** What the picture shows, for those who cannot see it. Needed unless the SVG is a chart, which describes itself. */
  readonly alt?: string;
  /** Under the picture. */
  readonly caption?: string;
}

/** Figures beside each other where the page is wide enough and the charts are at most 420 wide; 380 is best. */
export interface FiguresPart {
  readonly type: "figures";
  readonly figures: readonly Omit<FigurePart, "type">[];
}

/** What a table shows in one place: numbers are formatted, booleans are yes or no, and nothing is a dash. */
export type Cell = string | number | boolean | null | undefined;

/** Names and values in two columns: a run's configuration, an environment. */
export interface SettingsPart {
  readonly type: "settings";
  readonly entries: Readonly<Record<string, Cell>> | readonly (readonly [string, Cell])[];
  readonly caption?: string;
}

/** One column of a table. */
export interface Column {
  readonly label: string;
  readonly unit?: string;
  /** Significant digits of its numbers; default 4. */
  readonly digits?: number;
}

/** Rows of cells. Numbers are set to the right and formatted; strings stay as they are. */
export interface TablePart {
  readonly type: "table";
  readonly columns: readonly (string | Column)[];
  readonly rows: readonly (readonly Cell[])[];
  readonly caption?: string;
}

/** One figure that matters, with its name. */
export interface Metric {
  readonly label: string;
  readonly value: string | number;
  readonly unit?: string;
  /** One smaller line under the value: an uncertainty, a reference. */
  readonly detail?: string;
}

/** The few figures that matter, large. */
export interface MetricsPart {
  readonly type: "metrics";
  readonly metrics: readonly Metric[];
}

/** Text in a fixed-width face, its spaces and line ends kept: a command, a log. */
export interface CodePart {
  readonly type: "code";
  readonly text: string;
  readonly caption?: string;
}

/** A boxed remark; a warning says that something went wrong. */
export interface NotePart {
  readonly type: "note";
  readonly text: string;
  readonly tone?: "info" | "warning";
}

/** Whatever can stand in a section; `type` tells which. */
export type ReportPart =
  | TextPart
  | HeadingPart
  | FigurePart
  | FiguresPart
  | SettingsPart
  | TablePart
  | MetricsPart
  | CodePart
  | NotePart;

/** A headed part of the page; the table of contents lists its title. */
export interface ReportSection {
  readonly title: string;
  readonly parts: readonly ReportPart[];
}

/** A whole page. */
export interface ReportOptions {
  readonly title: string;
  /** Under the title: what was run, on what, when. */
  readonly subtitle?: string;
  readonly sections: readonly ReportSection[];
  /** The last line of the page. */
  readonly footer?: string;
  /** BCP 47 tag of the language the report is written in; default `"en"`. */
  readonly language?: string;
  /** Links to the sections at the top, or beside the text where there is room; by default from four sections on. */
  readonly contents?: boolean;
}
