import { availableParallelism } from 'node:os';
import type { KeyType, RandomBytes } from '../pki/types.js';

export interface IssueOptions {
  /** `crypto.randomBytes` unless a test fixes it. */
  readonly randomBytes?: RandomBytes;
  /** How many keys are made at a time, {@link defaultConcurrency} unless given. */
  readonly concurrency?: number;
  /** Stops the work: no further key is begun. */
  readonly signal?: AbortSignal;
  /** Called after each certificate with how many of all are made. */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * How many keys to make at a time. RSA: one for each core and one to bridge the gap between two; more would only keep the
 * thread pool (4 threads, unless UV_THREADPOOL_SIZE says otherwise) from serving the files and zips written meanwhile.
 * EC keys are done in less than a millisecond, so a longer queue only keeps the pool busy while certificates are built.
 */
export function defaultConcurrency(keyType: KeyType): number {
  const cores = availableParallelism();
  return keyType.startsWith('rsa-') ? Math.min(cores + 1, 4) : 4 * cores;
}
