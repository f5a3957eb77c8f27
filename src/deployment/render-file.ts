import type { Answers, AnswerValue } from './answers.js';
import type { QuestionName } from './parsers.js';
import { QUESTIONS } from './questions.js';
import type { Agent, Deployment, PassphraseChoice } from './types.js';
import { formatStackVersion } from './versions.js';

/** The questions that a deployment.yml may answer: files hold secrets or are read once, and are named by flags only. */
export type FileQuestion = Exclude<QuestionName, `${string}-file`>;

/** How each answer is written down; undefined where the default says the same for ever. */
const WRITTEN: Readonly<Record<FileQuestion, (deployment: Deployment) => unknown>> = {
  name: ({ name }) => name,
  mode: ({ mode }) => mode,
  'fleet-url': ({ fleetServers }) => fleetServers.map(({ url }) => url),
  'fleet-port': ({ fleetPort }) => fleetPort,
  'es-url': ({ elasticsearch }) => elasticsearch.map(({ url }) => url),
  'kibana-url': ({ kibana }) => kibana?.url,
  agent: ({ agents }) => (agents.length > 0 ? agents.map(writtenAgent) : undefined),
  san: ({ sans }) => (Object.keys(sans).length > 0 ? Object.fromEntries(Object.entries(sans)) : undefined),
  'client-auth': ({ clientAuth }) => clientAuth,
  'es-client-auth': ({ esClientAuth }) => esClientAuth,
  'stack-version': ({ stackVersion }) => formatStackVersion(stackVersion),
  // Only auto gives authorities another type than what they sign.
  'key-type': ({ keyTypes }) => (keyTypes.authority === keyTypes.leaf ? keyTypes.leaf : 'auto'),
  days: ({ days }) => days,
  'ca-days': ({ caDays }) => caDays,
  'agent-key-passphrase': ({ agentKeyPassphrase }) => agentKeyPassphrase,
  'fleet-key-passphrase': ({ fleetKeyPassphrase }) => fleetKeyPassphrase,
  'es-key-passphrase': ({ esKeyPassphrase }) => esKeyPassphrase,
  'ca-key-passphrase': ({ caKeyPassphrase }) => caKeyPassphrase,
  // One number cannot say the two defaults.
  'kdf-iterations': ({ kdfIterations: { generated, given } }) => (generated === given ? given : undefined),
  fips: ({ fips }) => fips,
  'target-dir': ({ targetDir }) => [targetDir.posix, targetDir.windows],
  'fleet-policy': ({ fleetPolicy }) => fleetPolicy,
};

function writtenAgent({ name, platform, altNames }: Agent): unknown {
  if (platform === 'linux' && altNames.length === 0) return name;
  return { name, platform, ...(altNames.length > 0 && { 'alt-names': altNames }) };
}

const HEADER = ` What was asked for this deployment. It holds no secrets.
 What is not here had its default when the deployment was made; inventory.json holds every answer.
 fleet-certlab create --config <this file> makes another deployment from these answers, with new CAs and keys.
 A passphrase that is "given" comes from its file or variable again.`;

const FILE_QUESTIONS = QUESTIONS.filter(({ inFile }) => inFile).map(({ name }) => name as FileQuestion);

/** What an answer given another way is called in the file: agents may come from a CSV, a passphrase from its own file. */
const writtenAs = (name: string): string =>
  name === 'agents-file' ? 'agent' : name.replace(/-passphrase-file$/, '-passphrase');

/** The questions that were answered, also by a file or a variable: those that belong into the deployment.yml. */
export function askedQuestions(deployment: Deployment, answers: Answers): ReadonlySet<FileQuestion> {
  const answered = new Set(Object.keys(answers).map(writtenAs));
  return new Set(
    FILE_QUESTIONS.filter(
      (name) => answered.has(name) || WRITTEN[name](deployment) === ('given' satisfies PassphraseChoice),
    ),
  );
}

/** The deployment.yml with the answers to these questions, described by docs/deployment.schema.json. */
export async function renderDeploymentFile(deployment: Deployment, asked: ReadonlySet<FileQuestion>): Promise<string> {
  const { Document } = await import('yaml');
  const answers = FILE_QUESTIONS.filter((name) => asked.has(name)).map((name) => [name, WRITTEN[name](deployment)]);
  const document = new Document(Object.fromEntries(answers.filter(([, value]) => value !== undefined)), {
    aliasDuplicateObjects: false,
  });
  document.commentBefore = HEADER;
  return document.toString({ lineWidth: 0 });
}

/**
 * Writes the answers to some questions anew into a deployment.yml; everything else in it stays, comments included.
 *
 * @param text a deployment.yml that reads
 */
export async function editDeploymentFile(
  text: string,
  deployment: Deployment,
  changed: Iterable<FileQuestion>,
): Promise<string> {
  const { parseDocument } = await import('yaml');
  // As it is read: scalars are text, so that 9.10 stays 9.10.
  const document = parseDocument(text, { schema: 'failsafe', logLevel: 'error' });
  for (const name of changed) {
    const value = WRITTEN[name](deployment);
    if (value === undefined) document.delete(name);
    else document.set(name, asText(value));
  }
  return document.toString({ lineWidth: 0 });
}

/** Every scalar as text, for a document that has no other. */
function asText(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asText);
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, asText(inner)]));
}

/** Every answer that gives this deployment again, whatever the defaults are by then. */
export function answersOf(deployment: Deployment): Answers {
  const { agents, sans } = deployment;
  const written = FILE_QUESTIONS.flatMap((name): [string, AnswerValue][] => {
    const value = WRITTEN[name](deployment);
    if (value === undefined) return [];
    return [[name, Array.isArray(value) ? value.map(String) : String(value)]];
  });
  return {
    ...Object.fromEntries(written),
    ...(agents.length > 0 && { agent: agents }),
    ...(Object.keys(sans).length > 0 && {
      san: Object.entries(sans).map(([host, names]) => `${host}=${names.join(',')}`),
    }),
  };
}
