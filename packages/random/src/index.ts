// Keys
export { foldIn, randomKey, splitKey, type RandomKey } from "./key.js";

// Words
export { bitDraws } from "./bits.js";

// What draws depend on
export { type DrawParameter } from "./drawParameter.js";

// Draws: a tensor, or its values on the host
export { bernoulliArray, bernoulliDraws, type Probabilities } from "./bernoulli.js";
export { binomialArray, binomialDraws, type Chances } from "./binomial.js";
export { exponentialArray, exponentialDraws } from "./exponential.js";
export { logGammaArray, logGammaDraws } from "./gamma.js";
export { gumbelArray, gumbelDraws } from "./gumbel.js";
export { laplaceArray, laplaceDraws } from "./laplace.js";
export { multinomialArray, multinomialDraws } from "./multinomial.js";
export { normalArray, normalDraws } from "./normal.js";
export { poissonArray, poissonDraws } from "./poisson.js";
export { sphericalArray, sphericalDraws } from "./spherical.js";
export { uniformArray, uniformDraws } from "./uniform.js";
export { vonMisesArray, vonMisesDraws } from "./vonMises.js";
export { vonMisesFisherVersineArray, vonMisesFisherVersineDraws } from "./vonMisesFisherVersine.js";
export { zipfArray, zipfDraws } from "./zipf.js";

// Orders
export { permutation, permutationArray } from "./permutation.js";
