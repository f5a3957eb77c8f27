import { ROTATION } from '../../plan/rollout.js';
import type { AuthorityName } from '../../plan/types.js';
import type { RolloutRecord } from '../../store/types.js';
import { listed } from '../count.js';
import { shortest } from '../end-screen.js';
import { invocation } from '../invocation.js';

/** Where settings may name a CA by a digest: a digest cannot name two CAs. */
const PINS: Readonly<Partial<Record<AuthorityName, string>>> = {
  'es-ca': 'ca_trusted_fingerprint and ca_sha256 of outputs, and --fleet-server-es-ca-trusted-fingerprint',
  'fleet-ca': '--ca-sha256',
};

/** The step in words, as the title of what is to be done. */
export const stepTitle = ({ step, authorities }: RolloutRecord): string =>
  `replacing ${listed(authorities.map(({ name }) => name))}, step ${step} of ${ROTATION.length}: hosts ${ROTATION[step - 1]!.title}`;

/** What to do about a step, and how to go on. */
export function rolloutAdvice(rollout: RolloutRecord, folder: string): string[] {
  const { step, authorities } = rollout;
  const command = (...words: readonly string[]) => [...invocation(), 'rollout', shortest(folder), ...words].join(' ');
  const pins = step === 1 ? authorities.flatMap(({ name }) => PINS[name] ?? []) : [];
  const isLast = step === ROTATION.length;
  return [
    '',
    `This is ${stepTitle(rollout)}.`,
    'Old and new hosts connect to each other: visit them in any order, and stop whenever you like.',
    ...(pins.length === 0
      ? []
      : [
          `A digest cannot name two CAs: where ${listed(pins)} are in use, name the CA file instead before the next step.`,
        ]),
    isLast ? 'When every host is done, end the rollout:' : 'When every host is done, go on:',
    `  ${command('--next')}`,
    `To take the step back: ${command('--back')}`,
  ];
}
