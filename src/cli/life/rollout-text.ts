import { stepsOf } from '../../plan/rollout.js';
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
export function stepTitle(rollout: RolloutRecord): string {
  const { step, authorities, clientAuth } = rollout;
  const steps = stepsOf(rollout);
  const what = clientAuth ? 'changing client certificates' : `replacing ${listed(authorities.map(({ name }) => name))}`;
  return `${what}, step ${step} of ${steps.length}: hosts ${steps[step - 1]!.title}`;
}

/** What to do about a step, and how to go on. */
export function rolloutAdvice(rollout: RolloutRecord, folder: string): string[] {
  const { step, authorities } = rollout;
  const command = (...words: readonly string[]) => [...invocation(), 'rollout', shortest(folder), ...words].join(' ');
  const pins = step === 1 ? authorities.flatMap(({ name }) => PINS[name] ?? []) : [];
  const isLast = step === stepsOf(rollout).length;
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
