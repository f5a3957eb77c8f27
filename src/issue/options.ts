import { availableParallelism } from 'node:os';
import type { Deployment } from '../deployment/types.js';
import type { PlannedAuthority, PlannedCertificate } from '../plan/types.js';
import type { RandomBytes } from '../x509/write/types.js';

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

/** PBKDF2 rounds that a core does in about a millisecond. */
const QUICK_ROUNDS = 5_000;

/** What decides how long a key takes. */
type PlannedKey = Pick<PlannedAuthority | PlannedCertificate, 'keyType' | 'passphrase'>;

/**
 * How many of these keys to make at a time. RSA keys, and those under a passphrase with many iterations: one for each core
 * and one to bridge the gap between two, as far as the thread pool reaches; more would only keep the pool from serving the
 * files written meanwhile, and a program that exits waits for everything already queued.
 * The others are done in about a millisecond: whatever there is to make keeps the pool busy while certificates are built.
 */
export function defaultConcurrency(keys: readonly PlannedKey[], iterations: Deployment['kdfIterations']): number {
  const quick = keys.every(
    ({ keyType, passphrase }) =>
      keyType.startsWith('ec-') && (passphrase === 'none' || iterations[ROUNDS[passphrase]] <= QUICK_ROUNDS),
  );
  return quick ? Number.POSITIVE_INFINITY : Math.min(availableParallelism() + 1, POOL_SIZE);
}

/** Which of a deployment's iterations count for a passphrase. */
const ROUNDS = { generate: 'generated', given: 'given' } as const;
