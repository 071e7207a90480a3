/** Beta-binomial probabilities of 0 … n in double precision on the host, for counts too large to sum on the device. */
export interface HostTable {
  /** Running sums of the probabilities, and their logarithms. */
  readonly cdf: Float64Array;
  readonly logCdf: Float64Array;
  readonly entropy: number;
}

/** From p(k + 1) / p(k) = (n − k)(k + a) / ((k + 1)(n − k − 1 + b)), in logarithms. */
export function betaBinomialTable(n: number, a: number, b: number): HostTable {
  const logs = new Float64Array(n + 1);
  for (let k = 0; k < n; k++) {
    logs[k + 1] = (logs[k] as number) + Math.log((n - k) / (k + 1)) + Math.log(k + a) - Math.log(n - k - 1 + b);
  }
  const largest = logs.reduce((x, y) => Math.max(x, y), -Infinity);
  const logTotal = largest + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - largest), 0));
  const cdf = new Float64Array(n + 1);
  const logCdf = new Float64Array(n + 1);
  let sum = 0;
  let logSum = -Infinity;
  let entropy = 0;
  for (let k = 0; k <= n; k++) {
    const log = (logs[k] as number) - logTotal;
    const p = Math.exp(log);
    sum += p;
    entropy -= p * log;
    const high = Math.max(log, logSum);
    logSum = high + Math.log1p(Math.exp(Math.min(log, logSum) - high));
    cdf[k] = Math.min(sum, 1);
    logCdf[k] = Math.min(logSum, 0);
  }
  cdf[n] = 1;
  logCdf[n] = 0;
  return { cdf, logCdf, entropy };
}

/** The first k whose running sum reaches p to 3e-7. */
export function firstReaching(cdf: Float64Array, p: number): number {
  const target = p * (1 - 3e-7);
  let low = 0;
  let high = cdf.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cdf[middle] as number) >= target) high = middle;
    else low = middle + 1;
  }
  return low;
}
