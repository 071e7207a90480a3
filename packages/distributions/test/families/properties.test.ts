import * as tf from "@tensorflow/tfjs-core";
import { broadcastShapes } from "@variate/math";
import { randomKey } from "@variate/random";
import { describeOnBackends, type Nested } from "@variate/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { checkParameters, checkValue, type Constraint, type Distribution } from "../../src/index.js";
import { gradientsOf, remake, tensorOf, tensorsOf } from "./agreement.js";
import { capabilities, settingsOf } from "./conformance.js";
import { readReference } from "./referenceFile.js";
import type { FamilyRow } from "./row.js";
import { FAMILIES } from "./table/index.js";

/**
 * What must hold of every family at any legal parameters, from 1e-30 to 1e30: shapes broadcast, nothing is NaN, what lies
 * outside the support has density 0, draws lie inside it, and gradients are no NaN. That the values are the right ones is
 * what the reference files hold, their cases marked extreme among them.
 */
const RUNS = { seed: 20, numRuns: 25, endOnFailure: true } as const;
const KEY = randomKey(4);
const asked = process.env["VARIATE_FAMILY"]?.split(",");
const rows = FAMILIES.filter(({ family }) => asked === undefined || asked.includes(family));

const ordinary = fc.double({ min: -8, max: 8, noNaN: true }).map(Math.fround);
const magnitude = fc.oneof(
  { weight: 3, arbitrary: fc.double({ min: -3, max: 3, noNaN: true }).map((e) => Math.fround(10 ** e)) },
  { weight: 1, arbitrary: fc.constantFrom(1e-30, 1e-10, 1e-3, 1, 1e3, 1e6, 1e10, 1e30).map(Math.fround) },
);
const signed = fc.oneof(ordinary, fc.constantFrom(0, 100, -100), fc.tuple(magnitude, fc.boolean()).map(([x, minus]) => (minus ? -x : x)));
const share = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }).map(Math.fround), fc.constantFrom(0, 1, 0.5, Math.fround(1e-30), 1 - 2 ** -24));
const count = fc.oneof(fc.nat(30), fc.constantFrom(0, 1, 2, 1000, 1e6));

/** Scalars that a constraint admits; undefined where the reference's own values are taken instead. */
function scalarsOf(constraint: Constraint): fc.Arbitrary<number> | undefined {
  const scalars: Readonly<Record<string, fc.Arbitrary<number>>> = {
    real: signed,
    positive: magnitude,
    nonNegative: fc.oneof(magnitude, fc.constant(0)),
    unitInterval: share,
    openUnitInterval: share.filter((x) => x > 0 && x < 1),
    nonNegativeInteger: count,
    positiveInteger: count.map((x) => x + 1),
    circle: fc.double({ min: -3.14, max: 3.14, noNaN: true }).map(Math.fround),
  };
  const bound = constraint as { readonly low?: unknown };
  if (constraint.name === "greaterThan" && typeof bound.low === "number") return magnitude.map((x) => Math.fround((bound.low as number) + x));
  return scalars[constraint.name];
}

/** Parameters of one distribution: any that the constraints admit, for those that are scalars. */
function settings(row: FamilyRow): fc.Arbitrary<Readonly<Record<string, Nested>>> {
  const base = settingsOf(row, readReference(row.family))[0] as Readonly<Record<string, Nested>>;
  const constraints = tf.tidy(() => ({ ...remake(row, tensorsOf(row, base)).parameterConstraints }) as never) as Readonly<Record<string, Constraint>>;
  const fields = Object.entries(base).map(([name, value]) => {
    const constraint = constraints[name];
    const arbitrary = row.plain?.includes(name) || constraint === undefined || constraint.eventRank > 0 ? undefined : scalarsOf(constraint);
    return [name, (arbitrary ?? fc.constant(value)) as fc.Arbitrary<Nested>] as const;
  });
  return fc.record(Object.fromEntries(fields)) as fc.Arbitrary<Readonly<Record<string, Nested>>>;
}

/** Whether parameters that depend on one another are legal together, as a bound above another. */
function legal(d: Distribution): boolean {
  try {
    checkParameters(d);
    return true;
  } catch {
    return false;
  }
}

function expectNoNaN(x: tf.Tensor, label: string): void {
  const at = x.dataSync().findIndex((v) => Number.isNaN(v));
  if (at >= 0) throw new Error(`${label} is NaN at element ${at}.`);
}

const EDGES = [-1e30, -100, -1, -1e-30, 0, 1e-30, 0.25, 0.5, 1, 2, 3, 100, 1e10, 1e30].map(Math.fround);

