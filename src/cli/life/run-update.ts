import { resolve } from 'node:path';
import type { Sources } from '../../deployment/inputs.js';
import { caKeyPassphrase } from '../../make/answer.js';
import { effectsOf, type Updated, updateDeployment } from '../../make/update.js';
import type { CommandContext } from '../context.js';
import { failProof } from '../fail-proof.js';
import { showMaking } from '../making.js';
import { processSources } from '../sources.js';
import { quietTerminal } from '../terminal/terminal.js';
import { isProved } from './proven-text.js';
import { type SaidUpdate, updateResult, type WantedUpdate } from './result.js';
import { updatePlanText, updateText } from './update-text.js';

/** Flags that every command that changes a deployment has. */
export interface UpdateFlags {
  readonly authorities?: string;
  readonly caKeyPassphraseFile?: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly verify: boolean;
}

/** What a command that changes a deployment works with. */
export interface UpdateRun {
  readonly context: CommandContext;
  readonly sources: Sources;
  readonly flags: UpdateFlags;
  readonly now: Date;
}

/** Begins such a command. */
export function beginRun(flags: UpdateFlags, context: CommandContext): UpdateRun {
  const terminal = flags.quiet ? quietTerminal(context.terminal) : context.terminal;
  return { flags, context: { ...context, terminal }, sources: processSources(terminal), now: new Date() };
}

/**
 * Carries out an update, or prints with --dry-run what it would do. Hosts that it does not reach keep their bundles.
 *
 * @throws CertlabError as updateDeployment does
 */
export async function runUpdate(wanted: WantedUpdate, { flags, context, sources, now }: UpdateRun): Promise<void> {
  const { open, update, entry, notices } = wanted;
  const { terminal, signal } = context;
  const said = { ...wanted, effects: effectsOf(open, update) };
  for (const { message } of notices) terminal.notice(message);
  if (isEmpty(said)) {
    if (flags.json) terminal.print(toJson(updateResult(said, { dryRun: true })));
    else terminal.say('Nothing changes: the deployment is like this already.');
    return;
  }
  if (flags.dryRun) {
    terminal.print(flags.json ? toJson(updateResult(said, { dryRun: true })) : updatePlanText(said, terminal));
    return;
  }
  const passphrase = await caKeyPassphrase(flags.caKeyPassphraseFile, sources);
  const { end, prove, ...making } = showMaking(update.change.plan, { verify: flags.verify, now }, context);
  let updated: Updated;
  try {
    updated = await updateDeployment(open, update, said.effects, {
      ...making,
      now,
      signal,
      secrets: { ...wanted.secrets, ...(passphrase !== undefined && { caKeyPassphrase: passphrase }) },
      place: {
        folder: open.folder,
        ...(flags.authorities !== undefined && { authorities: resolve(flags.authorities) }),
        ...(passphrase !== undefined && { passphrase }),
      },
      entry,
      keepKeys: wanted.keepKeys ?? false,
      ...(wanted.deploymentYml !== undefined && { deploymentYml: wanted.deploymentYml }),
      ...(prove && { prove: (folder) => prove(folder, said.effects.visited) }),
    });
  } finally {
    end();
  }
  if (flags.json) terminal.print(toJson(updateResult(said, updated)));
  else if (!flags.quiet) terminal.print(updateText(said, updated, terminal));
  if (updated.proven && !isProved(updated.proven)) failProof(updated.proven.proof, open.folder, context);
}

const isEmpty = ({ effects, update, open }: SaidUpdate): boolean =>
  effects.visited.length + effects.removed.length + update.newAuthorities.length === 0 &&
  JSON.stringify(update.change.plan.deployment) === JSON.stringify(open.deployment);

const toJson = (value: unknown): string => JSON.stringify(value, null, 2);
