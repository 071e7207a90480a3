export { backendsUnderTest, describeOnBackends } from "./backends.js";
export { expectClose, FLOAT32, type Nested, type Tolerance } from "./close.js";
export { checkGradients } from "./gradients.js";
export { expectNoLeak, expectNoLeakAsync } from "./leaks.js";
