export { dispose, tidy } from "./tf.js";
