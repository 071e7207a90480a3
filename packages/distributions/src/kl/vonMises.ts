import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { logScaledBesselI, versine } from "@variate/math";
import type { KlRule, With } from "./table.js";

/**
 * KL(vonMises‖vonMises) = log(I₀(κ_q)/I₀(κ_p)) + A(κ_p) (κ_p − κ_q cos d),   d = loc_p − loc_q, A = I₁/I₀
 *
 * evaluated from i(κ) = log I₀(κ) − κ and v = 1 − A(κ_p), which keep their digits for large κ:
 *
 *   i(κ_q) − i(κ_p) + (κ_q − κ_p) v + κ_q (1 − v) (1 − cos d)
 *
 * Reference: Mardia and Jupp (2000), §3.5.4.
 */
export const klVonMises: KlRule<With<"loc" | "concentration"> & { circularVariance(): Tensor }, With<"loc" | "concentration">> = (p, q) => {
  const [own, other] = [p.concentration, q.concentration];
  const v = p.circularVariance();
  const ofAngles = tf.mul(other, tf.mul(tf.sub(1, v), versine(p.loc, q.loc)));
  const ofBessels = tf.sub(logScaledBesselI(0, other), logScaledBesselI(0, own));
  return tf.add(tf.add(ofBessels, tf.mul(tf.sub(other, own), v)), ofAngles);
};
