import { readFileSync } from "node:fs";
import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import * as distributions from "../../src/index.js";
import { binomial, gamma, hasKl, klDivergence, poisson, transformed, truncated, uniform, type Distribution } from "../../src/index.js";
import { exp } from "../../src/bijectors/index.js";
import { closedForms } from "../../src/kl/closedForms.js";
import { infinite } from "../../src/kl/infinite.js";

const text = (path: string): string => readFileSync(new URL(path, import.meta.url), "utf8");
const isHere = (pair: string): boolean => pair.split("|").every((family) => family in distributions);
const finite = Object.entries(closedForms)
  .filter(([pair, rule]) => rule !== infinite && isHere(pair))
  .map(([pair]) => pair)
  .sort();
const general = (p: Distribution, q: Distribution): tf.Tensor => klDivergence(p, q);

test("the README lists every pair with a closed form, and no other", () => {
  const readme = text("../../README.md");
  const header = "| p | q |";
  const lines = readme.slice(readme.indexOf(header)).split("\n").slice(2);
  const listed = lines.slice(0, lines.findIndex((line) => !line.startsWith("|"))).flatMap((line) => {
    const [ps, qs] = line.split("|").slice(1, 3) as [string, string];
    const names = (cell: string): string[] => [...cell.matchAll(/`(\w+)`/g)].map((match) => match[1] as string);
    return names(ps).flatMap((p) => [...names(qs), ...(qs.includes("itself") ? [p] : [])].map((q) => `${p}|${q}`));
  });
  expect(listed.filter(isHere).sort()).toEqual(finite);
});

test("every pair with a closed form has reference values", () => {
  type Side = string | { readonly family: string };
  const rows = ["klPairs", "klVectors", "kl"].flatMap((file) => {
    const { groups, rows: own } = JSON.parse(text(`../reference/${file}.json`)) as Record<"groups" | "rows", { p: Side; q: Side }[] | undefined>;
    return groups ?? own ?? [];
  });
  const nameOf = (side: Side): string => (typeof side === "string" ? side : side.family);
  const referenced = new Set([...rows.map(({ p, q }) => `${nameOf(p)}|${nameOf(q)}`), ...BY_FORMULA]);
  expect(finite.filter((pair) => !referenced.has(pair))).toEqual([]);
});

/** Pairs whose divergence is a formula in a test of its own. */
const BY_FORMULA = [
  "bernoulli|binomial", "bernoulli|negativeBinomial", ...["bernoulli", "binomial", "categorical", "deterministic", "geometric", "negativeBinomial", "poisson"].map((q) => `deterministic|${q}`), "discreteUniform|discreteUniform",
  "bernoulli|straightThroughBernoulli", "straightThroughBernoulli|bernoulli", "straightThroughBernoulli|straightThroughBernoulli",
  "oneHotCategorical|straightThroughOneHotCategorical", "straightThroughOneHotCategorical|oneHotCategorical",
  "straightThroughOneHotCategorical|straightThroughOneHotCategorical", "sphericalUniform|sphericalUniform", "uniform|pareto", "uniform|uniform",
];

const numbers: Readonly<Record<string, object>> = {
  beta: { concentration1: 2, concentration0: 3 }, bernoulli: { probs: 0.5 }, binomial: { totalCount: 3, probs: 0.5 },
  categorical: { probs: [1, 1] }, cauchy: { loc: 0, scale: 1 }, continuousBernoulli: { logits: 1 },
  dirichlet: { concentration: [1, 1] }, exponential: { rate: 1 }, gamma: { concentration: 1, rate: 1 }, geometric: { probs: 0.5 },
  gumbel: { loc: 0, scale: 1 }, halfNormal: { scale: 1 }, laplace: { loc: 0, scale: 1 },
  lowRankMultivariateNormal: { loc: [0, 0], covFactor: [[1], [1]], covDiag: [1, 1] },
  multivariateNormal: { loc: [0, 0], scaleTril: [[1, 0], [0, 1]] }, normal: { loc: 0, scale: 1 },
  oneHotCategorical: { probs: [1, 1] }, pareto: { scale: 0.125, alpha: 3 }, poisson: { rate: 1 }, uniform: { low: 0.25, high: 0.75 },
};

