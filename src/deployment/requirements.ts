import type { Problem } from '../errors.js';
import type { QuestionName } from './parsers.js';
import type { Deployment, Notice, StackVersion } from './types.js';
import { formatStackVersion, isAtLeast } from './versions.js';

/** Names a row of {@link REQUIREMENTS}; the code of its notice. */
export type RequirementId =
  | 'agent-client-certificate'
  | 'elasticsearch-client-certificate'
  | 'agent-key-passphrase'
  | 'fleet-key-passphrase'
  | 'ec-key'
  | 'fips-builds'
  | 'own-agent-through-localhost';

/** A wish that not every version of the stack can meet. */
export interface Requirement {
  readonly id: RequirementId;
  /** The answer that holds the wish. */
  readonly question: QuestionName;
  readonly wished: (deployment: Deployment) => boolean;
  /** The first version that can; of each release line where several got it. */
  readonly since: readonly [string, ...string[]];
  /** What the wish is, as the beginning of a sentence. */
  readonly wish: (deployment: Deployment) => string;
  readonly reason: string;
  /** An error stops, a notice only says what will not work. */
  readonly severity: 'error' | 'notice';
  /** The way out besides a newer version. */
  readonly otherwise: string;
}

/** What a version must have for a wish. Sources: the release tags of elastic-agent and fleet-server. */
export const REQUIREMENTS: readonly Requirement[] = [
  {
    id: 'agent-client-certificate',
    question: 'client-auth',
    wished: ({ clientAuth }) => clientAuth !== 'none',
    since: ['8.13'],
    wish: ({ clientAuth }) => `client certificates of agents (--client-auth ${clientAuth})`,
    reason: 'elastic-agent has no flags for them before',
    severity: 'error',
    otherwise: 'say --mode one-way, or --client-auth none',
  },
  {
    id: 'elasticsearch-client-certificate',
    question: 'es-client-auth',
    wished: ({ esClientAuth }) => esClientAuth !== 'none',
    since: ['8.13'],
    wish: ({ esClientAuth }) => `client certificates for Elasticsearch (--es-client-auth ${esClientAuth})`,
    reason: 'elastic-agent has no flags for the certificate of Fleet Server before',
    severity: 'error',
    otherwise: 'say --mode one-way, or --es-client-auth none',
  },
  {
    id: 'agent-key-passphrase',
    question: 'agent-key-passphrase',
    wished: ({ agentKeyPassphrase }) => agentKeyPassphrase !== 'none',
    since: ['8.16'],
    wish: () => "a passphrase for the agents' keys",
    reason: 'elastic-agent has no --elastic-agent-cert-key-passphrase before',
    severity: 'error',
    otherwise: 'say --agent-key-passphrase none',
  },
  {
    id: 'fleet-key-passphrase',
    question: 'fleet-key-passphrase',
    wished: ({ fleetKeyPassphrase }) => fleetKeyPassphrase !== 'none',
    since: ['8.8'],
    wish: () => "a passphrase for Fleet Server's key",
    reason: 'elastic-agent has no --fleet-server-cert-key-passphrase before',
    severity: 'error',
    otherwise: 'say --fleet-key-passphrase none',
  },
  {
    id: 'ec-key',
    question: 'key-type',
    wished: ({ keyTypes }) => keyTypes.leaf.startsWith('ec-') || keyTypes.authority.startsWith('ec-'),
    since: ['9.1'],
    wish: ({ keyTypes }) => `${keyTypes.leaf} with Elastic Defend`,
    reason: 'Elastic Defend reads only RSA before; without Defend it works',
    severity: 'notice',
    otherwise: 'say --key-type auto where agents run Defend',
  },
  {
    id: 'fips-builds',
    question: 'fips',
    wished: ({ fips }) => fips,
    since: ['9.0'],
    wish: () => '--fips',
    reason: 'there are no FIPS builds of Elastic Agent before',
    severity: 'notice',
    otherwise: 'leave --fips out',
  },
  {
    id: 'own-agent-through-localhost',
    question: 'fleet-url',
    wished: ({ fleetServers, fleetPort }) => fleetServers.some(({ port }) => port !== fleetPort),
    since: ['8.19.13', '9.2.7', '9.3.2', '9.4'],
    wish: () => "enrolling Fleet Server's own agent past the forwarder",
    reason: 'its first request goes to --url before, so the host of Fleet Server must reach that URL itself',
    severity: 'notice',
    otherwise: 'let the forwarder answer there, or give the listening port in --fleet-url',
  },
];

/** Whether a version can meet a wish. */
export function meets(version: StackVersion, id: RequirementId): boolean {
  return isAtLeast(version, ...REQUIREMENTS.find((row) => row.id === id)!.since);
}

/** Wishes that this deployment's version cannot meet, among the answers that could be read. */
export function unmetRequirements(
  deployment: Deployment,
  failed: ReadonlySet<QuestionName>,
): { problems: Problem[]; notices: Notice[] } {
  const unmet = REQUIREMENTS.filter(
    ({ question, wished, since }) =>
      !failed.has(question) &&
      !failed.has('stack-version') &&
      wished(deployment) &&
      !isAtLeast(deployment.stackVersion, ...since),
  );
  const message = ({ wish, since, reason }: Requirement) =>
    `${wish(deployment)}: Elastic Stack ${since.join(', ')} or later is needed, not ${formatStackVersion(deployment.stackVersion)}; ${reason}`;
  return {
    problems: unmet
      .filter(({ severity }) => severity === 'error')
      .map((row) => ({
        code: 'ERR_STACK_VERSION',
        message: message(row),
        hint: `give --stack-version ${row.since[0]} or later, or ${row.otherwise.replace(/^say /, '')}`,
      })),
    notices: unmet
      .filter(({ severity }) => severity === 'notice')
      .map((row) => ({ code: row.id, message: `${message(row)}; ${row.otherwise}` })),
  };
}
