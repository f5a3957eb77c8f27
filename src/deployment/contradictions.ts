import type { Problem } from '../errors.js';
import type { QuestionName } from './parsers.js';
import { PASSPHRASES } from './secrets.js';
import type { Deployment } from './types.js';

/** Two answers that cannot both be meant. */
interface Contradiction {
  /** Nothing is said when one of these answers is missing or bad itself. */
  readonly between: readonly QuestionName[];
  readonly applies: (deployment: Deployment) => boolean;
  readonly message: (deployment: Deployment) => string;
  readonly hint: string;
}

const ONE_WAY =
  'in one-way mode no client shows a certificate: say --mode mutual, and none for the link that needs no client certificates';

const CONTRADICTIONS: readonly Contradiction[] = [
  {
    between: ['mode', 'client-auth'],
    applies: ({ mode, clientAuth }) => mode === 'one-way' && clientAuth !== 'none',
    message: ({ clientAuth }) => `--mode one-way contradicts --client-auth ${clientAuth}`,
    hint: ONE_WAY,
  },
  {
    between: ['mode', 'es-client-auth'],
    applies: ({ mode, esClientAuth }) => mode === 'one-way' && esClientAuth !== 'none',
    message: ({ esClientAuth }) => `--mode one-way contradicts --es-client-auth ${esClientAuth}`,
    hint: ONE_WAY,
  },
  {
    between: ['mode', 'client-auth', 'es-client-auth'],
    applies: ({ mode, clientAuth, esClientAuth }) =>
      mode === 'mutual' && clientAuth === 'none' && esClientAuth === 'none',
    message: () => '--mode mutual contradicts --client-auth none together with --es-client-auth none',
    hint: 'say --mode one-way, or ask for client certificates on one of the links',
  },
  {
    between: ['mode', 'agent-key-passphrase'],
    applies: ({ mode, agentKeyPassphrase }) => mode === 'one-way' && agentKeyPassphrase !== 'none',
    message: () => '--mode one-way contradicts --agent-key-passphrase: agents get no key',
    hint: 'leave the passphrase out, or say --mode mutual',
  },
  {
    between: ['days', 'ca-days'],
    applies: ({ days, caDays }) => days > caDays,
    message: ({ days, caDays }) => `--days ${days} is more than the ${caDays} days of --ca-days`,
    hint: 'a certificate never outlives its authority: give fewer --days or more --ca-days',
  },
  ...Object.entries(PASSPHRASES).map(
    ([field, name]): Contradiction => ({
      between: ['fips', name],
      applies: (deployment) => deployment.fips && deployment[field as keyof typeof PASSPHRASES] !== 'none',
      message: () => `--fips contradicts --${name}: FIPS builds open no encrypted key`,
      hint: `say --${name} none, or leave --fips out`,
    }),
  ),
];

/** The contradictions among the answers that could be read. */
export function contradictionsIn(deployment: Deployment, failed: ReadonlySet<QuestionName>): Problem[] {
  return CONTRADICTIONS.filter(
    ({ between, applies }) => !between.some((name) => failed.has(name)) && applies(deployment),
  ).map(({ message, hint }) => ({ code: 'ERR_INPUT', message: message(deployment), hint }));
}
