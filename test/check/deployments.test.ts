import { describe, expect, it } from 'vitest';
import type { Deployment, StackVersion } from '../../src/deployment/types.js';
import { isAtLeast } from '../../src/deployment/versions.js';
import { bundleFiles, make } from '../make/fixture.js';
import { checkHosts } from './hosts.js';

const RSA = { authority: 'rsa-2048', leaf: 'rsa-2048' } as const;
const version = (major: number, minor: number): StackVersion => ({ major, minor });

const DEPLOYMENTS: readonly [string, Partial<Deployment>][] = [
  ['mutual 9.5', {}],
  ['one-way 9.5', { mode: 'one-way' }],
  ['mutual 9.2', { stackVersion: version(9, 2) }],
  ['mutual 9.0 with RSA keys', { stackVersion: version(9, 0), keyTypes: RSA }],
  ['mutual 8.16', { stackVersion: version(8, 16) }],
  ['mutual 8.13 with plain keys', { stackVersion: version(8, 13), agentKeyPassphrase: 'none' }],
  ['one-way 8.12', { mode: 'one-way', stackVersion: version(8, 12) }],
  [
    'mutual FIPS on P-384',
    { fips: true, agentKeyPassphrase: 'none', keyTypes: { authority: 'ec-p384', leaf: 'ec-p384' } },
  ],
  ['mutual with every key encrypted', { fleetKeyPassphrase: 'generate', esKeyPassphrase: 'generate' }],
  ['mutual with optional client authentication', { clientAuth: 'optional', esClientAuth: 'optional' }],
];

describe('a deployment that this program made has no finding', () => {
  it.each(DEPLOYMENTS)('%s', async (_, overrides) => {
    const now = new Date();
    const { folder, plan } = await make(overrides, {}, { now });
    const { stackVersion, fips } = plan.deployment;
    const results = await checkHosts(await bundleFiles(folder), { stackVersion, fips, now });
    for (const { findings, handshakes } of Object.values(results)) {
      // The one thing that is said about EC keys before 9.1: `create` says it, too.
      const others = findings.filter(({ rule }) => rule !== 'defend-key-type' || isAtLeast(stackVersion, '9.1'));
      expect(others).toEqual([]);
      expect(handshakes.length).toBeGreaterThanOrEqual(2);
      expect(handshakes.map(({ outcome }) => outcome)).not.toContain('refuse');
    }
    expect(Object.keys(results)).toHaveLength(4);
  });
});
