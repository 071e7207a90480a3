/** Measures the time that training takes, without what runs `outside` it. */
export interface Clock {
  seconds(): number;
  outside<T>(work: () => T | Promise<T>): Promise<T>;
}

export function startClock(): Clock {
  const start = performance.now();
  let outside = 0;
  return {
    seconds: () => (performance.now() - start - outside) / 1000,
    outside: async (work) => {
      const begin = performance.now();
      try {
        return await work();
      } finally {
        outside += performance.now() - begin;
      }
    },
  };
}
