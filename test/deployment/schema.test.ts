import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { fromJSONSchema } from 'zod';
import { answersOf, askedQuestions, renderDeploymentFile } from '../../src/deployment/file.js';
import { deploymentSchema } from '../../src/deployment/schema.js';
import { formatStackVersion } from '../../src/deployment/versions.js';
import { planDeployment } from '../../src/plan/plan.js';
import type { CertificateRecord, Inventory } from '../../src/store/types.js';
import { resolve } from './support.js';

const schemaFile = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../docs/${name}.schema.json`, import.meta.url), 'utf8'));
/** Judges with a reader of JSON Schema that nobody here wrote. */
const accepts = (name: string, value: unknown) => fromJSONSchema(schemaFile(name)).safeParse(value).success;

describe('deployment.schema.json', () => {
  it('is what the table of questions says', () => {
    expect(schemaFile('deployment')).toEqual(deploymentSchema());
  });

  it.each([
    {},
    { mode: 'one-way', 'stack-version': '8.13.1', fips: true },
    { agent: ['web-01'], san: ['web-01=*.web.example.com,::1'], 'kdf-iterations': '4000', 'fleet-policy': 'p' },
    { 'kibana-url': 'https://[::1]', agent: [{ name: 'win-01', platform: 'windows', altNames: ['192.0.2.7'] }] },
  ])('accepts the deployment.yml of %j', async (answers) => {
    const { deployment } = await resolve(answers);
    const written = parse(await renderDeploymentFile(deployment, askedQuestions(deployment, answersOf(deployment))));
    expect(accepts('deployment', written)).toBe(true);
  });

  it('accepts one value where a list may stand', () => {
    expect(accepts('deployment', { 'fleet-url': 'https://a.example', agent: { name: 'a' }, san: { a: 'b' } })).toBe(
      true,
    );
  });

  it.each([
    { fleet_url: ['https://a.example'] },
    { mode: 'both' },
    { 'fleet-url': ['http://a.example'] },
    { 'fleet-url': ['https://a.example/path'] },
    { 'fleet-port': 0 },
    { 'fleet-port': '8220' },
    { 'stack-version': 9.1 },
    { days: 0 },
    { fips: 'yes' },
    { agent: [{ platform: 'linux' }] },
    { agent: [{ name: 'a', platform: 'beos' }] },
    { agent: [{ name: 'a', os: 'linux' }] },
    { 'agent-key-passphrase': 'hunter2' },
    { 'target-dir': 'etc' },
    { 'service-token-file': 'x' },
  ])('refuses %j', (value) => {
    expect(accepts('deployment', value)).toBe(false);
  });
});

describe('inventory.schema.json', () => {
  const record = (name: CertificateRecord['name'], names: readonly string[]): CertificateRecord => ({
    name,
    file: `certs/${name}.pem`,
    subject: `CN=${name},O=fleet`,
    issuer: 'CN=fleet-ca,O=fleet',
    subjectAltNames: names,
    serial: '7f00',
    keyType: 'ec-p256',
    keyEncrypted: false,
    sha256: 'a'.repeat(64),
    sha1: 'b'.repeat(40),
    spkiSha256: `${'C'.repeat(43)}=`,
    notBefore: '2026-01-02T02:54:05Z',
    notAfter: '2028-04-06T02:54:04Z',
  });

  async function inventory(): Promise<Inventory> {
    const { deployment } = await resolve({ agent: ['web-01'] });
    const plan = planDeployment(deployment, new Date('2026-01-02T03:04:05Z'));
    return {
      inventoryVersion: 2,
      name: deployment.name,
      mode: deployment.mode,
      stackVersion: formatStackVersion(deployment.stackVersion),
      clientAuth: deployment.clientAuth,
      esClientAuth: deployment.esClientAuth,
      createdAt: '2026-01-02T03:04:05.000Z',
      links: plan.links,
      deployment,
      authorities: plan.authorities.map(({ name, generation }) => ({
        ...record(name, []),
        name,
        generation,
        signs: true,
        trusted: true,
      })),
      retired: [
        { ...record('agent-cert', []), host: 'agent-old', retiredAt: '2026-01-02T03:04:05.000Z', reason: 'replaced' },
      ],
      rollout: { startedAt: '2026-01-02T03:04:05.000Z', authorities: [{ name: 'es-ca', from: 1, to: 2 }], step: 1 },
      hosts: plan.hosts.map(({ id, role, name, platform, targetDir, certificates }) => ({
        id,
        role,
        name,
        platform,
        targetDir,
        bundle: `bundles/${id}.zip`,
        bundleSha256: 'd'.repeat(64),
        certificates: certificates.map((one) =>
          record(
            one.name,
            one.subjectAltNames.map(({ type, value }) => `${type.toUpperCase()}:${value}`),
          ),
        ),
      })),
    };
  }

  it('accepts the record of a whole deployment', async () => {
    expect(accepts('inventory', await inventory())).toBe(true);
  });

  it('knows every field: none may be missing, none may be more', async () => {
    const whole = await inventory();
    const parts: readonly (readonly [object, (part: object) => unknown])[] = [
      [whole, (part) => part],
      [whole.hosts[0]!, (part) => ({ ...whole, hosts: [part] })],
      [whole.authorities[0]!, (part) => ({ ...whole, authorities: [part] })],
      [whole.links[0]!, (part) => ({ ...whole, links: [part] })],
      [whole.retired[0]!, (part) => ({ ...whole, retired: [part] })],
      [whole.rollout!, (part) => ({ ...whole, rollout: part })],
    ];
    const optional = ['clientCertificate', 'serverTrusts', 'deployment', 'rollout'];
    for (const [part, inside] of parts) {
      expect(accepts('inventory', inside({ ...part, more: 1 }))).toBe(false);
      for (const key of Object.keys(part)) {
        const { [key as never]: _left, ...rest } = part;
        expect([key, accepts('inventory', inside(rest))]).toEqual([key, optional.includes(key)]);
      }
    }
  });
});
