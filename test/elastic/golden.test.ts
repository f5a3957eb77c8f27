import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Deployment, Mode } from '../../src/deployment/types.js';
import { everything, planFor } from './fixture.js';

const GOLDEN = new URL('golden/', import.meta.url);

/** Elastic Agent takes passphrases from 8.16 on. */
const CASES: readonly (readonly [Mode, string, Partial<Deployment>])[] = [
  ['one-way', '8.13', {}],
  ['one-way', '8.16', {}],
  ['one-way', '9.0', {}],
  ['one-way', '9.2', {}],
  ['one-way', '9.5', {}],
  ['mutual', '8.13', { agentKeyPassphrase: 'none' }],
  ['mutual', '8.16', {}],
  ['mutual', '9.0', {}],
  ['mutual', '9.2', {}],
  ['mutual', '9.5', {}],
];

describe('commands and settings', () => {
  it.each(CASES)('of mode %s for %s are, byte for byte, those that were checked by hand', (mode, version, changes) => {
    const golden = readFileSync(new URL(`${mode}-${version}.txt`, GOLDEN), 'utf8');
    expect(everything(planFor(mode, version, changes))).toBe(golden);
  });

  it('are checked in every golden file', () => {
    expect(readdirSync(GOLDEN).sort()).toEqual(CASES.map(([mode, version]) => `${mode}-${version}.txt`).sort());
  });
});
