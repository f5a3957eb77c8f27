import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { OIDS } from '../../../src/x509/oids.js';
import { issueAuthority, issueCertificate } from '../../../src/x509/write/certificate.js';
import { loadIssuer } from '../../../src/x509/write/issuer.js';
import { subjectPublicKey } from '../../../src/x509/write/key-info.js';
import { readCertificate } from '../../../src/x509/write/read.js';
import { FIXTURE_KEY_TYPES, fixtureDer, fixtureKeyPair } from './fixtures.js';
import { authorityFor, leafFor, serial, VALID_NOW } from './support.js';

const NAMES = [{ type: 'dns', value: 'fleet.example.com' }] as const;
const LEAF = {
  subject: { commonName: 'leaf' },
  validity: VALID_NOW,
  extendedKeyUsage: ['serverAuth'],
  subjectAltNames: NAMES,
} as const;

const authorityKey = fixtureKeyPair('ec-p256', 'authority');
const leafKey = fixtureKeyPair('ec-p256', 'leaf');
const serverAuthority = authorityFor(authorityKey, ['serverAuth']);
const issue = (fields: object) =>
  issueCertificate({ ...LEAF, ...fields }, subjectPublicKey(leafKey.publicKey), serverAuthority, serial());

describe('a leaf', () => {
  it("repeats its issuer's name and key identifier byte for byte", () => {
    const issuer = loadIssuer(fixtureDer('ec-p384-authority.pem'), fixtureKeyPair('ec-p384', 'authority').privateKey);
    const leaf = leafFor(leafKey, issuer, ['clientAuth'], NAMES);
    const authority = readCertificate(fixtureDer('ec-p384-authority.pem'));
    expect(leaf.includes(authority.subject)).toBe(true);
    const akid = readCertificate(leaf).extension(OIDS.authorityKeyIdentifier)!;
    const skid = authority.extension(OIDS.subjectKeyIdentifier)!;
    expect(akid.subarray(4)).toEqual(skid.subarray(2));
    expect(new X509Certificate(leaf).checkIssued(new X509Certificate(fixtureDer('ec-p384-authority.pem')))).toBe(true);
  });

  it.each(FIXTURE_KEY_TYPES)('is signed under any key type by an authority of type %s', (keyType) => {
    const pair = fixtureKeyPair(keyType, 'authority');
    const issuer = authorityFor(pair, ['serverAuth', 'clientAuth']);
    for (const leafType of FIXTURE_KEY_TYPES) {
      const leaf = new X509Certificate(leafFor(fixtureKeyPair(leafType, 'leaf'), issuer, ['clientAuth'], NAMES));
      expect(leaf.verify(pair.publicKey)).toBe(true);
      expect(leaf.checkPrivateKey(fixtureKeyPair(leafType, 'leaf').privateKey)).toBe(true);
    }
  });

  it.each([
    ['rsa-2048', ['serverAuth'], '030205a0'],
    ['rsa-2048', ['serverAuth', 'clientAuth'], '030205a0'],
    ['rsa-2048', ['clientAuth'], '03020780'],
    ['ec-p256', ['serverAuth'], '03020780'],
    ['ec-p384', ['clientAuth'], '03020780'],
  ] as const)('with a key of type %s and usage %j has key usage %s', (keyType, usage, bits) => {
    const issuer = authorityFor(authorityKey, ['serverAuth', 'clientAuth']);
    const leaf = leafFor(fixtureKeyPair(keyType, 'leaf'), issuer, usage, NAMES);
    expect(readCertificate(leaf).extension(OIDS.keyUsage)!.toString('hex')).toBe(bits);
  });

  it('says that it is no authority by leaving the default out', () => {
    const leaf = leafFor(leafKey, serverAuthority, ['serverAuth'], NAMES);
    expect(readCertificate(leaf).extension(OIDS.basicConstraints)!.toString('hex')).toBe('3000');
  });

  it('may end in the second in which its authority ends, and no later', () => {
    const { notBefore } = VALID_NOW;
    const end = Math.floor(VALID_NOW.notAfter.getTime() / 1000) * 1000;
    expect(() => issue({ validity: { notBefore, notAfter: new Date(end + 999) } })).not.toThrow();
    expect(() => issue({ validity: { notBefore, notAfter: new Date(end + 1000) } })).toThrow(
      'would outlive its authority',
    );
  });

  it('may not be used for what its authority may not sign for', () => {
    expect(() => issue({ extendedKeyUsage: ['clientAuth'] })).toThrow('asks for clientAuth');
    expect(() => issue({ extendedKeyUsage: ['serverAuth', 'clientAuth'] })).toThrow('asks for clientAuth');
  });

  it('needs a name in its SAN, an extended key usage and a sound serial number', () => {
    expect(() => issue({ subjectAltNames: [] })).toThrow('needs a subject alternative name');
    expect(() => issue({ extendedKeyUsage: [] })).toThrow('needs an extended key usage');
    expect(() =>
      issueCertificate(LEAF, subjectPublicKey(leafKey.publicKey), serverAuthority, { serial: Buffer.of(0) }),
    ).toThrow('serial');
  });
});

describe('an authority', () => {
  it('signs leaves only, and certificates and revocation lists only', () => {
    const { certificate } = serverAuthority;
    const { extension } = readCertificate(certificate);
    expect(extension(OIDS.basicConstraints)!.toString('hex')).toBe('30060101ff020100');
    expect(extension(OIDS.keyUsage)!.toString('hex')).toBe('03020106');
    expect(extension(OIDS.extendedKeyUsage)!.toString('hex')).toBe('300a06082b06010505070301');
  });

  it('needs an extended key usage', () => {
    const fields = { subject: { commonName: 'ca' }, validity: VALID_NOW, extendedKeyUsage: [] };
    expect(() => issueAuthority(fields, authorityKey, serial())).toThrow('needs an extended key usage');
  });

  it('is not taken from a leaf certificate', () => {
    const leaf = leafFor(leafKey, serverAuthority, ['serverAuth'], NAMES);
    expect(() => loadIssuer(leaf, leafKey.privateKey)).toThrow('may not sign others');
  });

  it('is not taken with the key of another', () => {
    expect(() => loadIssuer(serverAuthority.certificate, leafKey.privateKey)).toThrow('do not belong together');
  });

  it('is not taken from bytes that are not DER, or not a certificate', () => {
    for (const bytes of [Buffer.from('nonsense'), Buffer.from('30023000', 'hex')]) {
      expect(() => loadIssuer(bytes, leafKey.privateKey)).toThrow(expect.objectContaining({ code: 'ERR_PKI' }));
    }
  });
});

it('a certificate with bytes after it, or with a length in a longer form than needed, is refused', () => {
  const der = fixtureDer('ec-p256-authority.pem');
  expect(readCertificate(der).serial.length).toBeGreaterThan(0);
  const longer = Buffer.concat([Buffer.of(der[0]!, 0x83, 0), der.subarray(2)]);
  for (const odd of [Buffer.concat([der, Buffer.of(0)]), longer, der.subarray(0, -1), Buffer.alloc(0)])
    expect(() => readCertificate(odd)).toThrow('the certificate is not valid DER');
});
