import type { QuestionName } from './parsers.js';
import { QUESTIONS } from './questions.js';
import type { Agent, Deployment } from './types.js';
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

const HEADER = ` What was asked for this deployment, with every default filled in. It holds no secrets.
 fleet-certlab create --config <this file> makes the same plan again, with new authorities and keys.
 A passphrase that is "given" comes from its file or variable again.`;

/**
 * The deployment.yml that, read again, gives the same plan. Every answer is written, also where it is the default now.
 * Described by docs/deployment.schema.json.
 */
export async function renderDeploymentFile(deployment: Deployment): Promise<string> {
  const { Document } = await import('yaml');
  const answers = QUESTIONS.filter(({ inFile }) => inFile).flatMap(({ name }): [string, unknown][] => {
    const value = WRITTEN[name as FileQuestion](deployment);
    return value === undefined ? [] : [[name, value]];
  });
  const document = new Document(Object.fromEntries(answers), { aliasDuplicateObjects: false });
  document.commentBefore = HEADER;
  return document.toString({ lineWidth: 0 });
}
