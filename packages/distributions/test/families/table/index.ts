import type { FamilyRow } from "../row.js";
import { bounded } from "./bounded.js";
import { continuous } from "./continuous.js";
import { directions } from "./directions.js";
import { discrete } from "./discrete.js";
import { gammas } from "./gamma.js";
import { levels } from "./levels.js";
import { line } from "./line.js";
import { matrices } from "./matrices.js";
import { mixedCounts } from "./mixedCounts.js";
import { multivariate } from "./multivariate.js";
import { relaxed } from "./relaxed.js";
import { shares } from "./shares.js";

/** Every family of the package. */
export const FAMILIES: readonly FamilyRow[] = [...bounded, ...continuous, ...directions, ...discrete, ...gammas, ...levels, ...line, ...matrices, ...mixedCounts, ...multivariate, ...relaxed, ...shares];
