import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Transaction } from '../store/transaction.js';

/** One change of a deployment. */
export interface HistoryEntry {
  /** RFC 3339 in UTC. */
  readonly at: string;
  /** The command's name: create, add, renew ... */
  readonly command: string;
  /** What was asked, in words; no secret. */
  readonly what: string;
  /** Ids of the hosts that got a new bundle, and of those that were removed. */
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}

/** The append-only record in a deployment's folder: one JSON object a line. */
export const HISTORY_FILE = 'history.jsonl';

/** The line of one change. */
export const historyLine = (entry: HistoryEntry): string => `${JSON.stringify(entry)}\n`;

/** Writes one more line below those that the deployment at `folder` has. */
export async function addToHistory(transaction: Transaction, folder: string, entry: HistoryEntry): Promise<void> {
  const before = await readFile(join(folder, HISTORY_FILE), 'utf8').catch(() => '');
  await transaction.writeFile(HISTORY_FILE, before + historyLine(entry));
}

/**
 * Reads the record; a line that a later version wrote otherwise is passed over.
 *
 * @returns oldest first
 */
export function parseHistory(text: string): HistoryEntry[] {
  return text.split('\n').flatMap((line) => {
    try {
      const { at, command, what, changed, removed } = JSON.parse(line) as Partial<HistoryEntry>;
      const lists = [changed, removed];
      const whole = [at, command, what].every((one) => typeof one === 'string') && lists.every(Array.isArray);
      return whole ? [{ at, command, what, changed, removed } as HistoryEntry] : [];
    } catch {
      return [];
    }
  });
}
