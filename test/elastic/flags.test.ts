import { describe, expect, it } from 'vitest';
import { parseStackVersion } from '../../src/deployment/versions.js';
import { INSTALL_FLAGS, installFlag, isKnownTo } from '../../src/elastic/flags.js';

const knows = (version: string, name: string) => isKnownTo(parseStackVersion(version), installFlag(name)!);

describe('the table of flags', () => {
  it('names each flag, letter and variable of its own once', () => {
    const names = INSTALL_FLAGS.flatMap(({ name, shorthand, variables }) => [name, shorthand, variables?.[0]]);
    const given = names.filter((name) => name !== undefined);
    expect(given.length).toBe(new Set(given).size);
  });

  it('finds a flag by its name and by its letter', () => {
    expect(installFlag('certificate-authorities')?.shorthand).toBe('a');
    expect(installFlag('a')).toBe(installFlag('certificate-authorities'));
    expect(installFlag('fleet-server-cert-ca')).toBeUndefined();
  });

  it.each(INSTALL_FLAGS)('knows since when --$name exists', ({ since }) => {
    for (const version of since) expect(() => parseStackVersion(version)).not.toThrow();
  });

  const FIRST: readonly [flag: string, before: string, first: string][] = [
    ['fleet-server-cert-key-passphrase', '8.7', '8.8'],
    ['fleet-server-service-token-path', '8.7', '8.8'],
    ['elastic-agent-cert', '8.12', '8.13'],
    ['elastic-agent-cert-key', '8.12', '8.13'],
    ['fleet-server-es-cert', '8.12', '8.13'],
    ['fleet-server-es-cert-key', '8.12', '8.13'],
    ['fleet-server-client-auth', '8.12', '8.13'],
    ['elastic-agent-cert-key-passphrase', '8.15', '8.16'],
    ['user', '8.16', '8.17'],
    ['enroll-timeout', '8.18', '8.19'],
    ['enroll-timeout', '9.0', '9.1'],
    ['install-servers', '8.19', '9.0'],
    ['checkin-on-state-change', '9.3.5', '9.3.6'],
    ['checkin-on-state-change', '9.4', '9.4.3'],
  ];
  it.each(FIRST)('has --%s not in %s but in %s', (flag, before, first) => {
    expect([knows(before, flag), knows(first, flag)]).toEqual([false, true]);
  });

  it.each(INSTALL_FLAGS.filter(({ kind }) => kind === 'enum'))('has values for --$name', ({ values }) => {
    expect(values?.length).toBeGreaterThan(1);
  });

  it('gives a container no variable for the passphrase of the agent, nor for a pin or a proxy', () => {
    for (const name of [
      'elastic-agent-cert-key-passphrase',
      'ca-sha256',
      'proxy-url',
      'proxy-header',
      'proxy-disabled',
    ]) {
      expect(installFlag(name)?.variables).toBeUndefined();
    }
  });
});
