import { openDeployment } from '../../make/open.js';
import { updateFor } from '../../make/update-for.js';
import type { Existing, ExistingHost } from '../../plan/change.js';
import type { CommandContext } from '../context.js';
import { shortest } from '../end-screen.js';
import { findHosts } from '../find-hosts.js';
import { invocation } from '../invocation.js';
import { beginRun, runUpdate, type UpdateFlags } from './run-update.js';

export interface RenewFlags extends UpdateFlags {
  readonly host?: readonly string[];
  /** Milliseconds. */
  readonly within?: number;
  readonly all?: boolean;
  readonly keepKeys?: boolean;
}

/** 90 days. */
const DUE_WITHIN = 90 * 86_400_000;

/**
 * `fleet-certlab renew`: makes new certificates under the same CAs for what is due.
 *
 * @throws CertlabError ERR_INPUT for an unknown host, and as runUpdate does
 */
export async function runRenew(folder: string, flags: RenewFlags, context: CommandContext): Promise<void> {
  const run = beginRun(flags, context);
  const open = await openDeployment(folder);
  const asked = flags.host?.flatMap((name) => findHosts(open.plan.hosts, name)).map(({ id }) => id);
  const hosts = asked && new Set(asked);
  const deadline = run.now.getTime() + (flags.within ?? DUE_WITHIN);
  const isDue = ({ id }: ExistingHost, { notAfter }: Existing) =>
    (hosts?.has(id) ?? true) && (flags.all === true || Date.parse(notAfter) <= deadline);
  const update = updateFor(open, open.deployment, { now: run.now, isDue });
  const nothing = [...update.change.actions.values()].every((actions) =>
    [...actions.values()].every(({ kind }) => kind === 'keep'),
  );
  if (nothing) {
    const { terminal } = run.context;
    if (flags.json)
      terminal.print(JSON.stringify({ name: open.inventory.name, folder: open.folder, hosts: [] }, null, 2));
    else terminal.say(`Nothing is due. To renew all the same: ${renewAll(folder)}`);
    return;
  }
  const what = [
    ...(flags.all ? ['--all'] : []),
    ...(flags.host ?? []).map((host) => `--host ${host}`),
    ...(flags.keepKeys ? ['--keep-keys'] : []),
  ].join(' ');
  await runUpdate(
    { open, update, notices: [], keepKeys: flags.keepKeys ?? false, entry: { command: 'renew', what } },
    run,
  );
}

const renewAll = (folder: string): string => [...invocation(), 'renew', shortest(folder), '--all'].join(' ');
