import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CertlabError } from '../errors.js';
import { parseInventory } from '../store/inventory.js';
import type { Transaction } from '../store/transaction.js';
import type { Inventory } from '../store/types.js';

/** Where the bundles of the steps of a rollout are kept that are not the current one. */
export const KEPT = 'rollout';

/** The folder of a step below the deployment's; it holds what `bundles/` and the records beside it held. */
export const stepFolder = (step: number): string => `${KEPT}/step-${step}`;

/** Beside the bundles, what a step needs to be there again. */
const RECORDS = ['inventory.json', 'deployment.yml', 'COMMANDS.md', 'trust-map.svg'];

/** Keeps the deployment as it is, as a step. Nothing is copied. */
export function keepStep(transaction: Transaction, { hosts }: Inventory, step: number): void {
  for (const path of [...RECORDS, ...hosts.map(({ bundle }) => bundle)]) {
    transaction.link(path, `${stepFolder(step)}/${path}`);
  }
}

/** Puts a kept step in place of the current one; its record is written by who knows what stays of the present. */
export function restoreStep(transaction: Transaction, current: Inventory, kept: Inventory, step: number): void {
  for (const { bundle } of current.hosts) transaction.remove(bundle);
  const records = RECORDS.filter((path) => path !== 'inventory.json');
  for (const path of [...records, ...kept.hosts.map(({ bundle }) => bundle)]) {
    transaction.link(`${stepFolder(step)}/${path}`, path);
  }
  transaction.remove(stepFolder(step));
}

/**
 * The record of a step that is kept.
 *
 * @throws CertlabError ERR_READ when it is not there any more
 */
export async function readStep(folder: string, step: number): Promise<Inventory> {
  const path = join(folder, stepFolder(step), 'inventory.json');
  try {
    return parseInventory(await readFile(path, 'utf8'));
  } catch (cause) {
    throw new CertlabError(
      {
        code: 'ERR_READ',
        message: `the bundles of step ${step} are not there any more: ${path}`,
        hint: 'go on with rollout --next',
      },
      { cause },
    );
  }
}

/** Ids of the hosts of `after` whose bundles are others in `before`, or not there. */
export function changedBundles(before: Inventory, after: Inventory): string[] {
  const known = new Map(before.hosts.map(({ id, bundleSha256 }) => [id, bundleSha256]));
  return after.hosts.filter(({ id, bundleSha256 }) => known.get(id) !== bundleSha256).map(({ id }) => id);
}
