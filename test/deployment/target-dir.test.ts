import { expect, it } from 'vitest';
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
