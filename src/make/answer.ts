import { AnswerReader, type Answers } from '../deployment/answers.js';
import {
  answersOf,
  askedQuestions,
  editDeploymentFile,
  type FileQuestion,
  readDeploymentFile,
} from '../deployment/file.js';
import { Inputs, type Sources } from '../deployment/inputs.js';
import { joinAnswers } from '../deployment/join.js';
import { type Resolved, resolveDeployment } from '../deployment/resolve.js';
import { readSecrets } from '../deployment/secrets.js';
import type { Deployment, Notice, Secrets } from '../deployment/types.js';
import { CertlabError } from '../errors.js';
import { type OpenDeployment, readDeploymentYml, standInSources } from './open.js';

/** A deployment with other answers than before. */
export interface Reanswered extends Pick<Resolved, 'deployment' | 'notices'> {
  /** Passphrases that were given on this run. */
  readonly secrets: Secrets;
  /** The deployment.yml to go with it. */
  readonly deploymentYml: string;
}

/**
 * Answers some questions of a deployment again; lists of hosts and names grow. Every other answer stays as it was when the
 * deployment was made, also where it was a default.
 *
 * @throws CertlabError as resolveDeployment does, ERR_READ or ERR_INPUT when deployment.yml does not read or was edited
 */
export async function reanswer(open: OpenDeployment, answers: Answers, sources: Sources): Promise<Reanswered> {
  const { text, notices: known } = await readUnedited(open);
  const before = answersOf(open.deployment);
  const joined = joinAnswers(before, answers);
  const standIns = standInSources(joined).environment;
  const environment = { ...standIns, ...defined(sources.environment) };
  const { deployment, secrets, notices } = await resolveDeployment(joined, { ...sources, environment });
  const changed = askedQuestions(deployment, answers);
  return {
    deployment,
    // What holds for the deployment as it is was said when it was made.
    notices: notices.filter(({ message }) => !known.some((one) => one.message === message)),
    secrets: Object.fromEntries(
      Object.entries(secrets).filter(([, secret]) => !Object.values(standIns).includes(secret)),
    ),
    deploymentYml: await editDeploymentFile(text, deployment, changed),
  };
}

const defined = (environment: Sources['environment']) =>
  Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined));

/**
 * The deployment.yml, and what there is to notice about the deployment as it is. What was edited by hand is refused: it would
 * be undone, or done without anybody having looked at what it means for hosts.
 */
async function readUnedited({
  folder,
  deployment,
}: OpenDeployment): Promise<{ readonly text: string; readonly notices: readonly Notice[] }> {
  const { text, path } = await readDeploymentYml(folder);
  const before = answersOf(deployment);
  const edited = { ...before, ...(await readDeploymentFile(text, path)) };
  const { deployment: meant, notices } = await resolveDeployment(edited, standInSources(edited));
  const after = answersOf(meant);
  const differs = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
  if (differs.length === 0) return { text, notices };
  throw new CertlabError({
    code: 'ERR_INPUT',
    message: `${path} does not describe the deployment as it is: ${differs.join(', ')} ${differs.length === 1 ? 'differs' : 'differ'}`,
    hint: 'take the edit back; add and remove change the file and the deployment together',
  });
}

/** The deployment without some of its agents. */
export async function withoutAgents(open: OpenDeployment, names: ReadonlySet<string>): Promise<Reanswered> {
  const { text } = await readUnedited(open);
  const { agents, sans } = open.deployment;
  const deployment: Deployment = {
    ...open.deployment,
    agents: agents.filter(({ name }) => !names.has(name)),
    sans: Object.fromEntries(Object.entries(sans).filter(([host]) => !names.has(host))),
  };
  const changed: FileQuestion[] = [
    'agent',
    ...(Object.keys(sans).some((host) => names.has(host)) ? ['san' as const] : []),
  ];
  return { deployment, secrets: {}, notices: [], deploymentYml: await editDeploymentFile(text, deployment, changed) };
}

/**
 * The passphrase that opens the keys of CAs: from a file, or from FLEET_CERTLAB_CA_KEY_PASSPHRASE.
 *
 * @throws CertlabError ERR_READ, ERR_INPUT
 */
export async function caKeyPassphrase(file: string | undefined, sources: Sources): Promise<string | undefined> {
  const reader = new AnswerReader(file === undefined ? {} : { 'ca-key-passphrase-file': file });
  const { secrets } = await readSecrets(reader, new Inputs(sources));
  reader.finish();
  return secrets.caKeyPassphrase;
}
