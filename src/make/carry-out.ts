import type { Transaction } from '../store/transaction.js';
import type { Proven } from './prove.js';

export interface CarryOutOptions {
  readonly signal: AbortSignal;
  /** Reads back what was written, before it is put in place. */
  readonly prove?: ((folder: string) => Promise<Proven>) | undefined;
}

/** How a transaction ended. */
export interface CarriedOut<T> {
  /** What writing returned. */
  readonly made: T;
  readonly proven?: Proven;
  /** Where the deployment that stood here before is kept. */
  readonly replaced?: string;
}

/**
 * Writes a deployment, proves it, writes the page about that, and puts all of it in place. After a failure everything is as
 * it was.
 *
 * @throws whatever `write` and `prove` throw, ERR_WRITE, or the signal's reason
 */
export async function carryOut<T>(
  transaction: Transaction,
  write: () => Promise<T>,
  { signal, prove }: CarryOutOptions,
): Promise<CarriedOut<T>> {
  try {
    const made = await write();
    const proven = await prove?.(transaction.staging);
    if (proven) await transaction.writeFile('report.html', proven.reportPage);
    signal.throwIfAborted();
    const replaced = await transaction.commit();
    return { made, ...(proven && { proven }), ...(replaced !== undefined && { replaced }) };
  } catch (error) {
    await transaction.abort();
    throw error;
  }
}
