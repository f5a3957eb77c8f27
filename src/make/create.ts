import { randomBytes as cryptoRandomBytes } from 'node:crypto';
import { renderCommandsPage } from '../bundle/commands-page.js';
import type { Secrets } from '../deployment/types.js';
import { issueAuthorities, issueHosts } from '../issue/issue.js';
import type { Plan } from '../plan/types.js';
import type { Proof } from '../proof/types.js';
import { renderTrustMap } from '../report/trust-map.js';
import { beginTransaction } from '../store/transaction.js';
import type { AuthorityRecord, HostRecord, Inventory } from '../store/types.js';
import type { RandomBytes } from '../x509/write/types.js';
import { writeAuthority } from './authorities.js';
import { bundleContext, bundleWriter, identifiersOf } from './bundles.js';
import { carryOut } from './carry-out.js';
import { HISTORY_FILE, historyLine } from './history.js';
import { assembleInventory, writeInventory } from './inventory.js';
import type { Proven } from './prove.js';

export interface CreateOptions {
  /** The deployment's own folder. */
  readonly folder: string;
  readonly force: boolean;
  readonly now: Date;
  readonly signal: AbortSignal;
  /** Content of deployment.yml. */
  readonly deploymentYml: string;
  readonly onProgress?: (done: number, total: number) => void;
  /** `crypto.randomBytes` unless a test fixes it. */
  readonly randomBytes?: RandomBytes;
  /** Reads back what was written, before it is put in place. */
  readonly prove?: (folder: string) => Promise<Proven>;
}

export interface Created {
  readonly inventory: Inventory;
  readonly proof?: Proof;
  /** Where the deployment that stood here before is kept. */
  readonly replaced?: string;
}

/**
 * Makes a deployment from its plan: keys and certificates, one zip for each host, the records, the proof. Everything
 * appears in `folder` at once at the end, or nothing does.
 *
 * @throws CertlabError ERR_EXISTS, ERR_LOCKED, ERR_WRITE, ERR_PKI, or the signal's reason
 */
export async function createDeployment(plan: Plan, secrets: Secrets, options: CreateOptions): Promise<Created> {
  const { randomBytes = cryptoRandomBytes, signal } = options;
  const transaction = await beginTransaction(options.folder, options);
  const write = async (): Promise<Inventory> => {
    const authorities = await issueAuthorities(plan, secrets, { signal, randomBytes });
    const records: AuthorityRecord[] = [];
    for (const authority of authorities.values()) records.push(await writeAuthority(authority, transaction));

    const context = bundleContext(secrets, identifiersOf(records), randomBytes);
    const writeBundle = bundleWriter(plan, context, transaction);
    const hosts: HostRecord[] = [];
    for await (const host of issueHosts(plan, authorities, secrets, writeBundle, options)) hosts.push(host);
    const createdAt = options.now.toISOString();
    const inventory = assembleInventory(plan, { createdAt, authorities: records, hosts, retired: [] });
    await writeInventory(transaction, inventory);
    await transaction.writeFile('deployment.yml', options.deploymentYml);
    const changed = hosts.map(({ id }) => id);
    const entry = { at: createdAt, command: 'create', what: '', changed, removed: [] };
    await transaction.writeFile(HISTORY_FILE, historyLine(entry));
    await transaction.writeFile('COMMANDS.md', renderCommandsPage(plan, context.identifiers));
    await transaction.writeFile('trust-map.svg', renderTrustMap(inventory, options.now));
    return inventory;
  };
  const { made: inventory, proven, replaced } = await carryOut(transaction, write, options);
  return { inventory, ...(proven && { proof: proven.proof }), ...(replaced !== undefined && { replaced }) };
}
