import { domainToUnicode } from 'node:url';
import type { AnswerReader } from './answers.js';
import { DEFAULTS } from './defaults.js';
import { meets } from './requirements.js';
import type { Deployment, Notice } from './types.js';

/** Under this many rounds a passphrase that a person chose can be guessed. */
const FEW_ITERATIONS = 100_000;

/** What was done with the answers, or follows from them, that an operator may not expect. */
const NOTICES: readonly {
  readonly code: string;
  /** One message for each thing there is to say. */
  readonly messages: (deployment: Deployment, reader: Pick<AnswerReader, 'has'>) => readonly string[];
}[] = [
  {
    code: 'fleet-port-differs',
    messages: ({ fleetServers, fleetPort }) =>
      fleetServers
        .filter(({ port }) => port !== fleetPort)
        .map(
          ({ url, port }) =>
            `agents dial ${url}${port === 443 ? ' (443 is the port where a URL names none)' : ''}, but Fleet Server listens on ${fleetPort}: something must forward ${port} to ${fleetPort} without ending TLS, or the URL or --fleet-port must change`,
        ),
  },
  {
    code: 'agent-key-passphrase-dropped',
    messages: ({ mode, agentKeyPassphrase, stackVersion, fips }, reader) =>
      mode === 'mutual' &&
      agentKeyPassphrase === 'none' &&
      !fips &&
      !reader.has('agent-key-passphrase') &&
      !meets(stackVersion, 'agent-key-passphrase')
        ? ["the agents' keys are not encrypted: elastic-agent takes their passphrase from 8.16 on"]
        : [],
  },
  {
    code: 'fips',
    messages: ({ fips, mode, keyTypes }, reader) => {
      if (!fips) return [];
      const changed = mode === 'mutual' && !reader.has('agent-key-passphrase');
      const keys = new Set([keyTypes.authority, keyTypes.leaf]);
      return [
        `--fips: ${changed ? "the agents' keys are not encrypted, because FIPS builds open no encrypted key" : 'nothing had to change, no key is encrypted'}; ${[...keys].join(' and ')} keys are approved`,
      ];
    },
  },
  {
    code: 'days-shortened',
    messages: ({ days, caDays }, reader) =>
      days < DEFAULTS.days && !reader.has('days')
        ? [
            `certificates are valid for ${days} days instead of ${DEFAULTS.days}, as long as their authorities (--ca-days ${caDays})`,
          ]
        : [],
  },
  {
    code: 'days-long',
    messages: ({ days }) =>
      days > DEFAULTS.days
        ? [
            `Apple's platforms accept server certificates of at most ${DEFAULTS.days} days from a private authority, not ${days}`,
          ]
        : [],
  },
  {
    code: 'kdf-iterations-few',
    messages: (deployment) =>
      deployment.kdfIterations.given < FEW_ITERATIONS &&
      [
        deployment.agentKeyPassphrase,
        deployment.fleetKeyPassphrase,
        deployment.esKeyPassphrase,
        deployment.caKeyPassphrase,
      ].includes('given')
        ? [
            `--kdf-iterations ${deployment.kdfIterations.given} is few for a passphrase that somebody chose: it can be guessed`,
          ]
        : [],
  },
  {
    code: 'international-name',
    messages: (deployment) =>
      namesOf(deployment)
        .filter((name) => name.includes('xn--'))
        .map((name) => `${domainToUnicode(name)} is written ${name} in certificates and settings`),
  },
  {
    code: 'agent-on-fleet-server',
    messages: ({ agents, fleetServers }) => {
      const servers = new Set(fleetServers.map(({ host }) => host));
      return agents
        .filter(({ name }) => servers.has(name))
        .map(
          ({ name }) =>
            `${name} is a Fleet Server and an agent: Fleet Server's bundle installs the agent of its host already`,
        );
    },
  },
];

/** Every name that goes into a certificate because somebody gave it. */
function namesOf({ fleetServers, elasticsearch, kibana, agents, sans }: Deployment): string[] {
  return [
    ...new Set([
      ...[...fleetServers, ...elasticsearch, ...(kibana ? [kibana] : [])].map(({ host }) => host),
      ...agents.flatMap(({ name, altNames }) => [name, ...altNames]),
      ...Object.values(sans).flat(),
    ]),
  ];
}

/** The notices that apply, in the table's order. */
export function noticesAbout(deployment: Deployment, reader: Pick<AnswerReader, 'has'>): Notice[] {
  return NOTICES.flatMap(({ code, messages }) => messages(deployment, reader).map((message) => ({ code, message })));
}
