import { formatStackVersion } from '../deployment/versions.js';
import type { Plan } from '../plan/types.js';
import type { Transaction } from '../store/transaction.js';
import type { Inventory } from '../store/types.js';

/** What the record of a deployment holds beside its plan. */
export type Recorded = Pick<Inventory, 'authorities' | 'hosts' | 'retired' | 'createdAt' | 'rollout'>;

/** The record of everything that exists. */
export function assembleInventory({ deployment, links }: Plan, recorded: Recorded): Inventory {
  const { createdAt, authorities, hosts, retired, rollout } = recorded;
  return {
    inventoryVersion: 2,
    name: deployment.name,
    mode: deployment.mode,
    stackVersion: formatStackVersion(deployment.stackVersion),
    clientAuth: deployment.clientAuth,
    esClientAuth: deployment.esClientAuth,
    createdAt,
    deployment,
    links,
    authorities,
    hosts,
    retired,
    ...(rollout && { rollout }),
  };
}

/** Writes the record of a deployment. */
export const writeInventory = (transaction: Transaction, inventory: Inventory): Promise<void> =>
  transaction.writeFile('inventory.json', `${JSON.stringify(inventory, null, 2)}\n`);
