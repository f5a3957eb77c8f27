import { AnswerReader, type Answers } from './answers.js';
import { contradictionsIn } from './contradictions.js';
import { DEFAULTS, defaultAgentKeyPassphrase, defaultClientAuth, keyTypesFor } from './defaults.js';
import { Inputs, type Sources } from './inputs.js';
import { noticesAbout } from './notices.js';
import { QUESTIONS, type Question } from './questions.js';
import { readAgents, readEndpoints, readSans } from './read-hosts.js';
import { unmetRequirements } from './requirements.js';
import { readSecrets } from './secrets.js';
import { pathStyle } from './target-dir.js';
import type { Deployment, Notice, Secrets } from './types.js';
import { NEWEST_VERSION } from './versions.js';

export type { Answers, AnswerValue } from './answers.js';
export type { Sources } from './inputs.js';

/** The deployment that the answers describe, with what must not be part of it. */
export interface Resolved {
  readonly deployment: Deployment;
  readonly secrets: Secrets;
  readonly notices: readonly Notice[];
}

/** The questions that nothing can be made without, and that are not answered. */
export function missingAnswers(answers: Answers): Question[] {
  return QUESTIONS.filter(({ name, required }) => {
    const answer = answers[name];
    return required && (answer === undefined || (Array.isArray(answer) && answer.length === 0));
  });
}

/**
 * Turns answers into one validated deployment: reads the files they name, fills in every default, and judges answers
 * together. Says everything that is wrong at once.
 *
 * @throws CertlabError ERR_MISSING_ANSWER, ERR_INPUT, ERR_STACK_VERSION, ERR_READ, ERR_USAGE, with one problem for each
 */
export async function resolveDeployment(answers: Answers, sources: Sources): Promise<Resolved> {
  const reader = new AnswerReader(answers);
  for (const { name, placeholder, description } of missingAnswers(answers)) {
    reader.refuse(name, {
      code: 'ERR_MISSING_ANSWER',
      message: `--${name} is missing`,
      hint: `give --${name} <${placeholder}>: ${description}`,
    });
  }
  const inputs = new Inputs(sources);
  const { secrets, choices, notices } = await readSecrets(reader, inputs);
  const deployment = await readDeployment(reader, inputs, choices);
  reader.problems.push(...contradictionsIn(deployment, reader.failed));
  const unmet = unmetRequirements(deployment, reader.failed);
  reader.problems.push(...unmet.problems);
  reader.finish();
  return { deployment, secrets, notices: [...notices, ...unmet.notices, ...noticesAbout(deployment, reader)] };
}

/** Where an answer is missing or bad, its default stands in until {@link AnswerReader.finish} reports it. */
async function readDeployment(
  reader: AnswerReader,
  inputs: Inputs,
  choices: Awaited<ReturnType<typeof readSecrets>>['choices'],
): Promise<Deployment> {
  const mode = reader.one('mode') ?? 'mutual';
  const stackVersion = reader.one('stack-version') ?? NEWEST_VERSION;
  const fips = reader.one('fips') ?? false;
  const caDays = reader.one('ca-days') ?? DEFAULTS.caDays;
  const iterations = reader.one('kdf-iterations');
  const fleetPolicy = reader.one('fleet-policy');
  const kibana = reader.one('kibana-url');
  const hosts = {
    fleetServers: readEndpoints('fleet-url', reader),
    elasticsearch: readEndpoints('es-url', reader),
    ...(kibana && { kibana }),
    agents: await readAgents(reader, inputs),
  };
  return {
    name: reader.one('name') ?? DEFAULTS.name,
    mode,
    ...hosts,
    fleetPort: reader.one('fleet-port') ?? DEFAULTS.fleetPort,
    sans: readSans(hosts, reader),
    clientAuth: reader.one('client-auth') ?? defaultClientAuth(mode),
    esClientAuth: reader.one('es-client-auth') ?? defaultClientAuth(mode),
    stackVersion,
    keyTypes: keyTypesFor(reader.one('key-type') ?? 'auto', stackVersion),
    days: reader.one('days') ?? Math.min(DEFAULTS.days, caDays),
    caDays,
    agentKeyPassphrase: choices.agentKeyPassphrase ?? defaultAgentKeyPassphrase({ mode, fips, stackVersion }),
    fleetKeyPassphrase: choices.fleetKeyPassphrase ?? 'none',
    esKeyPassphrase: choices.esKeyPassphrase ?? 'none',
    caKeyPassphrase: choices.caKeyPassphrase ?? 'none',
    kdfIterations: iterations === undefined ? DEFAULTS.kdfIterations : { generated: iterations, given: iterations },
    fips,
    targetDir: readTargetDir(reader),
    ...(fleetPolicy !== undefined && { fleetPolicy }),
  };
}

/** One path for each style; what is not given keeps its default. */
function readTargetDir(reader: AnswerReader): Deployment['targetDir'] {
  const paths = reader.all('target-dir').map((path) => ({ style: pathStyle(path)!, path }));
  const twice = paths.find(({ style }, index) => paths.findIndex((other) => other.style === style) !== index);
  if (twice) {
    reader.refuse('target-dir', {
      code: 'ERR_INPUT',
      message: `--target-dir ${twice.path} is a second ${twice.style === 'posix' ? 'POSIX' : 'Windows'} path`,
      hint: 'give at most one path for each of the two',
    });
  }
  return { ...DEFAULTS.targetDir, ...Object.fromEntries(paths.map(({ style, path }) => [style, path])) };
}
