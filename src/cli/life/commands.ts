import { type Command, InvalidArgumentError, Option } from 'commander';
import { parsePeriod } from '../../deployment/period.js';
import { type Question, questionOf } from '../../deployment/questions.js';
import { AUTHORITY_NAMES, type AuthorityName } from '../../plan/types.js';
import type { CommandContext } from '../context.js';
import { addQuestionOption, answersFrom, collectAll } from '../question-options.js';
import type { RemoveFlags } from './remove.js';
import type { RenewFlags } from './renew.js';
import type { RolloutFlags } from './rollout.js';
import type { RotateFlags } from './rotate.js';
import type { UpdateFlags } from './run-update.js';

/** The questions that `add` takes answers to. */
const ADDED = ['agent', 'agents-file', 'fleet-url', 'es-url', 'kibana-url', 'san'] as const;

const FOLDER = ['<deployment>', "the deployment's folder, such as output/fleet"] as const;

/** Adds the commands that change a deployment that exists. */
export function addLifeCommands(program: Command, context: CommandContext): void {
  const add = program
    .command('add')
    .description('add agents, servers or names: issues what is new with the CAs that exist')
    .argument(...FOLDER);
  add.optionsGroup('What to add:');
  for (const name of ADDED) addQuestionOption(add, notRequired(questionOf(name)));
  addUpdateOptions(add).action(async (folder: string, options: UpdateFlags & Readonly<Record<string, unknown>>) => {
    const { runAdd } = await import('./add.js');
    await runAdd(folder, answersFrom(options), options, context);
  });

  const remove = program
    .command('remove')
    .description('take agents out of a deployment')
    .argument(...FOLDER)
    .requiredOption('--agent <name>', 'the agent to take out (repeatable)', collectAll);
  addUpdateOptions(remove).action(async (folder: string, flags: RemoveFlags) => {
    const { runRemove } = await import('./remove.js');
    await runRemove(folder, flags, context);
  });

  const renew = program
    .command('renew')
    .description('make new certificates under the same CAs, where they are due')
    .argument(...FOLDER)
    .option('--host <host>', "only this host: a server's name, an agent's, or a bundle's (repeatable)", collectAll)
    .option('--within <time>', 'due is what expires within this time: 90d, 12h, 4w (default: 90d)', parsePeriod)
    .option('--all', 'renew also what is not due')
    .option('--keep-keys', 'keep the keys, and make only certificates');
  addUpdateOptions(renew).action(async (folder: string, flags: RenewFlags) => {
    const { runRenew } = await import('./renew.js');
    await runRenew(folder, flags, context);
  });

  const rotate = program
    .command('rotate')
    .description('replace CAs in steps that never cut a host off')
    .argument(...FOLDER)
    .addOption(
      new Option('--authority <ca>', 'the CA to replace (repeatable)')
        .choices(AUTHORITY_NAMES)
        .argParser(collectAuthority)
        .makeOptionMandatory(),
    );
  addUpdateOptions(rotate).action(async (folder: string, flags: RotateFlags) => {
    const { runRotate } = await import('./rotate.js');
    await runRotate(folder, flags, context);
  });

  const rollout = program
    .command('rollout')
    .description('print where a rollout stands, make its next step, or go back')
    .argument(...FOLDER)
    .option('--next', "make the next step's bundles; after the last one, end the rollout")
    .option('--back', 'return to the step before')
    .option('--live', "probe the servers, and say which present this step's certificates already");
  addUpdateOptions(rollout).action(async (folder: string, flags: RolloutFlags) => {
    const { runRollout } = await import('./rollout.js');
    await runRollout(folder, flags, context);
  });

  program
    .command('history')
    .description('print what changed in a deployment, and when')
    .argument(...FOLDER)
    .option('--json', 'print JSON')
    .action(async (folder: string, flags: { readonly json?: boolean }) => {
      const { runHistory } = await import('./history.js');
      await runHistory(folder, flags, context);
    });
}

const notRequired = ({ required: _, ...question }: Question): Question => question;

function addUpdateOptions(command: Command): Command {
  return command
    .optionsGroup('How to run:')
    .option('--authorities <folder>', 'the folder with the CAs, where it is not in the deployment')
    .option('--ca-key-passphrase-file <file>', 'the passphrase of the CA keys, where they have one')
    .option('--dry-run', 'print what would change and write nothing')
    .option('--json', 'print the result as JSON')
    .option('-q, --quiet', 'print nothing but errors')
    .option('--no-verify', 'skip the handshakes that prove what was made');
}

function collectAuthority(value: string, all: readonly AuthorityName[] = []): readonly AuthorityName[] {
  const name = AUTHORITY_NAMES.find((one) => one === value);
  if (name === undefined) throw new InvalidArgumentError(`Allowed choices are ${AUTHORITY_NAMES.join(', ')}.`);
  return [...all, name];
}
