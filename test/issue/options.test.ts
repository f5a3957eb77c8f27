import { availableParallelism } from 'node:os';
import { expect, it } from 'vitest';
import { defaultConcurrency } from '../../src/issue/options.js';

const FEW = { generated: 2048, given: 2048 };
const MANY = { generated: 600_000, given: 600_000 };

it.each([
  ['EC keys without a passphrase', 'ec-p256', 'none', MANY],
  ['EC keys under a passphrase with few iterations', 'ec-p384', 'generate', FEW],
] as const)('%s are all made at a time, as far as the work is ahead', (_which, keyType, passphrase, iterations) => {
  expect(defaultConcurrency([{ keyType, passphrase }], iterations)).toBe(Number.POSITIVE_INFINITY);
});

it.each([
  ['RSA keys', 'rsa-2048', 'none', FEW],
  ['EC keys under generated passphrases with many iterations', 'ec-p256', 'generate', { ...FEW, generated: 600_000 }],
  ['EC keys under a given passphrase with many iterations', 'ec-p256', 'given', { ...FEW, given: 600_000 }],
] as const)(
  '%s are made a few at a time, because an exit waits for all that is queued',
  (_which, keyType, passphrase, iterations) => {
    const quick = { keyType: 'ec-p256', passphrase: 'none' } as const;
    const most = defaultConcurrency([quick, { keyType, passphrase }], iterations);
    expect(most).toBeGreaterThanOrEqual(1);
    expect(most).toBeLessThanOrEqual(availableParallelism() + 1);
  },
);
