import type { FamilyRow } from "../row.js";
import { continuous } from "./continuous.js";

/** Every family of the package. */
export const FAMILIES: readonly FamilyRow[] = [...continuous];
