import { klBernoulli } from "./bernoulli.js";
import { klNormal } from "./normal.js";
import type { KlRule, KlTable } from "./table.js";

/** The closed forms this package knows, one for each pair of `KlTable`. */
export const closedForms = {
  "bernoulli|bernoulli": klBernoulli,
  "normal|normal": klNormal,
} as unknown as Readonly<Record<keyof KlTable, KlRule>>;
