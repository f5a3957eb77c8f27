import { describe, expect, it } from 'vitest';
import { issueAuthority, issueCertificate } from '../../../src/x509/write/certificate.js';
import { loadIssuer } from '../../../src/x509/write/issuer.js';
import { subjectPublicKey } from '../../../src/x509/write/key-info.js';
import { toPem } from '../../../src/x509/write/pem.js';
import { FIXTURE_KEY_TYPES, type FixtureKeyType, fixture, fixtureDer, fixtureKeyPair } from './fixtures.js';
import { children, parse, toDer } from './tree.js';

const START = new Date('2026-01-02T03:04:05Z');
const until = (end: string) => ({ notBefore: START, notAfter: new Date(end) });
const serial = (hex: string) => ({ serial: Buffer.from(hex, 'hex') });

const authority = (keyType: FixtureKeyType) =>
  issueAuthority(
    {
      subject: { organization: 'Bücher AG', organizationalUnit: 'fleet-ca', commonName: 'Bücher fleet-ca' },
      validity: until('2060-01-02T03:04:05Z'),
      extendedKeyUsage: ['serverAuth', 'clientAuth'],
    },
    fixtureKeyPair(keyType, 'authority'),
    serial('0100112233445566778899aabbccddeeff'),
  );

const issuer = (keyType: FixtureKeyType) =>
  loadIssuer(fixtureDer(`${keyType}-authority.pem`), fixtureKeyPair(keyType, 'authority').privateKey);

const server = (keyType: FixtureKeyType) =>
  issueCertificate(
    {
      subject: { organization: 'Bücher AG', organizationalUnit: 'fleet-cert', commonName: 'fleet.example.com' },
      validity: until('2028-04-01T03:04:05Z'),
      extendedKeyUsage: ['serverAuth'],
      subjectAltNames: [
        { type: 'dns', value: 'fleet.example.com' },
        { type: 'dns', value: '*.fleet.example.com' },
        { type: 'dns', value: 'xn--bcher-kva.example' },
        { type: 'ip', value: '10.1.2.3' },
        { type: 'ip', value: '2001:db8::7' },
      ],
    },
    subjectPublicKey(fixtureKeyPair(keyType, 'leaf').publicKey),
    issuer(keyType),
    serial('01ffeeddccbbaa99887766554433221100'),
  );

const client = (keyType: FixtureKeyType) =>
  issueCertificate(
    {
      subject: { commonName: 'web-01' },
      validity: until('2050-01-01T00:00:00Z'),
      extendedKeyUsage: ['clientAuth'],
      subjectAltNames: [{ type: 'dns', value: 'web-01' }],
    },
    subjectPublicKey(fixtureKeyPair(keyType, 'leaf').publicKey),
    issuer(keyType),
    serial('01000000000000000000000000000000ff'),
  );

/** An ECDSA signature is random: what it signs is not. */
const toBeSigned = (der: Buffer) => toDer(children(parse(der, 'the certificate'))[0]).toString('hex');

describe.each(FIXTURE_KEY_TYPES)('with fixed key, clock and serial, %s', (keyType) => {
  it.each([
    ['authority', authority],
    ['server', server],
    ['client', client],
  ] as const)('the certificate of an %s is the one OpenSSL writes', (role, make) => {
    expect(toBeSigned(make(keyType))).toBe(toBeSigned(fixtureDer(`${keyType}-${role}.pem`)));
  });
});

it.each([
  ['authority', authority],
  ['server', server],
  ['client', client],
] as const)('an RSA %s certificate is the same byte for byte, signature and PEM lines included', (role, make) => {
  expect(toPem('CERTIFICATE', make('rsa-2048'))).toBe(fixture(`rsa-2048-${role}.pem`));
});
