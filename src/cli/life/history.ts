import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HISTORY_FILE, type HistoryEntry, parseHistory } from '../../make/history.js';
import { openDeployment } from '../../make/open.js';
import type { CommandContext } from '../context.js';
import { count } from '../count.js';

/**
 * `fleet-certlab history`: what changed when, oldest first.
 *
 * @throws CertlabError ERR_READ when the folder is not a deployment
 */
export async function runHistory(
  folder: string,
  { json }: { readonly json?: boolean },
  { terminal }: CommandContext,
): Promise<void> {
  const { inventory } = await openDeployment(folder);
  const entries = parseHistory(await readFile(join(folder, HISTORY_FILE), 'utf8').catch(() => ''));
  const all = entries.some(({ command }) => command === 'create') ? entries : [createdBefore(inventory), ...entries];
  terminal.print(json ? JSON.stringify(all, null, 2) : all.map(line).join('\n'));
}

/** Version 0.1.0 kept no history. */
const createdBefore = ({
  createdAt,
  hosts,
}: {
  createdAt: string;
  hosts: readonly { id: string }[];
}): HistoryEntry => ({
  at: createdAt,
  command: 'create',
  what: '',
  changed: hosts.map(({ id }) => id),
  removed: [],
});

function line({ at, command, what, changed, removed }: HistoryEntry): string {
  const effects = [
    ...(changed.length > 0 ? [`${count(changed.length, 'bundle')} written`] : []),
    ...(removed.length > 0 ? [`${count(removed.length, 'host')} removed`] : []),
  ];
  return `${at.slice(0, 16).replace('T', ' ')}  ${[command, what].filter(Boolean).join(' ')}: ${effects.join(', ') || 'no bundle changed'}`;
}
