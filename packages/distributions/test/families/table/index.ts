import type { FamilyRow } from "../row.js";
import { continuous } from "./continuous.js";
import { gammas } from "./gamma.js";
import { line } from "./line.js";
import { multivariate } from "./multivariate.js";

/** Every family of the package. */
export const FAMILIES: readonly FamilyRow[] = [...continuous, ...gammas, ...line, ...multivariate];
