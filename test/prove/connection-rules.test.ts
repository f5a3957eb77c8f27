import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { checkConnections } from '../../src/prove/connection-rules.js';
import type { ClientEnd, LinkEnds, ServerEnd } from '../../src/prove/ends.js';
import { certificatesIn, type Identity } from '../../src/prove/identity.js';
import type { CertificateFields } from '../../src/x509/write/certificate.js';
import { issueAuthority, issueCertificate } from '../../src/x509/write/certificate.js';
import { loadIssuer } from '../../src/x509/write/issuer.js';
import { subjectPublicKey } from '../../src/x509/write/key-info.js';
import { generateKeyPair } from '../../src/x509/write/keys.js';
import { toPem } from '../../src/x509/write/pem.js';
import { randomSerial } from '../../src/x509/write/serial.js';

const NOW = new Date('2026-01-01T00:00:00Z');
const LONG = { notBefore: new Date('2025-01-01T00:00:00Z'), notAfter: new Date('2035-01-01T00:00:00Z') };
const serial = () => ({ serial: randomSerial(randomBytes) });

async function authority(name: string, extendedKeyUsage: CertificateFields['extendedKeyUsage'], validity = LONG) {
  const keys = await generateKeyPair('ec-p256');
  const der = issueAuthority({ subject: { commonName: name }, validity, extendedKeyUsage }, keys, serial());
  const [certificate] = certificatesIn(toPem('CERTIFICATE', der));
  return { trusted: { name, certificate: certificate! }, issuer: loadIssuer(der, keys.privateKey) };
}

async function identity(signer: Awaited<ReturnType<typeof authority>>, changes: Partial<CertificateFields> = {}) {
  const keys = await generateKeyPair('ec-p256');
  const fields: CertificateFields = {
    subject: { commonName: 'host' },
    validity: { ...LONG, notAfter: new Date('2026-06-01T00:00:00Z') },
    extendedKeyUsage: ['serverAuth'],
    subjectAltNames: [{ type: 'dns', value: 'fleet.example.com' }],
    ...changes,
  };
  const pem = toPem('CERTIFICATE', issueCertificate(fields, subjectPublicKey(keys.publicKey), signer.issuer, serial()));
  return {
    name: 'cert',
    certificate: pem,
    chain: certificatesIn(pem) as unknown as Identity['chain'],
    key: keys.privateKey,
  };
}

interface Parts {
  readonly server?: Partial<ServerEnd>;
  readonly client?: Partial<ClientEnd>;
  readonly serverName?: string;
  readonly unusable?: string[];
}

async function rulesOf(parts: (fleetCa: Awaited<ReturnType<typeof authority>>) => Promise<Parts>): Promise<string[]> {
  const fleetCa = await authority('fleet-ca', ['serverAuth', 'clientAuth']);
  const { server, client, serverName = 'fleet.example.com', unusable = [] } = await parts(fleetCa);
  const link: LinkEnds = {
    server: {
      role: 'fleet-server',
      bundle: 'server',
      host: 'fleet.example.com',
      shows: await identity(fleetCa),
      trusts: [fleetCa.trusted],
      clientAuth: 'none',
      ...server,
    },
    client: {
      link: 'agent-to-fleet-server',
      bundle: 'client',
      kind: 'install.sh',
      dials: [serverName],
      name: 'compared',
      trusts: [fleetCa.trusted],
      ...client,
    },
    serverName,
  };
  const findings = checkConnections([link], { now: NOW, known: () => [], unusable: new Set(unusable) });
  return findings.map(({ rule }) => rule);
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
        return { server: { shows: await identity(ca, { validity }) } };
      },
      ['certificate-expired'],
    ],
    [
      'a certificate that has not begun',
      async (ca) => {
        const validity = { ...LONG, notBefore: new Date('2026-02-01T00:00:00Z') };
        return { server: { shows: await identity(ca, { validity }) } };
      },
      ['certificate-not-yet-valid'],
    ],
    [
      'an authority that has ended',
      async () => {
        const validity = { ...LONG, notAfter: new Date('2025-12-31T00:00:00Z') };
        const old = await authority('fleet-ca', ['serverAuth'], validity);
        return { server: { shows: await identity(old, { validity }) }, client: { trusts: [old.trusted] } };
      },
      ['certificate-expired', 'authority-expired'],
    ],
    [
      'an authority made again under the same name',
      async () => ({ client: { trusts: [(await authority('fleet-ca', ['serverAuth'])).trusted] } }),
      ['issuer-not-trusted'],
    ],
    [
      "a client's certificate on a server",
      async (ca) => ({ server: { shows: await identity(ca, { extendedKeyUsage: ['clientAuth'] }) } }),
      ['server-usage-missing'],
    ],
    [
      "a server's certificate on a client",
      async (ca) => ({ client: { shows: await identity(ca) }, server: { clientAuth: 'required' } }),
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
      ['own-agent-certificate-missing'],
    ],
  ];

  it.each(CASES)('are found to hold %s', async (_, parts, rules) => {
    expect(await rulesOf(parts)).toEqual(rules);
  });

  it('are not said to lack a certificate that was given and could not be opened', async () => {
    expect(await rulesOf(async () => ({ server: { clientAuth: 'required' }, unusable: ['client'] }))).toEqual([]);
  });

  it('may differ in name where the client does not look', async () => {
    expect(await rulesOf(async () => ({ serverName: 'localhost', client: { name: 'ignored' } }))).toEqual([]);
  });
});
