import { join, resolve } from 'node:path';
import type { Answers } from '../deployment/answers.js';
import { equivalentCommand } from '../deployment/command.js';
import { askedQuestions, type FileQuestion, renderDeploymentFile } from '../deployment/file.js';
import type { Secrets } from '../deployment/types.js';
import { outputNotices } from '../elastic/outputs.js';
import { CertlabError } from '../errors.js';
import type { Created } from '../make/create.js';
import { planDeployment } from '../plan/plan.js';
import type { Plan } from '../plan/types.js';
import { inspectFolder, requireFree } from '../store/folder.js';
import { commandText } from './command-text.js';
import type { CommandContext } from './context.js';
import { endScreen, shortest } from './end-screen.js';
import { failProof } from './fail-proof.js';
import type { CreateFlags } from './gather.js';
import { type Gathered, gatherAnswers, OUTPUT } from './gather.js';
import { invocation } from './invocation.js';
import { showMaking } from './making.js';
import { planSummary } from './plan-summary.js';
import { planText } from './plan-text.js';
import { createResult, planResult } from './result.js';
import { quietTerminal, type Terminal } from './terminal/terminal.js';
import type { Prompts } from './wizard/prompts.js';

/**
 * `fleet-certlab create`: gathers the answers, plans, and makes what was planned.
 *
 * @throws CertlabError with every problem of the answers, or why it could not be made
 */
export async function runCreate(flags: Answers, run: CreateFlags, context: CommandContext): Promise<void> {
  const terminal = run.quiet ? quietTerminal(context.terminal) : context.terminal;
  const quiet = { ...context, terminal };
  // Before anybody answers or waits.
  if (run.out !== undefined && !run.dryRun) await requireFree(resolve(run.out), { force: run.force ?? false });
  const gathered = await gatherAnswers(flags, run, quiet);
  try {
    await planAndMake(gathered, run, quiet);
  } finally {
    // Also after a failure: nobody should have to answer twice.
    if (gathered.prompts) sayCommand(gathered, run, quiet);
  }
}

async function planAndMake(gathered: Gathered, run: CreateFlags, context: CommandContext): Promise<void> {
  const { resolved, prompts } = gathered;
  const asked = askedQuestions(resolved.deployment, gathered.answers);
  const { terminal } = context;
  const now = new Date();
  const plan = planDeployment(resolved.deployment, now);
  const notices = [...resolved.notices, ...plan.notices, ...outputNotices(plan)];
  const giveNotice = () => notices.forEach(({ message }) => void terminal.notice(message));
  if (run.dryRun) {
    terminal.print(run.json ? toJson(planResult(plan, notices)) : planText(plan));
    giveNotice();
    return;
  }
  const folder = resolve(run.out ?? join(OUTPUT, plan.deployment.name));
  const options = { folder, force: run.force ?? false, verify: run.verify, now };
  if (prompts) {
    await requireFree(folder, options);
    // Who is asked hears before the answer what will surprise.
    terminal.say('');
    giveNotice();
    await askToMake(prompts, planSummary(plan, shortest(folder)), folder, terminal);
  }
  const made = await make(plan, resolved.secrets, asked, options, context);
  if (!prompts) giveNotice();
  if (terminal.error.isTTY) terminal.say('');
  if (run.json) terminal.print(toJson(createResult(folder, made, notices)));
  else if (!run.quiet) terminal.print(endScreen({ plan, folder, ...made, terminal }));
  if (made.proof && !made.proof.ok) failProof(made.proof, folder, context);
}

/** How to make a deployment, and where. */
interface MakeOptions {
  /** Absolute. */
  readonly folder: string;
  readonly force: boolean;
  readonly verify: boolean;
  readonly now: Date;
}

async function make(
  plan: Plan,
  secrets: Secrets,
  asked: ReadonlySet<FileQuestion>,
  { verify, ...options }: MakeOptions,
  context: CommandContext,
): Promise<Created> {
  const { createDeployment } = await import('../make/create.js');
  const { end, ...making } = showMaking(plan, { verify, now: options.now }, context);
  try {
    const deploymentYml = await renderDeploymentFile(plan.deployment, asked);
    return await createDeployment(plan, secrets, { ...options, ...making, signal: context.signal, deploymentYml });
  } finally {
    end();
  }
}

async function askToMake(prompts: Prompts, summary: string, folder: string, terminal: Terminal): Promise<void> {
  const { kind } = await inspectFolder(folder);
  const replaces =
    kind === 'deployment'
      ? '\nreplaces the deployment that is there; the old one is kept beside it,\nand every host needs its new bundle'
      : '';
  terminal.say(`\n${indented(`${summary}${replaces}`)}`);
  if (await prompts.confirm({ message: 'Make it?', default: true })) return;
  throw new CertlabError({ code: 'ERR_CANCELLED', message: 'cancelled; nothing was written' });
}

/** The same run without the wizard. Its words are flags only: secrets are in the files and variables they name. */
function sayCommand({ answers, resolved }: Gathered, run: CreateFlags, { terminal }: CommandContext): void {
  const { deployment } = resolved;
  const words = [
    ...invocation(),
    ...equivalentCommand(deployment, answers, join(run.out ?? join(OUTPUT, deployment.name), 'deployment.yml')),
    ...(run.out === undefined ? [] : ['--out', run.out]),
    ...(run.force ? ['--force'] : []),
  ];
  terminal.say(`\nThe same without questions:\n${indented(commandText(words))}`);
}

const toJson = (value: unknown): string => JSON.stringify(value, null, 2);

const indented = (text: string): string => text.replaceAll(/^/gm, '  ');
