import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { check } from '../../src/check/check.js';
import type { CheckOptions, NamedText } from '../../src/check/types.js';
import type { Deployment, StackVersion } from '../../src/deployment/types.js';
import { bundleFiles, make, scratchFolder } from '../create/fixture.js';

type Files = Awaited<ReturnType<typeof bundleFiles>>;

/** Where bundles install to, below the folder that stands for their host. */
const PLACES = { agent: 'etc/fleet-tls', 'fleet-server': 'etc/fleet-tls', elasticsearch: 'etc/elasticsearch/certs' };

/** Lays out the files of one bundle as its host will have them. */
async function hostOf(files: Files, id: string): Promise<string> {
  const root = await scratchFolder();
  const role = id.startsWith('fleet-server')
    ? 'fleet-server'
    : id.startsWith('elasticsearch')
      ? 'elasticsearch'
      : 'agent';
  const place = id.startsWith('agent-win') ? 'C/ProgramData/fleet-tls' : PLACES[role];
  for (const [path, { content, mode }] of files) {
    if (!path.startsWith(`${id}/certs/`)) continue;
    const target = join(root, place, path.slice(`${id}/certs/`.length));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, content, { mode });
  }
  return root;
}

const named = (files: Files, path: string): NamedText => ({ name: path, text: files.get(path)!.content.toString() });

const FLEET = 'fleet-server-fleet.example.com';
const ES = 'elasticsearch-es.example.com';

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
    const files = await bundleFiles(folder);
    const { stackVersion, fips } = plan.deployment;
    const [fleetRoot, esRoot] = [await hostOf(files, FLEET), await hostOf(files, ES)];
    const options = (root: string): CheckOptions => ({ stackVersion, fips, now, root, serverRoot: fleetRoot });
    const settings: NamedText = {
      ...named(files, `${ES}/settings/elasticsearch.yml`),
      name: join(esRoot, 'etc/elasticsearch/elasticsearch.yml'),
    };
    const onFleet = await check(
      { file: named(files, `${FLEET}/install.sh`), elasticsearchYml: settings },
      options(fleetRoot),
    );
    expect(onFleet.findings).toEqual([]);
    expect(onFleet.handshakes.map(({ outcome }) => outcome)).not.toContain('refuse');
    expect(onFleet.handshakes.length).toBeGreaterThan(0);

    const server = named(files, `${FLEET}/install.sh`);
    for (const [id, file] of [
      ['agent-web-01', 'install.sh'],
      ['agent-win-01', 'install.ps1'],
      ['agent-pod-01', 'agent.env'],
    ]) {
      const root = await hostOf(files, id!);
      const result = await check({ file: named(files, `${id}/${file}`), server }, options(root));
      expect(result.findings).toEqual([]);
      expect(result.handshakes.filter(({ client }) => client.startsWith(id!))).toHaveLength(2);
    }
  });
});
