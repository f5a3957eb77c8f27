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

/** Threads of libuv's pool, where native keys are made. */
const POOL_SIZE = Number(process.env.UV_THREADPOOL_SIZE) || 4;

/**
 * How many keys to make at a time. RSA: one for each core and one to bridge the gap between two, as far as the thread pool
 * reaches; more would only keep the pool from serving the files and zips written meanwhile, and a program that exits waits
 * for every generation already queued.
 * EC keys are done in less than a millisecond, so a longer queue only keeps the pool busy while certificates are built.
 */
export function defaultConcurrency(keyType: KeyType): number {
  const cores = availableParallelism();
  return keyType.startsWith('rsa-') ? Math.min(cores + 1, POOL_SIZE) : 4 * cores;
}
