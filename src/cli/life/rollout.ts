import { CertlabError } from '../../errors.js';
import { keyFile } from '../../make/authorities.js';
import { changedBundles, readStep } from '../../make/kept-steps.js';
import { type OpenDeployment, openDeployment } from '../../make/open.js';
import { proveFolder } from '../../make/prove.js';
import { endRollout, nextStep, stepBack } from '../../make/rollout.js';
import { ROTATION } from '../../plan/rollout.js';
import type { RolloutRecord } from '../../store/types.js';
import type { CommandContext } from '../context.js';
import { shortest } from '../end-screen.js';
import { failProof } from '../fail-proof.js';
import { livePart } from './live.js';
import { isProved, provenLines } from './proven-text.js';
import { rolloutAdvice, stepTitle } from './rollout-text.js';
import { beginRun, runUpdate, type UpdateFlags, type UpdateRun } from './run-update.js';

export interface RolloutFlags extends UpdateFlags {
  readonly next?: boolean;
  readonly back?: boolean;
  readonly live?: boolean;
}

/**
 * `fleet-certlab rollout`: where a rollout stands and what to do now; goes to the next step, or back.
 *
 * @throws CertlabError ERR_USAGE for flags that exclude each other, ERR_INPUT when no rollout is under way
 */
export async function runRollout(folder: string, flags: RolloutFlags, context: CommandContext): Promise<void> {
  if ([flags.next, flags.back, flags.live].filter(Boolean).length > 1) {
    throw new CertlabError({
      code: 'ERR_USAGE',
      message: '--next, --back and --live exclude each other',
      hint: 'use one',
    });
  }
  const run = beginRun(flags, context);
  const open = await openDeployment(folder);
  const { rollout } = open.inventory;
  if (rollout === undefined) {
    if (!flags.next && !flags.back) return sayNone(open, run);
    throw new CertlabError({
      code: 'ERR_INPUT',
      message: `no rollout is under way in ${shortest(open.folder)}`,
      hint: 'rotate begins one',
    });
  }
  if (flags.back) return goBack(open, rollout, run);
  if (flags.next) return rollout.step < ROTATION.length ? goOn(open, rollout, run) : end(open, run);
  return show(open, rollout, flags, run);
}

function sayNone({ inventory, folder }: OpenDeployment, { flags, context: { terminal } }: UpdateRun): void {
  if (flags.json) terminal.print(JSON.stringify({ name: inventory.name, folder, rollout: null }, null, 2));
  else terminal.print(`No rollout is under way in ${shortest(folder)}.`);
}

async function goOn(open: OpenDeployment, rollout: RolloutRecord, run: UpdateRun): Promise<void> {
  const update = nextStep(open, rollout, run.now);
  const what = `--next: step ${update.rollout!.step}`;
  await runUpdate(
    {
      open,
      update,
      notices: [],
      entry: { command: 'rollout', what },
      afterwards: rolloutAdvice(update.rollout!, open.folder),
    },
    run,
  );
}

async function end(open: OpenDeployment, { flags, now, context }: UpdateRun): Promise<void> {
  const { terminal, signal } = context;
  const { name, rollout, authorities } = open.inventory;
  if (!flags.dryRun) await endRollout(open, { now, signal });
  if (flags.json) {
    terminal.print(
      JSON.stringify({ name, folder: open.folder, dryRun: flags.dryRun ?? false, rollout: null }, null, 2),
    );
    return;
  }
  const retired = authorities.filter((one) =>
    rollout!.authorities.some(({ name: ca, from }) => ca === one.name && from === one.generation),
  );
  terminal.print(
    [
      `${flags.dryRun ? 'This would end' : 'This ends'} the rollout: no host trusts ${retired.map(({ subject }) => subject).join(' or ')} any more.`,
      'The bundles of earlier steps are removed. The key of a retired CA is of no use any more; delete it:',
      ...retired.map(({ file }) => `  ${shortest(open.folder)}/${keyFile(file)}`),
    ].join('\n'),
  );
}

async function goBack(open: OpenDeployment, rollout: RolloutRecord, { flags, now, context }: UpdateRun): Promise<void> {
  const { terminal, signal } = context;
  const prove = (folder: string) => proveFolder(folder, { now, signal });
  const changed = flags.dryRun
    ? await changedSince(open, rollout.step - 1)
    : await stepBack(open, rollout, { now, signal, ...(flags.verify && { prove }) });
  const step = rollout.step - 1;
  if (flags.json) {
    const result = {
      name: open.inventory.name,
      folder: open.folder,
      dryRun: flags.dryRun ?? false,
      step,
      hosts: changed,
    };
    terminal.print(JSON.stringify(result, null, 2));
    return;
  }
  terminal.print(
    [
      step === 0 ? 'The rollout is taken back.' : `Back at ${stepTitle({ ...rollout, step })}.`,
      'Hosts that did not get the bundle of the step that is left need nothing. The others get their old one again:',
      ...changed.map((id) => `  bundles/${id}.zip`),
    ].join('\n'),
  );
}

/** Ids of hosts whose bundles are others than at a step that is kept. */
const changedSince = async ({ folder, inventory }: OpenDeployment, step: number): Promise<string[]> =>
  changedBundles(await readStep(folder, step), inventory);

async function show(open: OpenDeployment, rollout: RolloutRecord, flags: RolloutFlags, run: UpdateRun): Promise<void> {
  const { terminal, signal } = run.context;
  const hosts = await changedSince(open, rollout.step - 1);
  const live = flags.live ? await livePart(open, signal) : undefined;
  const proven = flags.verify ? await proveFolder(open.folder, { now: run.now, signal }) : undefined;
  if (flags.json) {
    const { startedAt, step, authorities } = rollout;
    const about = { startedAt, step, steps: ROTATION.map(({ title }) => title), authorities, hosts };
    const answer = { name: open.inventory.name, folder: open.folder, rollout: about, live, proof: proven?.rollout };
    terminal.print(JSON.stringify(answer, null, 2));
  } else {
    terminal.print(
      [
        `${terminal.colour.bold(open.inventory.name)}: ${stepTitle(rollout)}`,
        '',
        'Hosts of this step:',
        ...hosts.map(
          (id) => `  ${terminal.colour.cyan(`bundles/${id}.zip`)}${live?.find((one) => one.host === id)?.text ?? ''}`,
        ),
        ...rolloutAdvice(rollout, open.folder),
        ...provenLines(proven, terminal),
      ].join('\n'),
    );
  }
  if (proven && !isProved(proven)) failProof(proven.proof, open.folder, run.context);
}
