export interface InOrderOptions {
  /** How many later items are worked on, or lie finished, when one is waited for: at least so many, at most twice as many. */
  readonly ahead: number;
  readonly signal: AbortSignal;
}

/**
 * Yields `work(item)` for each item in the items' order while later items are already being worked on: a slow item holds
 * back neither the cores nor, thanks to `ahead`, the memory. Work begins in groups of `ahead`, because the threads of the
 * pool have to be woken for each piece that finds them asleep.
 * @throws the failure of the first item that failed, or the signal's reason at once when it aborts.
 */
export async function* inOrder<Item, Result>(
  items: Iterable<Item>,
  work: (item: Item) => Promise<Result>,
  { ahead, signal }: InOrderOptions,
): AsyncGenerator<Result, void, undefined> {
  const started: Promise<Result>[] = [];
  // One listener for all items: a native key generation under way cannot be called off, but not waited for any longer.
  let stopWaiting = (_reason: unknown): void => {};
  const abort = () => stopWaiting(signal.reason);
  signal.addEventListener('abort', abort);
  const next = () =>
    new Promise<Result>((resolve, reject) => {
      stopWaiting = reject;
      if (signal.aborted) abort();
      else started.shift()!.then(resolve, reject);
    });
  try {
    for (const item of items) {
      signal.throwIfAborted();
      const result = work(item);
      // A failure is reported when its turn comes; until then it is not an unhandled one.
      result.catch(() => {});
      started.push(result);
      if (started.length > 2 * ahead) while (started.length > ahead) yield await next();
    }
    while (started.length > 0) yield await next();
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