// `sorted((p.__name__, q.__name__) for p, q in torch.distributions.kl._KL_REGISTRY)` of torch 2.13, less combinators.
const TORCH = `bernoulli|bernoulli bernoulli|poisson beta|beta beta|continuousBernoulli beta|exponential beta|gamma beta|normal
  beta|pareto beta|uniform binomial|binomial categorical|categorical cauchy|cauchy continuousBernoulli|continuousBernoulli
  continuousBernoulli|exponential continuousBernoulli|normal continuousBernoulli|pareto continuousBernoulli|uniform
  dirichlet|dirichlet exponential|beta exponential|continuousBernoulli exponential|exponential exponential|gamma
  exponential|gumbel exponential|normal exponential|pareto exponential|uniform gamma|beta gamma|continuousBernoulli
  gamma|exponential gamma|gamma gamma|gumbel gamma|normal gamma|pareto gamma|uniform geometric|geometric gumbel|beta
  gumbel|continuousBernoulli gumbel|exponential gumbel|gamma gumbel|gumbel gumbel|normal gumbel|pareto gumbel|uniform
  halfNormal|halfNormal laplace|beta laplace|continuousBernoulli laplace|exponential laplace|gamma laplace|laplace
  laplace|normal laplace|pareto laplace|uniform lowRankMultivariateNormal|lowRankMultivariateNormal
  lowRankMultivariateNormal|multivariateNormal multivariateNormal|lowRankMultivariateNormal
  multivariateNormal|multivariateNormal normal|beta normal|continuousBernoulli normal|exponential normal|gamma normal|gumbel
  normal|laplace normal|normal normal|pareto normal|uniform oneHotCategorical|oneHotCategorical pareto|beta
  pareto|continuousBernoulli pareto|exponential pareto|gamma pareto|normal pareto|pareto pareto|uniform poisson|bernoulli
  poisson|binomial poisson|poisson uniform|beta uniform|continuousBernoulli uniform|exponential uniform|gamma uniform|gumbel
  uniform|normal uniform|pareto uniform|uniform`.split(/\s+/);

test("every pair of torch.distributions has a divergence", () => {
  const make = (family: string): Distribution => (distributions as unknown as Record<string, (parameters: object) => Distribution>)[family]!(numbers[family] as object);
  for (const pair of TORCH) {
    const [p, q] = pair.split("|") as [string, string];
    tf.tidy(() => {
      const [value] = general(make(p), q === "uniform" ? uniform({ low: -1, high: 2 }) : make(q)).dataSync();
      expect(value, pair).toBeGreaterThanOrEqual(-2e-6);
      expect(Number.isFinite(value), pair).toBe(finite.includes(pair));
    });
  }
});

test("a support that passes that of q is an infinite divergence, whatever the families", () => {
  tf.tidy(() => {
    const lengths = gamma({ concentration: [1, 2], rate: 1 });
    expect([...general(distributions.cauchy({ loc: 0, scale: 1 }), lengths).dataSync()]).toEqual([Infinity, Infinity]);
    expect([...general(lengths, distributions.kumaraswamy({ concentration1: 2, concentration0: 2 })).dataSync()]).toEqual([Infinity, Infinity]);
    expect([...general(poisson({ rate: 2 }), binomial({ totalCount: [3, 4], probs: 0.5 })).dataSync()]).toEqual([Infinity, Infinity]);
    // Bounds on the device are not read; and what a combinator keeps of a support is not known.
    expect(hasKl(uniform({ low: 0, high: 2 }), distributions.kumaraswamy({ concentration1: 2, concentration0: 2 }))).toBe(false);
    expect(hasKl(truncated(distributions.normal({ loc: 0, scale: 1 }), { low: 0 }), lengths)).toBe(false);
    expect(hasKl(transformed(distributions.normal({ loc: 0, scale: 1 }), exp), lengths)).toBe(false);
    // No divergence between masses and densities.
    expect(hasKl(poisson({ rate: 2 }), lengths)).toBe(false);
  });
});
