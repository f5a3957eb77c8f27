import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { NEWEST_VERSION } from '../../src/deployment/versions.js';
import { judgeConnections } from '../../src/rules/judge.js';
import { judgeAuthorities, judgeChain } from '../../src/rules/judges/certificates.js';
import type { ClientEnd, ServerEnd, Trust } from '../../src/setup/ends.js';
import type { Presented } from '../../src/setup/pairs.js';
import { inspectCertificate } from '../../src/x509/read/certificate.js';
import type { CertificateFields } from '../../src/x509/write/certificate.js';
import { issueAuthority, issueCertificate } from '../../src/x509/write/certificate.js';
import { loadIssuer } from '../../src/x509/write/issuer.js';
import { subjectPublicKey } from '../../src/x509/write/key-info.js';
import { generateKeyPair } from '../../src/x509/write/keys.js';
import { randomSerial } from '../../src/x509/write/serial.js';

const NOW = new Date('2026-01-01T00:00:00Z');
const LONG = { notBefore: new Date('2025-01-01T00:00:00Z'), notAfter: new Date('2035-01-01T00:00:00Z') };
const serial = () => ({ serial: randomSerial(randomBytes) });

async function authority(name: string, extendedKeyUsage: CertificateFields['extendedKeyUsage'], validity = LONG) {
  const keys = await generateKeyPair('ec-p256');
  const der = issueAuthority({ subject: { commonName: name }, validity, extendedKeyUsage }, keys, serial());
  const anchors = [inspectCertificate(der)];
  const trust: Trust = { where: name, anchors, files: [{ where: name, name, anchors }] };
  return { trust, issuer: loadIssuer(der, keys.privateKey) };
}

async function identity(
  signer: Awaited<ReturnType<typeof authority>>,
  changes: Partial<CertificateFields> = {},
): Promise<Presented> {
  const keys = await generateKeyPair('ec-p256');
  const fields: CertificateFields = {
    subject: { commonName: 'host' },
    validity: { ...LONG, notAfter: new Date('2026-06-01T00:00:00Z') },
    extendedKeyUsage: ['serverAuth'],
    subjectAltNames: [{ type: 'dns', value: 'fleet.example.com' }],
    ...changes,
  };
  const der = issueCertificate(fields, subjectPublicKey(keys.publicKey), signer.issuer, serial());
  return { where: 'cert', name: 'cert', chain: [inspectCertificate(der)], key: keys.privateKey };
}

interface Parts {
  readonly server?: Partial<ServerEnd>;
  readonly client?: Partial<ClientEnd>;
  readonly serverName?: string;
}

async function rulesOf(parts: (fleetCa: Awaited<ReturnType<typeof authority>>) => Promise<Parts>): Promise<string[]> {
  const fleetCa = await authority('fleet-ca', ['serverAuth', 'clientAuth']);
  const { server: changes, client: changed, serverName = 'fleet.example.com' } = await parts(fleetCa);
  const server: ServerEnd = {
    role: 'fleet-server',
    id: 'server',
    host: 'fleet.example.com',
    presented: await identity(fleetCa),
    trust: fleetCa.trust,
    clientAuth: 'none',
    ...changes,
  };
  const client: ClientEnd = {
    link: 'agent-to-fleet-server',
    id: 'client',
    kind: 'install.sh',
    serverNames: [serverName],
    urlWhere: '--url',
    name: 'compared',
    hasPair: changed?.presented !== undefined,
    pairWhere: '--elastic-agent-cert',
    trust: fleetCa.trust,
    ...changed,
  };
  const options = { now: NOW, fips: false, stackVersion: NEWEST_VERSION };
  const judged = [
    ...(server.presented ? judgeChain(server.presented, 'server', options) : []),
    ...(client.presented ? judgeChain(client.presented, 'client', options) : []),
    ...[client.trust, server.trust].flatMap((trust) => judgeAuthorities('list', trust?.anchors ?? [], options)),
    ...judgeConnections({ servers: [server], clients: [client] }, [{ client, server, serverName }], options),
  ];
  return [...new Set(judged.map(({ rule }) => rule))];
}

describe('both ends of a connection', () => {
  it('that fit have no finding', async () => {
    expect(await rulesOf(async () => ({}))).toEqual([]);
  });

  const CASES: readonly [string, Parameters<typeof rulesOf>[0], string[]][] = [
    [
      'a certificate that has ended',
      async (ca) => {
        const validity = { ...LONG, notAfter: new Date('2025-12-31T00:00:00Z') };
        return { server: { presented: await identity(ca, { validity }) } };
      },
      ['certificate-expired'],
    ],
    [
      'a certificate that has not begun',
      async (ca) => {
        const validity = { ...LONG, notBefore: new Date('2026-02-01T00:00:00Z') };
        return { server: { presented: await identity(ca, { validity }) } };
      },
      ['certificate-not-yet-valid'],
    ],
    [
      'an authority that has ended',
      async () => {
        const validity = { ...LONG, notAfter: new Date('2025-12-31T00:00:00Z') };
        const old = await authority('fleet-ca', ['serverAuth'], validity);
        return { server: { presented: await identity(old, { validity }) }, client: { trust: old.trust } };
      },
      ['certificate-expired', 'authority-expired'],
    ],
    [
      'an authority made again under the same name',
      async () => ({ client: { trust: (await authority('fleet-ca', ['serverAuth'])).trust } }),
      ['issuer-not-trusted'],
    ],
    [
      "a client's certificate on a server",
      async (ca) => ({ server: { presented: await identity(ca, { extendedKeyUsage: ['clientAuth'] }) } }),
      ['server-usage-missing'],
    ],
    [
      "a server's certificate on a client",
      async (ca) => ({ client: { presented: await identity(ca) }, server: { clientAuth: 'required' } }),
      ['client-usage-missing'],
    ],
    ['another name', async () => ({ serverName: 'other.example.com' }), ['name-not-in-san']],
    ['an address', async () => ({ serverName: '192.0.2.1' }), ['address-not-in-san']],
    [
      'no certificate where one is required',
      async () => ({ server: { clientAuth: 'required' } }),
      ['client-certificate-missing'],
    ],
    [
      'no certificate on the host of Fleet Server itself',
      async () => ({
        server: { clientAuth: 'required' },
        client: { link: 'own-agent-to-fleet-server', name: 'ignored' },
      }),
      // Its command shows it: `own-agent-certificate-missing`.
      [],
    ],
  ];

  it.each(CASES)('are found to hold %s', async (_, parts, rules) => {
    expect(await rulesOf(parts)).toEqual(rules);
  });

  it('are not said to lack a certificate that was given and could not be opened', async () => {
    expect(await rulesOf(async () => ({ server: { clientAuth: 'required' }, client: { hasPair: true } }))).toEqual([]);
  });

  it('may differ in name where the client does not look', async () => {
    expect(await rulesOf(async () => ({ serverName: 'localhost', client: { name: 'ignored' } }))).toEqual([]);
  });
});
