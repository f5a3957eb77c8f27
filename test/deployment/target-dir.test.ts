import { describe, expect, it } from 'vitest';
import { BadAnswer } from '../../src/deployment/bad-answer.js';
import { parseTargetDir } from '../../src/deployment/target-dir.js';
import { deploymentOf, messagesOf } from './support.js';

it.each([
  ['/etc/fleet-tls', '/etc/fleet-tls'],
  ['/etc/fleet-tls/', '/etc/fleet-tls'],
  ['/srv/tls.d/fleet_1', '/srv/tls.d/fleet_1'],
  ['C:\\ProgramData\\fleet-tls', 'C:\\ProgramData\\fleet-tls'],
  ['d:\\tls\\', 'D:\\tls'],
])('%s is where files may live', (text, canonical) => {
  expect(parseTargetDir(text)).toBe(canonical);
});

it.each([
  '',
  'etc/fleet-tls',
  './tls',
  '~/tls',
  '/',
  'C:\\',
  'C:',
  'C:tls',
  '\\tls',
  '\\\\server\\share',
  'C:/tls',
  '/a b',
  '/a\tb',
  '/a\n',
  '/a,b',
  '/a//b',
  '/a/../b',
  '/a/./b',
  '/a/..',
  'C:\\a\\..\\b',
  'C:\\Program Files\\tls',
  'C:\\a.\\b',
  'C:\\a:b',
  'C:\\con',
  'C:\\tls\\aux.d',
  'C:\\com¹',
  '/a;b',
  "/a'b",
  '/a"b',
  '/$HOME',
  '/-a',
  '/tmp/tls',
  '/run',
  '/opt/Elastic/Agent/tls',
  `/${'a'.repeat(250)}`,
])('%j is not', (text) => {
  expect(() => parseTargetDir(text)).toThrow(BadAnswer);
});

describe('a folder that others use too', () => {
  const SYSTEM = [
    ...[
      '/',
      '/bin',
      '/boot',
      '/etc',
      '/etc/',
      '/etc/ssl/certs',
      '/home',
      '/lib',
      '/opt',
      '/root',
      '/srv',
      '/usr',
      '/usr/bin',
    ],
    ...['/usr/local', '/usr/share', '/var', '/var/lib', '/var/log', '/Users', '/Library', '/System', '/private/etc'],
    ...['C:\\', 'D:\\', 'C:\\Windows', 'C:\\Windows\\', 'c:\\windows', 'C:\\WINDOWS\\System32', 'D:\\Windows'],
    ...[
      'C:\\ProgramData',
      'c:\\programdata',
      'C:\\Program Files',
      'C:\\Program Files (x86)',
      'C:\\Users',
      'C:\\USERS\\Public',
    ],
  ];
  const HOMES = ['/home/alice', '/Users/alice', 'C:\\Users\\alice', 'd:\\users\\Administrator'];
  const BELOW = [
    ...[
      '/etc/elastic-agent/certs',
      '/etc/fleet-tls',
      '/etc/ssl/fleet',
      '/home/alice/tls',
      '/opt/tls',
      '/root/tls',
      '/srv/tls',
    ],
    ...['/usr/local/etc/tls', '/var/lib/fleet-tls', '/Library/fleet-tls', '/etcetera'],
    ...['C:\\ProgramData\\fleet-tls', 'C:\\Windows\\tls', 'C:\\Users\\alice\\tls', 'C:\\Windows2'],
  ];
  const refusal = (text: string) => {
    try {
      return { path: parseTargetDir(text) };
    } catch (error) {
      return { message: (error as BadAnswer).message, hint: (error as BadAnswer).hint };
    }
  };

  it.each(SYSTEM)('%s is refused with a folder to use instead', (text) => {
    const { message, hint } = refusal(text);
    expect(message).toMatch(/^is a (system folder|whole file system)$/);
    expect(parseTargetDir(/for example (.*)$/.exec(hint!)![1]!)).toMatch(text.includes(':') ? /^C:/ : /^\//);
  });

  it.each(HOMES)('%s is refused', (text) => {
    expect(refusal(text).message).toBe("is a user's home folder");
  });

  it.each(BELOW)('%s is not one', (text) => {
    expect(refusal(text)).toEqual({ path: text });
  });

  it.each([
    ['/etc', '--target-dir "/etc" is a system folder'],
    ['C:\\ProgramData', '--target-dir "C:\\\\ProgramData" is a system folder'],
  ])('%s is named in the error', async (text, message) => {
    expect(await messagesOf({ 'target-dir': [text] })).toEqual([message]);
  });
});

it('replaces the default of its own style only', async () => {
  expect((await deploymentOf({ 'target-dir': ['/srv/tls'] })).targetDir).toEqual({
    posix: '/srv/tls',
    windows: 'C:\\ProgramData\\fleet-tls',
  });
  expect((await deploymentOf({ 'target-dir': ['D:\\tls', '/srv/tls'] })).targetDir).toEqual({
    posix: '/srv/tls',
    windows: 'D:\\tls',
  });
});

it('is given at most once for each style', async () => {
  expect(await messagesOf({ 'target-dir': ['/srv/a', '/srv/b'] })).toEqual([
    '--target-dir /srv/b is a second POSIX path',
  ]);
});
