import { X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { authorityRecord, certificateRecord, issueAuthorities, issueHosts } from '../../src/issue/issue.js';
import type { AuthorityMaterial, IssuedCertificate, IssuedHost } from '../../src/issue/types.js';
import { agent, plan } from './plan.js';

let authority: AuthorityMaterial;
let leaf: IssuedCertificate;
beforeAll(async () => {
  const planned = plan([agent('web-01', 'generate')]);
  const authorities = await issueAuthorities(planned, {});
  authority = authorities.get('agent-ca')!;
  const first = async ({ certificates }: IssuedHost) => certificates[0]!;
  for await (const certificate of issueHosts(planned, authorities, {}, first)) leaf = certificate;
});

const plain = (fingerprint: string) => fingerprint.replaceAll(':', '').toLowerCase();
/** `Jan  2 03:04:05 2026 GMT` as RFC 3339. */
const rfc3339 = (time: string) => new Date(time).toISOString().replace('.000Z', 'Z');

describe('the record of a certificate', () => {
  it('says of a leaf what is in it', () => {
    const x509 = new X509Certificate(leaf.der);
    expect(certificateRecord(leaf, authority.plan, 'certs/agent-cert.pem')).toEqual({
      name: 'agent-cert',
      file: 'certs/agent-cert.pem',
      subject: 'CN=web-01,OU=agent-cert,O=fleet',
      issuer: 'CN=fleet agent-ca,OU=agent-ca,O=fleet',
      subjectAltNames: ['DNS:web-01', 'IP:10.1.2.3'],
      serial: x509.serialNumber.toLowerCase(),
      keyType: 'ec-p256',
      keyEncrypted: true,
      sha256: plain(x509.fingerprint256),
      sha1: plain(x509.fingerprint),
      spkiSha256: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/),
      notBefore: rfc3339(x509.validFrom),
      notAfter: rfc3339(x509.validTo),
    });
  });

  it('says of an authority that it has no further names and issued itself', () => {
    const record = authorityRecord(authority, 'authorities/agent-ca/agent-ca.pem');
    expect(record).toMatchObject({
      name: 'agent-ca',
      subject: 'CN=fleet agent-ca,OU=agent-ca,O=fleet',
      subjectAltNames: [],
      keyEncrypted: false,
    });
    expect(record.issuer).toBe(record.subject);
  });

  it('holds no secret', () => {
    expect(JSON.stringify(certificateRecord(leaf, authority.plan, 'x'))).not.toContain(leaf.passphrase);
  });
});
