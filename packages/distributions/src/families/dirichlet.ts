import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { digammaOfPositive, digammaRemainder, isGreater, select, stirlingRemainder, tidy, withoutGradient, type NumericInput, type Shape } from "@variate/math";
import type { RandomKey } from "@variate/random";
import { arrayOf, positive, simplex } from "../constraints.js";
import type { HasCovariance, HasEntropy, HasMean, HasMode, HasVariance, Reparameterized } from "../distribution.js";
import { makeFamily } from "../family.js";
import { dirichletLogProb, logShares } from "./dirichletLogProb.js";
import { pathwiseLogGammas, representable, type HasLogDraws } from "./gammaFormulas.js";

export interface DirichletParameters {
  readonly concentration: NumericInput;
}

export interface Dirichlet
  extends Reparameterized<Tensor, readonly [number]>, HasLogDraws, HasMean, HasVariance, HasCovariance, HasMode, HasEntropy {
  readonly family: "dirichlet";
  readonly concentration: Tensor;
}

const constraints = { concentration: arrayOf(positive, 1) };

/**
 * Dirichlet distribution over probability vectors of length K.
 *
 *   log p(x) = Σ (aᵢ − 1) log xᵢ − Σ log Γ(aᵢ) + log Γ(n),   a = concentration, n = Σ aᵢ
 *   mean = a/n = m,   variance = m (1 − m)/(n + 1),   covariance = (diag(m) − m mᵀ)/(n + 1)
 *   entropy = Σ log Γ(aᵢ) − log Γ(n) − Σ (aᵢ − 1)(ψ(aᵢ) − ψ(n)), in nats
 *   mode ∝ max(aᵢ − 1, 0); where no concentration is above 1, the corner of the largest
 *
 * `rsampleLog(key, s)` is l − logSumExp(l) with l = `logGammaDraws(key, concentration, [...s, ...batchShape, K])`, and
 * `rsample` its exponential, entries at least 2⁻¹²⁶: small concentrations put much of the mass below, so use the
 * logarithms there. Gradients are pathwise through the implicit gradient of each gamma draw. Drawing reads the
 * concentration back from the device.
 *
 * @param parameters.concentration - a, shape [...batch, K]; positive.
 * @throws If `concentration` has no axis.
 *
 * Reference: Kotz, Balakrishnan and Johnson (2000), ch. 49; Figurnov, Mohamed and Mnih (2018).
 */
export function dirichlet(parameters: DirichletParameters): Dirichlet {
  const eventShape = ({ concentration }: { readonly concentration: Tensor }): readonly [number] => [concentration.shape.at(-1) as number];
  return makeFamily(
    { family: "dirichlet", constraints, parameters, support: simplex, eventShape },
    ({ concentration: a }, { batchShape, eventShape: [size] }) => {
      const whole = [...batchShape, size];
      const draws = (key: RandomKey, shape: Shape): Tensor => logShares(pathwiseLogGammas(key, a, whole, shape));
      const total = (): Tensor => tf.sum(a, -1, true);
      const mean = (): Tensor => tf.div(a, total());
      return {
        logProb: (x) => dirichletLogProb(x, a),
        rsample: (key: RandomKey, shape: number[]) => representable(draws(key, shape)),
        rsampleLog: (key: RandomKey, sampleShape: Shape = []) => tidy(() => draws(key, [...sampleShape, ...whole])),
        logSample: (key: RandomKey, sampleShape: Shape = []) => tidy(() => withoutGradient(() => draws(key, [...sampleShape, ...whole]))),
        mean,
        variance: () => {
          const m = mean();
          return tf.div(tf.mul(m, tf.sub(1, m)), tf.add(total(), 1));
        },
        covariance: () => {
          const m = mean();
          const row = tf.expandDims(m, -2);
          return tf.div(tf.sub(tf.mul(row, tf.eye(size)), tf.mul(row, tf.expandDims(m, -1))), tf.expandDims(tf.add(total(), 1), -1));
        },
        mode: () => {
          const excess = tf.maximum(tf.sub(a, 1), 0);
          const sum = tf.sum(excess, -1, true);
          const some = isGreater(sum, 0);
          const corner = withoutGradient(() => tf.cast(tf.equal(tf.expandDims(tf.argMax(a, -1), -1), tf.range(0, size, 1, "int32")), "float32"));
          return select(some, tf.div(excess, select(some, sum, 1)), corner);
        },
        entropy: () => {
          const n = total();
          // s(c) − c ρ(c): the remainders of log Γ and, weighted, of ψ; the logarithms have cancelled.
          const rest = (c: Tensor): Tensor => tf.sub(tf.sub(stirlingRemainder(c), tf.mul(c, digammaRemainder(c))), tf.mul(0.5, tf.log(c)));
          const own = tf.add(rest(a), tf.sub(digammaOfPositive(a), digammaOfPositive(n)));
          const constant = 0.5 * (size - 1) * (1 + Math.log(2 * Math.PI));
          return tf.add(tf.sub(tf.sum(own, -1), tf.squeeze(rest(n), [-1])), constant);
        },
      };
    },
  );
}
