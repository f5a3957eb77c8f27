export interface InOrderOptions {
  /** How many later items may be worked on, or lie finished, while one is waited for. */
  readonly ahead: number;
  readonly signal: AbortSignal;
}

/**
 * Yields `work(item)` for each item in the items' order while later items are already being worked on: a slow item holds
 * back neither the cores nor, thanks to `ahead`, the memory.
 * @throws the failure of the first item that failed, or the signal's reason at once when it aborts.
 */
export async function* inOrder<Item, Result>(
  items: Iterable<Item>,
  work: (item: Item) => Promise<Result>,
  { ahead, signal }: InOrderOptions,
): AsyncGenerator<Result, void, undefined> {
  const started: Promise<Result>[] = [];
  for (const item of items) {
    signal.throwIfAborted();
    const result = work(item);
    // A failure is reported when its turn comes; until then it is not an unhandled one.
    result.catch(() => {});
    started.push(result);
    if (started.length > ahead) yield await unlessAborted(started.shift()!, signal);
  }
  while (started.length > 0) yield await unlessAborted(started.shift()!, signal);
}

/** Stops waiting when `signal` aborts: a native key generation under way cannot be called off. */
function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
