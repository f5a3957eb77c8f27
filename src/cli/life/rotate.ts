import { openDeployment } from '../../make/open.js';
import { beginRotation } from '../../make/rollout.js';
import type { AuthorityName } from '../../plan/types.js';
import type { CommandContext } from '../context.js';
import { rolloutAdvice } from './rollout-text.js';
import { beginRun, runUpdate, type UpdateFlags } from './run-update.js';

export interface RotateFlags extends UpdateFlags {
  readonly authority: readonly AuthorityName[];
}

/**
 * `fleet-certlab rotate`: begins to replace CAs. The first step's bundles are made; `rollout` goes on from there.
 *
 * @throws CertlabError as beginRotation and runUpdate do
 */
export async function runRotate(folder: string, flags: RotateFlags, context: CommandContext): Promise<void> {
  const run = beginRun(flags, context);
  const open = await openDeployment(folder);
  const names = [...new Set(flags.authority)];
  const update = beginRotation(open, names, run.now);
  await runUpdate(
    {
      open,
      update,
      notices: [],
      entry: { command: 'rotate', what: names.map((name) => `--authority ${name}`).join(' ') },
      afterwards: rolloutAdvice(update.rollout!, folder),
    },
    run,
  );
}
