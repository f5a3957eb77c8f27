import { randomBytes as cryptoRandomBytes } from 'node:crypto';
import { bundleOutline } from '../bundle/bundle.js';
import { renderCommandsPage } from '../bundle/commands-page.js';
import type { Secrets } from '../deployment/types.js';
import { type Held, issueAuthorities, issueHosts } from '../issue/issue.js';
import type { CertificateAction, Change } from '../plan/change.js';
import { AUTHORITY_NAMES, type AuthorityName, type PlannedAuthority, type PlannedHost } from '../plan/types.js';
import { renderTrustMap } from '../report/trust-map.js';
import { beginUpdate } from '../store/transaction.js';
import type { AuthorityRecord, HostRecord, Inventory, RetiredRecord, RolloutRecord } from '../store/types.js';
import type { RandomBytes } from '../x509/write/types.js';
import { writeAuthority } from './authorities.js';
import { bundleContext, bundleWriter, identifiersOf } from './bundles.js';
import { carryOut } from './carry-out.js';
import { givenPassphrases, heldIn, openBundle, sharedSecrets } from './held.js';
import { addToHistory, type HistoryEntry } from './history.js';
import { assembleInventory, writeInventory } from './inventory.js';
import { keepStep } from './kept-steps.js';
import { type AuthorityPlace, issuingFrom, type LoadedAuthority, loadAuthorities } from './load-authorities.js';
import { type OpenDeployment, refuseChanged } from './open.js';
import type { Proven } from './prove.js';

/** What is to become of a deployment: hosts and certificates, and which CAs sign and are trusted. */
export interface Update {
  readonly change: Change;
  /** Every CA that exists, as it is to be from now on. */
  readonly authorities: readonly AuthorityRecord[];
  /** CAs to be made; each signs from now on, or is only trusted for the time being. */
  readonly newAuthorities: readonly { readonly planned: PlannedAuthority; readonly signs: boolean }[];
  readonly rollout?: RolloutRecord;
  /** The step that is left: its bundles are kept until the rollout ends, for the proof of the next one and to go back. */
  readonly keepStep?: number;
}

/** What an update means for the hosts, by their ids, in the plan's order. */
export interface Effects {
  /** Their bundles are new or change. */
  readonly visited: readonly string[];
  /** Those of them whose certificates, keys or CAs change; of the others only settings or instructions do. */
  readonly withNewFiles: readonly string[];
  readonly unchanged: readonly string[];
  readonly removed: readonly string[];
}

export interface UpdateOptions {
  readonly now: Date;
  readonly signal: AbortSignal;
  /** What was given on this run, for what is made anew. */
  readonly secrets: Secrets;
  readonly place: AuthorityPlace;
  /** What the history says of it. */
  readonly entry: Pick<HistoryEntry, 'command' | 'what'>;
  /** Keys stay, and only certificates are made anew. */
  readonly keepKeys?: boolean;
  /** Content of deployment.yml, where it changes. */
  readonly deploymentYml?: string;
  readonly onProgress?: (done: number, total: number) => void;
  /** `crypto.randomBytes` unless a test fixes it. */
  readonly randomBytes?: RandomBytes;
  /** Reads back what was written, before it is put in place. */
  readonly prove?: (folder: string) => Promise<Proven>;
}

export interface Updated {
  readonly inventory: Inventory;
  readonly proven?: Proven;
}

/** Which hosts an update reaches, without making anything of it. */
export function effectsOf(open: OpenDeployment, { change, authorities, newAuthorities }: Update): Effects {
  const changed = changedTrust(open.inventory.authorities, authorities);
  for (const { planned } of newAuthorities) changed.add(planned.name);
  // The same for both plans: what is compared is what the plans say.
  const context = { identifiers: identifiersOf(open.inventory.authorities), encryptionKey: '' };
  const [before, after] = [bundleOutline(open.plan, context), bundleOutline(change.plan, context)];
  const known = new Map(open.plan.hosts.map((host) => [host.id, host]));
  const hasNewFiles = (host: PlannedHost): boolean =>
    !known.has(host.id) ||
    host.authorities.some((name) => changed.has(name)) ||
    [...(change.actions.get(host.id)?.values() ?? [])].some(({ kind }) => kind !== 'keep');
  const reaches = (host: PlannedHost): boolean => hasNewFiles(host) || before(known.get(host.id)!) !== after(host);
  const ids = (hosts: readonly PlannedHost[]) => hosts.map(({ id }) => id);
  const visited = change.plan.hosts.filter(reaches);
  const isVisited = new Set(visited);
  return {
    visited: ids(visited),
    withNewFiles: ids(visited.filter(hasNewFiles)),
    unchanged: ids(change.plan.hosts.filter((host) => !isVisited.has(host))),
    removed: change.removed,
  };
}

/** Names of the CAs of which another generation is trusted than before. */
function changedTrust(before: readonly AuthorityRecord[], after: readonly AuthorityRecord[]): Set<AuthorityName> {
  const trusted = new Set(before.filter((one) => one.trusted).map(({ sha256 }) => sha256));
  return new Set(after.filter((one) => one.trusted !== trusted.has(one.sha256)).map(({ name }) => name));
}