describeOnBackends("any legal parameters", () => {
  test.each(rows.map((row) => [row.family, row] as const))("%s: no result is NaN, and values off the support have density 0", (_, row) => {
    fc.assert(
      fc.property(settings(row), (chosen) => {
        tf.tidy(() => {
          const parameters = tensorsOf(row, chosen);
          const d = remake(row, parameters);
          if (!legal(d)) return;
          const { mean, variance, mode, entropy, cdf, logCdf, quantile } = capabilities(d);
          for (const [name, moment] of Object.entries({ mean, variance, mode, entropy })) {
            if (moment !== undefined && !row.mayBeUndefined?.includes(name)) expectNoNaN(moment(), `${d.family}.${name}()`);
          }
          const draws = tf.cast(d.sample(KEY, [6]), "float32");
          expectNoNaN(draws, `${d.family}.sample`);
          checkValue(d, draws);
          const values = d.eventShape.length === 0 ? tf.concat([draws, tensorOf(EDGES)]) : draws;
          const scores = d.logProb(values);
          expectNoNaN(scores, `${d.family}.logProb of ${JSON.stringify(values.arraySync())}`);
          if (d.eventShape.length === 0 && row.scoresBeyondSupport !== true) {
            // The ends of a support may have a density whether or not they belong to it.
            const near = [1 - 1e-6, 1, 1 + 1e-6].map((factor) => d.support.contains(tf.add(tf.mul(values, factor), (factor - 1) * 1e-30)).dataSync());
            scores.dataSync().forEach((score, i) => {
              if (near.every((inside) => !inside[i])) expect(score, `log density at ${values.dataSync()[i]}, off the support`).toBe(-Infinity);
            });
          }
          if (cdf !== undefined && logCdf !== undefined) {
            const p = cdf(values);
            expectNoNaN(p, `${d.family}.cdf`);
            expectNoNaN(logCdf(values), `${d.family}.logCdf`);
            const [least, most] = [Math.min(...p.dataSync()), Math.max(...p.dataSync())];
            expect(least).toBeGreaterThanOrEqual(0);
            expect(most).toBeLessThanOrEqual(1 + 1e-6);
          }
          if (quantile !== undefined) expectNoNaN(quantile(tensorOf([0, Math.fround(1e-30), 0.001, 0.5, 0.999, 1])), `${d.family}.quantile`);
        });
      }),
      RUNS,
    );
  });

  test.each(rows.map((row) => [row.family, row] as const))("%s: no gradient of a finite log density is NaN", (_, row) => {
    fc.assert(
      fc.property(settings(row), (chosen) => {
        tf.tidy(() => {
          const parameters = tensorsOf(row, chosen);
          const d = remake(row, parameters);
          if (!legal(d)) return;
          const draws = tf.cast(d.sample(KEY, [4]), "float32");
          const candidates = d.eventShape.length === 0 ? tf.concat([draws, tensorOf(EDGES)]) : draws;
          // Values off the support stay: their gradient is 0. Of those on it, whose log density is infinite is left out.
          const inside = d.support.contains(candidates).dataSync();
          const finite = d.logProb(candidates).dataSync().map((score, i) => (Number.isFinite(score) || (score < 0 && !inside[i]) ? i : -1)).filter((i) => i >= 0);
          const values = tf.gather(candidates, tf.tensor1d([...finite], "int32"));
          const names = Object.keys(parameters).filter((name) => !row.plain?.includes(name) && !row.constants?.includes(name));
          const all = d.support.discrete ? names : [...names, "value"];
          if (all.length === 0) return;
          const gradients = gradientsOf(row, "logProb", parameters, values, all);
          for (const name of all) expectNoNaN(gradients[name] as tf.Tensor, `gradient of ${d.family}.logProb in ${name}, at ${JSON.stringify(values.arraySync())}`);
        });
      }),
      RUNS,
    );
  });

  test.each(rows.map((row) => [row.family, row] as const))("%s: parameters broadcast, and so do values and draws", (_, row) => {
    const base = settingsOf(row, readReference(row.family))[0] as Readonly<Record<string, Nested>>;
    const axis = fc.constantFrom(1, 2, 3, 0);
    const shape = fc.tuple(fc.array(axis, { maxLength: 2 }), fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }));
    fc.assert(
      fc.property(shape, fc.array(fc.constantFrom(1, 2), { maxLength: 2 }), ([batch, choices], sampleShape) => {
        tf.tidy(() => {
          const own = tensorsOf(row, base);
          const first = remake(row, own);
          // Each parameter gets the batch with some of its axes 1, or fewer axes of it.
          const shapes: Record<string, number[]> = {};
          const wide = Object.fromEntries(
            Object.entries(own).map(([name, x], i) => {
              if (row.plain?.includes(name)) return [name, x];
              const part = batch.slice(choices[i] && batch.length > 1 ? 1 : 0).map((size, k) => (choices[(i + k + 3) % 8] ? size : 1));
              shapes[name] = part;
              return [name, tf.tile(tf.reshape(x, [...part.map(() => 1), ...x.shape]), [...part, ...x.shape.map(() => 1)])];
            }),
          );
          const d = remake(row, wide);
          const want = broadcastShapes("test", shapes);
          expect(d.batchShape).toEqual(want);
          expect(d.eventShape).toEqual(first.eventShape);
          const draws = d.sample(KEY, sampleShape);
          expect(draws.shape).toEqual([...sampleShape, ...want, ...d.eventShape]);
          expect(d.logProb(draws).shape).toEqual([...sampleShape, ...want]);
          const { mean, cdf } = capabilities(d);
          if (mean !== undefined) expect(mean().shape).toEqual([...want, ...d.eventShape]);
          if (cdf !== undefined) expect(cdf(draws).shape).toEqual([...sampleShape, ...want]);
        });
      }),
      RUNS,
    );
  });
});
