import { join } from 'node:path';
import { AnswerReader, type Answers } from '../deployment/answers.js';
import { DEFAULTS } from '../deployment/defaults.js';
import { readDeploymentFile } from '../deployment/file.js';
import { Inputs, type Sources } from '../deployment/inputs.js';
import { isJoined, joinAnswers } from '../deployment/join.js';
import { QUESTIONS, type Question } from '../deployment/questions.js';
import { missingAnswers, type Resolved, resolveDeployment } from '../deployment/resolve.js';
import { CertlabError } from '../errors.js';
import { inspectFolder } from '../store/folder.js';
import type { CommandContext } from './context.js';
import { processSources } from './sources.js';
import { openPrompts, type Prompts } from './wizard/prompts.js';
import { runWizard } from './wizard/wizard.js';

/** Flags of `create` that are not questions about the deployment: how to run, not what to make. */
export interface CreateFlags {
  readonly config?: string;
  readonly out?: string;
  readonly force?: boolean;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly verify: boolean;
}

/** Where deployments go that got no folder of their own. */
export const OUTPUT = 'output';

/** The answers of a run, and the deployment they give. */
export interface Gathered {
  readonly answers: Answers;
  readonly resolved: Resolved;
  /** Set when somebody was asked. */
  readonly prompts?: Prompts;
}

/**
 * All answers of a run: flags, then the file of --config, then, where they do not suffice and somebody is there, the wizard.
 *
 * @throws CertlabError with every problem found (ERR_MISSING_ANSWER, ERR_INPUT, ERR_READ ...), or ERR_CANCELLED
 */
export async function gatherAnswers(flags: Answers, run: CreateFlags, context: CommandContext): Promise<Gathered> {
  const sources = processSources(context.terminal);
  const given = run.config === undefined ? flags : withFlags(await readConfig(run.config, sources), flags);
  if (missingAnswers(given).length === 0 || run.yes || !context.terminal.interactive) {
    return { answers: given, resolved: await resolveDeployment(given, sources) };
  }
  refuseBadAnswers(given);
  const { terminal } = context;
  const prompts = await openPrompts(terminal, context.signal);
  terminal.say(
    terminal.colourError.dim('Enter takes the answer in brackets, Ctrl-C leaves. Nothing is made unasked.\n'),
  );
  return { prompts, ...(await askUntilGood(prompts, given, run, sources, context)) };
}

async function readConfig(path: string, sources: Sources): Promise<Answers> {
  const content = await new Inputs(sources).read('config', path);
  return readDeploymentFile(content.toString(), path);
}

/** The other flag that answers the same question. */
const otherFlag = (name: string): string => (name === 'agent' ? 'agents-file' : `${name}-file`);

/** Flags win over the file, also where another flag answers the same question. Lists of hosts and names add to the file's. */
function withFlags(file: Answers, flags: Answers): Answers {
  const kept = Object.entries(file).filter(([name]) => isJoined(name) || flags[otherFlag(name)] === undefined);
  return joinAnswers(Object.fromEntries(kept), flags);
}

/** The questions that neither another flag nor the environment has answered. */
function openQuestions(given: Answers, environment: Sources['environment']): Question[] {
  return QUESTIONS.filter(
    ({ name, environment: variable }) =>
      given[otherFlag(name)] === undefined && (variable === undefined || environment[variable] === undefined),
  );
}

/** Nobody should answer questions only to hear afterwards that a flag was wrong from the start. */
function refuseBadAnswers(given: Answers): void {
  const reader = new AnswerReader(given);
  for (const { name, repeatable } of QUESTIONS) {
    // Agents from a file may have more than a name: they are judged with everything else.
    if (name === 'agent') continue;
    if (repeatable) reader.all(name);
    else reader.one(name);
  }
  reader.finish();
}

/** Answers may each be good and contradict each other: then the questions come again, with what was answered as defaults. */
async function askUntilGood(
  prompts: Prompts,
  given: Answers,
  run: CreateFlags,
  sources: Sources,
  { terminal }: CommandContext,
): Promise<{ answers: Answers; resolved: Resolved }> {
  const validate = validatorFor(run);
  const questions = openQuestions(given, sources.environment);
  let defaults: Answers = { name: await freeName(run) };
  let complaint = '';
  for (;;) {
    const answers = await runWizard(prompts, { questions, given, defaults, validate });
    try {
      return { answers, resolved: await resolveDeployment(answers, sources) };
    } catch (error) {
      // The same complaint twice: it is about a flag, and no answer here will help.
      if (!(error instanceof CertlabError) || error.message === complaint) throw error;
      complaint = error.message;
      for (const problem of error.problems) terminal.problem(problem);
      terminal.say('\nThe questions once more; Enter keeps an answer.');
      defaults = answers;
    }
  }
}

/** Whether the name alone decides where the deployment goes, and a deployment there would be in the way. */
const nameDecides = ({ out, force, dryRun }: CreateFlags): boolean => out === undefined && !force && !dryRun;

/** The question's own validator; a name must also lead to a folder that is free. */
function validatorFor(run: CreateFlags): (question: Question, text: string) => Promise<string | undefined> {
  return async (question, text) => {
    const reason = question.validate(text);
    if (reason !== undefined || question.name !== 'name' || !nameDecides(run)) return reason;
    return (await isTaken(text)) ? `${join(OUTPUT, text)} is taken: choose another name` : undefined;
  };
}

/** `fleet`, or the first of `fleet-2`, `fleet-3` ... that is free, so that Enter is a good answer every time. */
async function freeName(run: CreateFlags): Promise<string> {
  let name: string = DEFAULTS.name;
  for (let number = 2; nameDecides(run) && (await isTaken(name)); number++) name = `${DEFAULTS.name}-${number}`;
  return name;
}

/** A place that cannot be written at all is not taken: what is wrong with it is said when the deployment is to be made. */
async function isTaken(name: string): Promise<boolean> {
  try {
    return (await inspectFolder(join(process.cwd(), OUTPUT, name))).kind === 'deployment';
  } catch (error) {
    if (error instanceof CertlabError) return error.code === 'ERR_EXISTS';
    throw error;
  }
}
