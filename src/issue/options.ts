import { availableParallelism } from 'node:os';
import type { RandomBytes } from '../pki/types.js';

export interface IssueOptions {
  /** `crypto.randomBytes` unless a test fixes it. */
  readonly randomBytes?: RandomBytes;
  /** How many keys are made at a time, {@link DEFAULT_CONCURRENCY} unless given. */
  readonly concurrency?: number;
  /** Stops the work: no further key is begun. */
  readonly signal?: AbortSignal;
  /** Called after each certificate with how many of all are made. */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * One key for each core and one to bridge the gap between two: more would only keep the thread pool (4 threads, unless
 * UV_THREADPOOL_SIZE says otherwise) from serving the files and zips written meanwhile.
 */
export const DEFAULT_CONCURRENCY = Math.min(availableParallelism() + 1, 4);
