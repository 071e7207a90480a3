import { readFileSync } from "node:fs";
import * as tf from "@tensorflow/tfjs-core";
import { describeOnBackends, expectClose, type Nested } from "@variate/testing";
import { expect, test } from "vitest";
import * as distributions from "../src/index.js";
import { hasKl, klDivergence, type Distribution } from "../src/index.js";

/**
 * Every case of `reference/distributions.json` (torch 1.13 and SciPy 1.10, float64) whose family this package exports.
 * A family that is added is picked up by its name; what the reference defines and the family lacks is a failure.
 */
interface Spec {
  readonly family: string;
  readonly params: Readonly<Record<string, Nested>> & { readonly component?: Spec };
  readonly component?: Spec;
}
interface Case extends Spec {
  readonly value: Nested;
  readonly extreme?: boolean;
  readonly gradient?: Readonly<Record<string, Nested>>;
  readonly [quantity: string]: unknown;
}
interface Pair {
  readonly p: Spec;
  readonly q: Spec;
  readonly kl: Nested;
}

const reference = JSON.parse(readFileSync(new URL("reference/distributions.json", import.meta.url), "utf8")) as {
  cases: Case[];
  kl: Pair[];
};

type Factory = (parameters: Record<string, unknown>) => Distribution;
const factoryName = (family: string): string => family.charAt(0).toLowerCase() + family.slice(1);
const factories = distributions as unknown as Record<string, Factory | undefined>;
const isHere = (spec: Spec): boolean => {
  const component = spec.params.component ?? spec.component;
  return factories[factoryName(spec.family)] !== undefined && (component === undefined || isHere(component));
};

function make(spec: Spec, inputs: Readonly<Record<string, unknown>> = {}): Distribution {
  const parameters: Record<string, unknown> = { ...spec.params, ...inputs };
  const component = spec.params.component ?? spec.component;
  if (component !== undefined) parameters["component"] = make(component);
  return (factories[factoryName(spec.family)] as Factory)(parameters);
}

/** Numbers and arrays as float32 tensors. */
const tensor = (value: Nested): tf.Tensor => tf.tensor(value as tf.TensorLike, undefined, "float32");

const MOMENTS = ["mean", "variance", "entropy"];
const QUANTITIES = ["logProb", ...MOMENTS, "cdf", "gradient"];
const cases = reference.cases.filter(isHere);
const pairs = reference.kl.filter(({ p, q }) => isHere(p) && isHere(q));

describeOnBackends("reference values", () => {
  let compared = 0;

  test.each(cases.map((row, i) => [`${row.family} ${i}${row.extreme ? ", extreme" : ""}`, row] as const))("%s", (_, row) => {
    tf.tidy(() => {
      const tolerance = { relative: row.extreme ? 1e-4 : 1e-5 };
      const d = make(row);
      const value = tensor(row.value);
      expectClose(d.logProb(value), row["logProb"] as Nested, tolerance, "logProb");
      compared++;
      for (const name of MOMENTS) {
        if (row[name] === undefined) continue;
        const moment = (d as unknown as Record<string, () => tf.Tensor>)[name];
        if (moment === undefined) throw new Error(`expected ${row.family} to have ${name}().`);
        expectClose(moment(), row[name] as Nested, tolerance, name);
        compared++;
      }
      if (row["cdf"] !== undefined) {
        const { cdf } = d as unknown as { cdf(value: tf.Tensor): tf.Tensor };
        expectClose(cdf(value), row["cdf"] as Nested, { absolute: 2e-6 }, "cdf");
        compared++;
      }
      if (row.gradient !== undefined) {
        compareGradients(row, value);
        compared++;
      }
    });
  });

  test.each(pairs.map((pair) => [`${pair.p.family}‖${pair.q.family}`, pair] as const))("KL %s", (_, { p, q, kl }) => {
    tf.tidy(() => expectClose(klDivergence(make(p), make(q) as never), kl));
  });

  test("every quantity of every family here was compared", () => {
    const defined = cases.flatMap((row) => QUANTITIES.filter((name) => row[name] !== undefined));
    expect(compared).toBe(defined.length);
    expect(compared).toBeGreaterThanOrEqual(162);
    expect(pairs.length).toBeGreaterThanOrEqual(12);
    tf.tidy(() => {
      for (const { p, q } of pairs) expect(hasKl(make(p), make(q))).toBe(true);
    });
  });
});

/** d Σ logProb / d parameter and value, each against the reference. */
function compareGradients(row: Case, value: tf.Tensor): void {
  const wanted = Object.entries(row.gradient ?? {});
  const inputs = wanted.map(([name]) => (name === "value" ? value : tensor(row.params[name] as Nested)));
  const total = (...given: tf.Tensor[]): tf.Scalar => {
    const named = Object.fromEntries(wanted.map(([name], i) => [name, given[i]]));
    const { value: at = value, ...parameters } = named;
    return tf.sum(make(row, parameters).logProb(at as tf.Tensor)) as tf.Scalar;
  };
  const gradients = tf.grads(total)(inputs);
  wanted.forEach(([name, want], i) => {
    expectClose(gradients[i] as tf.Tensor, want, { relative: row.extreme ? 1e-4 : 2e-5 }, `gradient in ${name}`);
  });
}
