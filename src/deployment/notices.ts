import { domainToUnicode } from 'node:url';
import type { AnswerReader } from './answers.js';
import { DEFAULTS, defaultAgentKeyPassphrase } from './defaults.js';
import { few } from './few.js';
import { meets } from './requirements.js';
import { PASSPHRASES, type PassphraseField } from './secrets.js';
import type { Deployment, Notice } from './types.js';
import { formatStackVersion, isNewer, NEWEST_VERSION } from './versions.js';

/** Under this many rounds a passphrase that a person chose can be guessed. */
const FEW_ITERATIONS = 100_000;

type Answered = Pick<AnswerReader, 'has'>;

/** What was done with the answers, or follows from them, that an operator may not expect. */
const NOTICES: readonly {
  readonly code: string;
  /** Undefined where there is nothing to say. */
  readonly message: (deployment: Deployment, answered: Answered) => string | undefined;
}[] = [
  {
    code: 'stack-version-newer',
    message: ({ stackVersion }) =>
      isNewer(stackVersion)
        ? `${formatStackVersion(stackVersion)} is newer than the newest version known here: it is treated as ${formatStackVersion(NEWEST_VERSION)}`
        : undefined,
  },
  {
    code: 'fleet-port-differs',
    message: ({ fleetServers, fleetPort }) => {
      const others = fleetServers.filter(({ port }) => port !== fleetPort);
      return several(
        others.map(({ url, port }) =>
          port === 443 ? `${url} (443 is what agents dial where a URL names no port)` : url,
        ),
        (urls) =>
          `agents dial ${urls}, but Fleet Server listens on ${fleetPort}: something must forward there without ending TLS, or the URL or --fleet-port must change`,
      );
    },
  },
  {
    code: 'agent-key-passphrase-dropped',
    message: ({ mode, fips, stackVersion }, answered) =>
      mode === 'mutual' &&
      !fips &&
      !answered.has('agent-key-passphrase') &&
      !meets(stackVersion, 'agent-key-passphrase')
        ? "the agents' keys are not encrypted: elastic-agent takes their passphrase from 8.16 on"
        : undefined,
  },
  {
    code: 'fips',
    message: (deployment, answered) => {
      const { fips, keyTypes } = deployment;
      if (!fips) return undefined;
      const otherwise = defaultAgentKeyPassphrase({ ...deployment, fips: false });
      const changed = otherwise !== 'none' && !answered.has('agent-key-passphrase');
      const keys = [...new Set([keyTypes.authority, keyTypes.leaf])].join(' and ');
      return `--fips: ${changed ? "the agents' keys are not encrypted, because FIPS builds open no encrypted key" : 'nothing had to change, no key is encrypted'}; ${keys} keys are approved`;
    },
  },
  {
    code: 'days-shortened',
    message: ({ days, caDays }, answered) =>
      days < DEFAULTS.days && !answered.has('days')
        ? `certificates are valid for ${days} days instead of ${DEFAULTS.days}, as long as their authorities (--ca-days ${caDays})`
        : undefined,
  },
  {
    code: 'days-long',
    message: ({ days }) =>
      days > DEFAULTS.days
        ? `Apple's platforms accept server certificates of at most ${DEFAULTS.days} days from a private authority, not ${days}`
        : undefined,
  },
  {
    code: 'kdf-iterations-few',
    message: (deployment) =>
      deployment.kdfIterations.given < FEW_ITERATIONS &&
      Object.keys(PASSPHRASES).some((field) => deployment[field as PassphraseField] === 'given')
        ? `--kdf-iterations ${deployment.kdfIterations.given} is few for a passphrase that somebody chose: it can be guessed`
        : undefined,
  },
  {
    code: 'international-name',
    message: (deployment) =>
      several(
        namesOf(deployment)
          .filter((name) => name.includes('xn--'))
          .map((name) => `${domainToUnicode(name)} as ${name}`),
        (names) => `certificates and settings hold names as DNS does: ${names}`,
      ),
  },
  {
    code: 'agent-on-fleet-server',
    message: ({ agents, fleetServers }) => {
      const servers = new Set(fleetServers.map(({ host }) => host));
      return several(
        agents.map(({ name }) => name).filter((name) => servers.has(name)),
        (names) =>
          `Fleet Server's bundle installs the agent of its host already, a second bundle is made for: ${names}`,
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

function several(items: readonly string[], message: (items: string) => string): string | undefined {
  return items.length === 0 ? undefined : message(few(items));
}

/** The notices that apply, in the table's order. */
export function noticesAbout(deployment: Deployment, answered: Answered): Notice[] {
  return NOTICES.flatMap(({ code, message }) => {
    const text = message(deployment, answered);
    return text === undefined ? [] : [{ code, message: text }];
  });
}
