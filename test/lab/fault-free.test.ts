import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Deployment } from '../../src/deployment/types.js';
import { proveDeployment } from '../../src/proof/prove.js';
import { KEY_TYPES } from '../../src/x509/write/types.js';
import { EVERY_FAULT_FITS, makeDeployment, temporaryFolder } from './deployments.js';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());

const MODES: readonly [string, Partial<Deployment>][] = [
  ['one-way', { mode: 'one-way' }],
  ['mutual', {}],
  ['optional', { clientAuth: 'optional', esClientAuth: 'optional' }],
];

const VERSIONS: readonly [string, Deployment['stackVersion']][] = [
  ['8.2', { major: 8, minor: 2 }],
  ['8.13', { major: 8, minor: 13 }],
  ['8.16.2', { major: 8, minor: 16, patch: 2 }],
  ['8.19', { major: 8, minor: 19 }],
  ['9.0', { major: 9, minor: 0 }],
  ['9.2', { major: 9, minor: 2 }],
  ['9.5', { major: 9, minor: 5 }],
];

/** Before these, Elastic Agent shows no certificate, or none whose key is encrypted. */
const SHOWS_CERTIFICATES = ['8.13', '8.16.2', '8.19', '9.0', '9.2', '9.5'];
const OPENS_ENCRYPTED_KEYS = SHOWS_CERTIFICATES.slice(1);

const DEPLOYMENTS: readonly [string, Partial<Deployment>][] = [
  ...MODES.flatMap(([mode, asked]) =>
    VERSIONS.filter(([version]) => mode === 'one-way' || SHOWS_CERTIFICATES.includes(version)).map(
      ([version, stackVersion]): [string, Partial<Deployment>] => [
        `${mode} ${version}`,
        {
          ...asked,
          stackVersion,
          ...(!OPENS_ENCRYPTED_KEYS.includes(version) && { agentKeyPassphrase: 'none' }),
        },
      ],
    ),
  ),
  ...KEY_TYPES.flatMap((keyType) =>
    (['one-way', 'mutual'] as const).map((mode): [string, Partial<Deployment>] => [
      `${mode} with ${keyType}`,
      {
        mode,
        keyTypes: { authority: keyType, leaf: keyType },
        agents: [{ name: 'web-01', platform: 'linux', altNames: [] }],
      },
    ]),
  ),
  [
    'mutual with every key encrypted',
    { fleetKeyPassphrase: 'generate', esKeyPassphrase: 'generate', caKeyPassphrase: 'generate' },
  ],
  ['mutual for FIPS builds', { fips: true, agentKeyPassphrase: 'none' }],
];

describe('a deployment without a fault is proved without a single finding', () => {
  it.each(DEPLOYMENTS)('%s', async (name, overrides) => {
    const good = join(folder.path, name.replaceAll(' ', '-'));
    await makeDeployment(good, { ...EVERY_FAULT_FITS, ...overrides });
    const proof = await proveDeployment([good], { now: new Date() });
    expect(proof.findings).toEqual([]);
    expect(proof.ok).toBe(true);
  });
});
