/** Runs a task as soon as fewer than the limit are running; tasks start in the order they were given. */
export type Limit = <T>(task: () => Promise<T>) => Promise<T>;

/** At most `most` tasks at a time. Once `signal` aborts, no task starts any more: it is refused with the signal's reason. */
export function limiter(most: number, signal: AbortSignal): Limit {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (task) => {
    if (running < most) running += 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      signal.throwIfAborted();
      return await task();
    } finally {
      // A waiting task takes over the place of the one that ends.
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