/**
 * Changes a deployment: makes what is new, keeps what is not, and puts the result in place of the old one, all of it or
 * nothing. Bundles of hosts that it does not reach are the same files as before.
 *
 * @param effects of this update, see {@link effectsOf}
 * @throws CertlabError ERR_READ, ERR_LOCKED, ERR_WRITE, ERR_PKI, ERR_MISSING_ANSWER, or the signal's reason
 */
export async function updateDeployment(
  open: OpenDeployment,
  update: Update,
  effects: Effects,
  options: UpdateOptions,
): Promise<Updated> {
  const { folder, inventory } = open;
  const { change } = update;
  const { plan } = change;
  const { now, signal, randomBytes = cryptoRandomBytes } = options;
  const secrets = { ...(await givenPassphrases(open)), ...options.secrets };
  const loaded = await loadAuthorities(update.authorities, signersOf(change, update.authorities), options.place);
  const transaction = await beginUpdate(folder);
  const write = async (): Promise<Inventory> => {
    await refuseChanged(open);
    const newPlan = { ...plan, authorities: update.newAuthorities.map(({ planned }) => planned) };
    const made = await issueAuthorities(newPlan, secrets, { signal, randomBytes });
    const records = [...update.authorities];
    const all: LoadedAuthority[] = [...loaded];
    for (const { planned, signs } of update.newAuthorities) {
      const authority = made.get(planned.name)!;
      const record = { ...(await writeAuthority(authority, transaction)), signs };
      records.push(record);
      all.push({ record, der: authority.der, issuer: authority.issuer });
    }
    records.sort(
      (a, b) => AUTHORITY_NAMES.indexOf(a.name) - AUTHORITY_NAMES.indexOf(b.name) || a.generation - b.generation,
    );

    const context = bundleContext(await sharedSecrets(folder, inventory), identifiersOf(records), randomBytes);
    const visited = new Set(effects.visited);
    const existing = new Map(inventory.hosts.map((host) => [host.id, host]));
    const heldBy = (host: PlannedHost) => heldOf(open, existing.get(host.id), change, options.keepKeys ?? false);
    if (update.keepStep !== undefined) keepStep(transaction, inventory, update.keepStep);
    const reached = { ...plan, hosts: plan.hosts.filter(({ id }) => visited.has(id)) };
    const writeBundle = bundleWriter(plan, context, transaction);
    const written = new Map<string, HostRecord>();
    for await (const host of issueHosts(reached, issuingFrom(all), secrets, writeBundle, { ...options, heldBy })) {
      written.set(host.id, host);
    }
    for (const id of effects.removed) transaction.remove(existing.get(id)!.bundle);

    const hosts = plan.hosts.map(({ id }) => written.get(id) ?? existing.get(id)!);
    const next = assembleInventory(plan, {
      createdAt: inventory.createdAt,
      authorities: records,
      hosts,
      retired: [...inventory.retired, ...retiredBy(inventory.hosts, hosts, now)],
      ...(update.rollout && { rollout: update.rollout }),
    });
    await writeInventory(transaction, next);
    if (options.deploymentYml !== undefined) await transaction.writeFile('deployment.yml', options.deploymentYml);
    await transaction.writeFile('COMMANDS.md', renderCommandsPage(plan, context.identifiers));
    await transaction.writeFile('trust-map.svg', renderTrustMap(next, now));
    const { visited: changed, removed } = effects;
    await addToHistory(transaction, folder, { at: now.toISOString(), ...options.entry, changed, removed });
    return next;
  };
  const { made, proven } = await carryOut(transaction, write, options);
  return { inventory: made, ...(proven && { proven }) };
}

/** CAs of which something has to be signed. */
function signersOf({ plan, actions }: Change, records: readonly AuthorityRecord[]): Set<AuthorityName> {
  const needed = plan.hosts.flatMap(({ id, certificates }) =>
    certificates.filter(({ name }) => actions.get(id)?.get(name)?.kind !== 'keep').map(({ authority }) => authority),
  );
  const existing = new Set(records.filter(({ signs }) => signs).map(({ name }) => name));
  return new Set(needed.filter((name) => existing.has(name)));
}

/** What a host has already, and how much of it stays. */
async function heldOf(
  { folder }: OpenDeployment,
  record: HostRecord | undefined,
  { actions }: Change,
  keepKeys: boolean,
): Promise<Held> {
  if (record === undefined) return new Map();
  const bundle = await openBundle(folder, record);
  const keep = (action: CertificateAction) => {
    if (action.kind === 'keep') return 'certificate';
    return keepKeys ? 'key' : 'passphrase';
  };
  return new Map(
    [...(actions.get(record.id) ?? [])].flatMap(([name, action]) => {
      const held = heldIn(bundle, name, keep(action));
      return held ? [[name, held] as const] : [];
    }),
  );
}

/** Certificates that were there and are not any more. */
export function retiredBy(before: readonly HostRecord[], after: readonly HostRecord[], now: Date): RetiredRecord[] {
  const hosts = new Map(after.map((host) => [host.id, new Set(host.certificates.map(({ sha256 }) => sha256))]));
  return before.flatMap(({ id, certificates }) => {
    const kept = hosts.get(id);
    const reason = kept === undefined ? ('host removed' as const) : ('replaced' as const);
    return certificates
      .filter(({ sha256 }) => !kept?.has(sha256))
      .map((record) => ({ ...record, host: id, retiredAt: now.toISOString(), reason }));
  });
}
