import { describe, expect, it } from 'vitest';
import { isAbsoluteOn, listOf, placesOf } from '../../src/setup/paths.js';

describe("a host's path below --root", () => {
  it.each([
    ['posix', '/etc/fleet-tls/ca.pem', ['/r/etc/fleet-tls/ca.pem']],
    ['windows', 'C:\\ProgramData\\x\\ca.pem', ['/r/C/ProgramData/x/ca.pem', '/r/ProgramData/x/ca.pem']],
    ['windows', 'd:/tls/ca.pem', ['/r/D/tls/ca.pem', '/r/tls/ca.pem']],
    ['windows', '\\\\files\\tls\\ca.pem', ['/r/files/tls/ca.pem']],
  ] as const)('%s %s', (style, path, places) => {
    expect(placesOf(path, style, '/r')).toEqual(places);
  });

  it.each([
    ['posix', '/../../etc/passwd'],
    ['posix', '/a/../../../etc/passwd'],
    ['windows', 'C:\\..\\..\\etc\\passwd'],
    ['windows', '\\\\..\\..\\..\\etc\\passwd'],
  ] as const)('never leads out of it: %s %s', (style, path) => {
    for (const place of placesOf(path, style, '/r/host')) expect(place).toMatch(/^\/r\/host\//);
  });

  it('is itself without --root', () => {
    expect(placesOf('/etc/x', 'posix', undefined)).toEqual(['/etc/x']);
  });
});

describe('an absolute path', () => {
  it.each([
    ['posix', '/x', true],
    ['posix', 'C:\\x', false],
    ['posix', './x', false],
    ['windows', 'C:\\x', true],
    ['windows', 'C:/x', true],
    ['windows', '\\\\server\\share\\x', true],
    ['windows', '/x', false],
    ['windows', 'C:x', false],
  ] as const)('on %s: %s is %s', (style, path, absolute) => {
    expect(isAbsoluteOn(style, path)).toBe(absolute);
  });
});

it('a comma list is split and trimmed', () => {
  expect(listOf('/a, /b ,/c')).toEqual(['/a', '/b', '/c']);
});
