/** Runs once all that the event loop holds ready has had its turn: signals, input, painting. */
function macrotask(): Promise<void> {
  if (typeof setImmediate === "function") return new Promise((resolve) => setImmediate(resolve));
  // Timers of browsers wait 4 ms, and a second in a background tab; messages do not.
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/** A function to await in a loop: it yields to the event loop when the last time is `milliseconds` ago. */
export function pacer(milliseconds = 12): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < milliseconds) return;
    await macrotask();
    last = performance.now();
  };
}
