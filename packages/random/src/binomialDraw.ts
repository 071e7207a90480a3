import { deviance, stirlingError } from "./deviance.js";
import { nextUniform, type DrawStream } from "./drawStream.js";

/**
 * One binomial draw, defined at `binomialDraws`; NaN if a parameter is illegal.
 *
 * @param success - Probability of success.
 * @param failure - 1 − success, given apart so that neither loses digits.
 */
export function binomial(stream: DrawStream, totalCount: number, success: number, failure: number): number {
  if (!(totalCount >= 0 && Number.isInteger(totalCount) && success >= 0 && failure >= 0)) return NaN;
  return success <= failure ? successes(stream, totalCount, success) : totalCount - successes(stream, totalCount, failure);
}

function successes(stream: DrawStream, totalCount: number, p: number): number {
  if (totalCount === 0 || p === 0) return 0;
  return totalCount * p < 10 ? countUp(stream, totalCount, p) : transformedRejection(stream, totalCount, p);
}

function countUp(stream: DrawStream, totalCount: number, p: number): number {
  const odds = p / (1 - p);
  let u = nextUniform(stream);
  let mass = Math.exp(totalCount * Math.log1p(-p));
  // Above the mode a mass below 2^-60 is lost in the rounding of u: nothing is left to count.
  for (let n = 0; ; n++) {
    if (u <= mass || n === totalCount || (mass < 2 ** -60 && n > totalCount * p)) return n;
    u -= mass;
    mass *= ((totalCount - n) / (n + 1)) * odds;
  }
}

function transformedRejection(stream: DrawStream, totalCount: number, p: number): number {
  const mean = totalCount * p;
  const deviation = Math.sqrt(mean * (1 - p));
  const b = 1.15 + 2.53 * deviation;
  const a = -0.0873 + 0.0248 * b + 0.01 * p;
  const alpha = (2.83 + 5.1 / b) * deviation;
  const squeeze = 0.92 - 4.2 / b;
  let atMode = NaN;
  for (;;) {
    const u = nextUniform(stream) - 0.5;
    const v = nextUniform(stream);
    const edge = 0.5 - Math.abs(u);
    const n = Math.floor(((2 * a) / edge + b) * u + mean + 0.5);
    if (edge >= 0.07 && v <= squeeze) return n;
    if (n < 0 || n > totalCount) continue;
    if (Number.isNaN(atMode)) atMode = logBinomialMass(Math.floor(mean + p), totalCount, p);
    if (Math.log((v * alpha) / (a / (edge * edge) + b)) <= logBinomialMass(n, totalCount, p) - atMode) return n;
  }
}

/** log of the binomial probability of n, less what depends on `totalCount` alone, without a difference of large terms. */
function logBinomialMass(n: number, totalCount: number, p: number): number {
  const excess = n - totalCount * p;
  const rest = totalCount - n;
  const exponent = deviance(n, totalCount * p, excess) + deviance(rest, totalCount * (1 - p), -excess);
  return -exponent - stirlingError(n) - stirlingError(rest) - 0.5 * (logFactor(n) + logFactor(rest));
}

// √(2π n) of Stirling's formula; 0! takes none.
const logFactor = (n: number): number => (n === 0 ? 0 : Math.log(2 * Math.PI * n));
