/** A table of numbers with named rows and columns, row-major. */
export interface LabelledTable {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly data: Float64Array;
}

/**
 * Tab-separated numbers: a line of column names, then lines of a row name and one number for each column. The first
 * line may have an empty field for the column of names, or none.
 *
 * @throws If a line has another number of fields, or a field is no number.
 */
export function parseTable(text: string, separator = "\t"): LabelledTable {
  const [first = "", ...lines] = text.replace(/\r?\n$/, "").split(/\r?\n/);
  const width = (lines[0] ?? "").split(separator).length;
  const titles = first.split(separator);
  const columns = titles.length === width ? titles.slice(1) : titles;
  const rows: string[] = [];
  const data = new Float64Array(lines.length * columns.length);
  lines.forEach((line, i) => {
    const [name = "", ...fields] = line.split(separator);
    if (fields.length !== columns.length) {
      throw new Error(`parseTable: expected a name and ${columns.length} numbers on line ${i + 2}; got ${fields.length} after the name.`);
    }
    rows.push(name);
    fields.forEach((field, j) => {
      const value = field.trim() === "" ? NaN : Number(field);
      if (Number.isNaN(value)) throw new Error(`parseTable: expected a number for ${name}, ${columns[j]}; got ${JSON.stringify(field)}.`);
      data[i * columns.length + j] = value;
    });
  });
  return { rows, columns, data };
}
