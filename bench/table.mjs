export function median(times) {
  const sorted = times.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * One line for each row: median and fastest time, the median over that of the baseline, and what share of the machine's
 * peak, one core's times the row's threads, the arithmetic of the median comes to.
 */
export function printTable(title, rows, { flop, peak, baseline }) {
  const width = Math.max(...rows.map(({ name }) => name.length)) + 2;
  console.log(title);
  console.log(["".padEnd(width), "median ms", "fastest ms", ...(baseline ? [" ratio"] : []), "GFLOP/s", "of peak", ...(baseline ? ["last loss"] : [])].join("  "));
  for (const row of rows) {
    const time = median(row.times);
    const rate = (row.flop ?? flop) / time / 1e6;
    const cells = [
      row.name.padEnd(width), time.toFixed(3).padStart(9), Math.min(...row.times).toFixed(3).padStart(10),
      ...(baseline ? [(time / median(baseline.times)).toFixed(2).padStart(6)] : []),
      rate.toFixed(1).padStart(7), `${((100 * rate) / peak / row.threads).toFixed(0)} %`.padStart(7),
      ...(baseline ? [row.loss.toFixed(2).padStart(9)] : []),
    ];
    console.log(cells.join("  ") + (row.version === undefined ? "" : `  ${row.version}`));
  }
  console.log("");
}
