import { describe, expect, it } from 'vitest';
import {
  formatStackVersion,
  isAtLeast,
  NEWEST_VERSION,
  nearestKnownVersion,
  parseStackVersion,
} from '../../src/deployment/versions.js';

it.each([
  ['8.2', { major: 8, minor: 2 }],
  ['8.16.2', { major: 8, minor: 16, patch: 2 }],
  ['8.19', { major: 8, minor: 19 }],
  ['9.0.0', { major: 9, minor: 0, patch: 0 }],
  ['9.5', NEWEST_VERSION],
])('%s is a version, and is written as it was given', (text, version) => {
  expect(parseStackVersion(text)).toEqual(version);
  expect(formatStackVersion(version)).toBe(text);
});

it.each([
  '',
  '9',
  '9.',
  '8.20',
  '8.1',
  '7.17',
  'v9.5',
  '9.05',
  '09.5',
  '9.5.0.1',
  '9.5-SNAPSHOT',
  '9.5.1\n',
  'latest',
  '9,5',
])('%j is no known version', (text) => {
  expect(() => parseStackVersion(text)).toThrow(
    expect.objectContaining({
      code: 'ERR_STACK_VERSION',
      problems: [expect.objectContaining({ hint: expect.stringMatching(/8\.2 to 8\.19, 9\.0 to 9\.5/) })],
    }),
  );
});

it.each(['9.6', '9.10', '9.6.1', '10.0'])('%s is newer than all that is known, and has what came before', (text) => {
  const version = parseStackVersion(text);
  expect(isAtLeast(version, '9.5')).toBe(true);
  expect(nearestKnownVersion(text)).toMatchObject({ version: NEWEST_VERSION, note: expect.stringContaining('9.5') });
});

it.each(['7.17', '8.0', '8.1.3'])('%s is judged as the oldest version that is known', (text) => {
  expect(nearestKnownVersion(text)).toMatchObject({
    version: { major: 8, minor: 2 },
    note: `${text.split('.').slice(0, 2).join('.')} is older than the oldest version known here: it is treated as 8.2`,
  });
});

it('a known version stands for itself', () => {
  expect(nearestKnownVersion('8.16.2')).toEqual({ version: { major: 8, minor: 16, patch: 2 } });
});

describe('a version has what came', () => {
  it.each([
    ['8.13', ['8.13'], true],
    ['8.12', ['8.13'], false],
    ['8.12.2', ['8.13'], false],
    ['9.0', ['8.13'], true],
    ['8.16.2', ['8.16.2'], true],
    ['8.16.1', ['8.16.2'], false],
    // Without patch level 8.16.0 is meant too.
    ['8.16', ['8.16.2'], false],
    ['8.17', ['8.16.2'], true],
    // A change made in several release lines.
    ['8.19', ['8.19', '9.1'], true],
    ['9.0', ['8.19', '9.1'], false],
    ['9.1', ['8.19', '9.1'], true],
    ['9.2.6', ['8.19.13', '9.2.7', '9.3.2', '9.4'], false],
    ['9.2.7', ['8.19.13', '9.2.7', '9.3.2', '9.4'], true],
    ['9.3', ['8.19.13', '9.2.7', '9.3.2', '9.4'], false],
    ['9.4', ['8.19.13', '9.2.7', '9.3.2', '9.4'], true],
    ['9.5', ['8.19.13', '9.2.7', '9.3.2', '9.4'], true],
    ['8.19.14', ['8.19.13', '9.2.7', '9.3.2', '9.4'], true],
    ['9.0.8', ['8.19.13', '9.2.7', '9.3.2', '9.4'], false],
  ] as const)('%s, since %j: %s', (version, since, expected) => {
    expect(isAtLeast(parseStackVersion(version), ...(since as unknown as [string]))).toBe(expected);
  });
});
