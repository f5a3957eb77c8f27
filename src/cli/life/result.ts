import { join } from 'node:path';
import type { Notice, Secrets } from '../../deployment/types.js';
import type { HistoryEntry } from '../../make/history.js';
import type { OpenDeployment } from '../../make/open.js';
import type { Effects, Update, Updated } from '../../make/update.js';
import type { CertificateName } from '../../plan/types.js';
import { proofResult } from '../result.js';

/** What a command wants of a deployment. */
export interface WantedUpdate {
  readonly open: OpenDeployment;
  readonly update: Update;
  readonly entry: Pick<HistoryEntry, 'command' | 'what'>;
  readonly notices: readonly Notice[];
  readonly secrets?: Secrets;
  readonly deploymentYml?: string;
  readonly keepKeys?: boolean;
  /** What to say when it is done, or would be; after the hosts. */
  readonly afterwards?: readonly string[];
}

/** What becomes of a host's bundle. */
export type HostEffect = 'new' | 'changed' | 'removed';

/** One host of an update. */
export interface HostLine {
  readonly id: string;
  readonly effect: HostEffect;
  /** Certificates that are made for it, each with why; those that are kept are left out. */
  readonly certificates: readonly { readonly name: CertificateName; readonly why: string }[];
}

/** An update with what it means for the hosts. */
export interface SaidUpdate extends WantedUpdate {
  readonly effects: Effects;
}

/** Every host that an update reaches, removed ones last. */
export function hostLines({ open, update, effects }: SaidUpdate): HostLine[] {
  const known = new Set(open.inventory.hosts.map(({ id }) => id));
  const { actions } = update.change;
  return [
    ...effects.visited.map((id) => ({
      id,
      effect: known.has(id) ? ('changed' as const) : ('new' as const),
      certificates: [...(actions.get(id) ?? [])].flatMap(([name, action]) =>
        action.kind === 'keep' ? [] : [{ name, why: action.kind === 'issue' ? 'new' : action.reason }],
      ),
    })),
    ...effects.removed.map((id) => ({ id, effect: 'removed' as const, certificates: [] })),
  ];
}

/** What a command that changes a deployment prints with `--json`. */
export function updateResult(said: SaidUpdate, done: { readonly dryRun: true } | Updated) {
  const { open, update, effects, notices } = said;
  const hosts = hostLines(said);
  const records = 'inventory' in done ? new Map(done.inventory.hosts.map((host) => [host.id, host])) : undefined;
  return {
    name: open.inventory.name,
    folder: open.folder,
    dryRun: 'dryRun' in done,
    newAuthorities: update.newAuthorities.map(({ planned: { name, generation } }) => ({ name, generation })),
    hosts: hosts.map((host) => {
      const record = records?.get(host.id);
      return { ...host, ...(record && { path: join(open.folder, record.bundle), sha256: record.bundleSha256 }) };
    }),
    unchanged: effects.unchanged.length,
    ...('proven' in done && done.proven && { proof: proofResult(done.proven.proof), rollout: done.proven.rollout }),
    notices,
  };
}
