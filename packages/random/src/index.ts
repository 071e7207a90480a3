// Keys
export { type RandomKey } from "./key.js";
