/**
 * Running Σ w and Σ w² of importance weights known by their logarithms, one pair per example, in float64.
 *
 * Sums are kept relative to the largest weight so far, max, as Σ exp(log w − max) and Σ exp(2 (log w − max)), so
 * that nothing overflows and the largest weight is never lost.
 */
export class LogWeightSums {
  count = 0;
  readonly max: Float64Array;
  readonly sum: Float64Array;
  readonly sumOfSquares: Float64Array;

  constructor(readonly examples: number) {
    this.max = new Float64Array(examples).fill(-Infinity);
    this.sum = new Float64Array(examples);
    this.sumOfSquares = new Float64Array(examples);
  }

  /** Takes log weights of shape [draws, examples], row-major. */
  add(logWeights: ArrayLike<number>): void {
    const draws = logWeights.length / this.examples;
    for (let draw = 0; draw < draws; draw++) {
      for (let example = 0; example < this.examples; example++) {
        this.addOne(example, logWeights[draw * this.examples + example] as number);
      }
    }
    this.count += draws;
  }

  private addOne(example: number, logWeight: number): void {
    const max = this.max[example] as number;
    // A weight of zero adds nothing; against a maximum of zero weight it would add exp(−∞ + ∞).
    if (logWeight === -Infinity) return;
    if (!(logWeight <= max)) {
      const shrink = Math.exp(max - logWeight);
      this.max[example] = logWeight;
      this.sum[example] = (this.sum[example] as number) * shrink + 1;
      this.sumOfSquares[example] = (this.sumOfSquares[example] as number) * shrink * shrink + 1;
    } else {
      const weight = Math.exp(logWeight - max);
      (this.sum[example] as number) += weight;
      (this.sumOfSquares[example] as number) += weight * weight;
    }
  }

  /** log mean(w), its standard error by the delta method, and (Σ w)² / Σ w². All weights zero give −∞, NaN and 0. */
  estimates(): { logEvidence: Float64Array; standardError: Float64Array; effectiveSampleSize: Float64Array } {
    const logEvidence = new Float64Array(this.examples);
    const standardError = new Float64Array(this.examples);
    const effectiveSampleSize = new Float64Array(this.examples);
    for (let i = 0; i < this.examples; i++) {
      const sum = this.sum[i] as number;
      const squares = this.sumOfSquares[i] as number;
      logEvidence[i] = (this.max[i] as number) + Math.log(sum / this.count);
      effectiveSampleSize[i] = sum === 0 ? 0 : (sum * sum) / squares;
      // Var(mean w) / mean(w)² with the unbiased sample variance; one draw says nothing about its own error.
      const relativeVariance = ((this.count * squares) / (sum * sum) - 1) / (this.count - 1);
      standardError[i] = Math.sqrt(Math.max(0, relativeVariance));
    }
    return { logEvidence, standardError, effectiveSampleSize };
  }
}
