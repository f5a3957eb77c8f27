import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dotted } from '../../../src/x509/oids.js';
import { type FoundCertificate, inspectCertificate } from '../../../src/x509/read/certificate.js';
import { openKey } from '../../../src/x509/read/key.js';
import { inspect } from '../../../src/x509/read/material.js';
import { AUTHORITY, HAS_KEYTOOL, HAS_OPENSSL, LEAF, PASSPHRASE, Workshop } from '../../check/workshop.js';

const shop = new Workshop();
afterAll(() => shop.remove());
const authority = shop.certificate({ cn: 'ca', extensions: AUTHORITY('serverAuth', 2) });
const san = 'subjectAltName=DNS:a.example.com,DNS:10.0.0.1,IP:192.0.2.7,IP:2001:db8::1,URI:https://x/y,email:a@b.c';
const leaf = shop.certificate({
  cn: 'leaf',
  by: authority,
  extensions: [...LEAF('serverAuth,1.2.3.4'), san, 'subjectKeyIdentifier=hash', 'authorityKeyIdentifier=keyid:always'],
});
const der = shop.opensslBytes(['x509', '-outform', 'DER'], leaf.certificate);

describe.skipIf(!HAS_OPENSSL)('a certificate [needs openssl]', () => {
  let found: FoundCertificate;
  beforeAll(() => {
    found = inspectCertificate(der);
  });

  it('shows its names in the slots they were put in', () => {
    expect(found.names).toEqual([
      { kind: 'dns', value: 'a.example.com' },
      { kind: 'dns', value: '10.0.0.1' },
      { kind: 'ip', value: '192.0.2.7' },
      { kind: 'ip', value: '2001:db8::1' },
      { kind: 'uri', value: 'https://x/y' },
      { kind: 'email', value: 'a@b.c' },
    ]);
  });

  it('shows usages, algorithm and key identifiers', () => {
    expect(found.keyUsage).toEqual(['digitalSignature']);
    expect(found.extendedKeyUsage).toEqual(['1.3.6.1.5.5.7.3.1', '1.2.3.4']);
    expect(found.signatureAlgorithm).toMatch(/^ECDSA-SHA256$/);
    expect(found.ca).toBe(false);
    expect(found.subjectKeyId).toMatch(/^[0-9a-f]{40}$/);
    const text = shop.openssl(['x509', '-noout', '-ext', 'authorityKeyIdentifier'], leaf.certificate);
    expect(text.replaceAll(':', '').toLowerCase()).toContain(found.authorityKeyId ?? 'none');
  });

  it('shows what an authority may sign', () => {
    const [ca] = inspect(Buffer.from(authority.certificate)).certificates;
    expect([ca?.ca, ca?.pathLength, ca?.keyUsage]).toEqual([true, 2, ['keyCertSign', 'cRLSign']]);
  });

  it('says nothing where there is no extension', () => {
    const [bare] = inspect(Buffer.from(shop.certificate({ cn: 'bare', extensions: [] }).certificate)).certificates;
    expect([bare?.keyUsage, bare?.extendedKeyUsage, bare?.pathLength, bare?.names]).toEqual([
      undefined,
      undefined,
      undefined,
      [],
    ]);
  });
});

const encrypted = (...args: readonly string[]) =>
  shop.openssl(['pkcs8', '-topk8', '-passout', 'env:PASS', ...args], leaf.key);

describe.skipIf(!HAS_OPENSSL)('a private key [needs openssl]', () => {
  it.each<[string, () => string, object | undefined, string]>([
    ['PKCS#8', () => leaf.key, undefined, 'PKCS#8'],
    ['SEC1', () => shop.openssl(['ec'], leaf.key), undefined, 'SEC1'],
    [
      'PKCS#1',
      () =>
        generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export({
          type: 'pkcs1',
          format: 'pem',
        }) as string,
      undefined,
      'PKCS#1',
    ],
    ['Ed25519', () => shop.openssl(['genpkey', '-algorithm', 'ed25519']), undefined, 'PKCS#8'],
    [
      'PBES2 with PBKDF2',
      () => encrypted('-v2', 'aes-256-cbc', '-v2prf', 'hmacWithSHA512', '-iter', '1234'),
      { scheme: 'PBES2', kdf: 'PBKDF2', prf: 'HMAC-SHA-512', iterations: 1234, cipher: 'AES-256-CBC' },
      'PKCS#8',
    ],
    [
      'PBES2 with the default function',
      () => encrypted('-v2', 'aes-128-cbc', '-v2prf', 'hmacWithSHA1'),
      { scheme: 'PBES2', kdf: 'PBKDF2', prf: 'HMAC-SHA-1', iterations: 2048, cipher: 'AES-128-CBC' },
      'PKCS#8',
    ],
    ['scrypt', () => encrypted('-scrypt'), { scheme: 'PBES2', kdf: 'scrypt', cipher: 'AES-256-CBC' }, 'PKCS#8'],
    ['PBES1', () => encrypted('-v1', 'PBE-SHA1-3DES'), { scheme: 'PBES1', cipher: 'PBE-SHA1-3DES' }, 'PKCS#8'],
    [
      'DEK-Info',
      () => shop.openssl(['ec', '-aes128', '-passout', 'env:PASS'], leaf.key),
      { scheme: 'DEK-Info', cipher: 'AES-128-CBC' },
      'SEC1',
    ],
  ])('%s is recognised and opened', (_, make, encryption, format) => {
    const [key, ...others] = inspect(Buffer.from(make())).keys;
    expect(others).toEqual([]);
    expect([key?.format, key?.encryption]).toEqual([format, encryption]);
    expect(openKey(key!, encryption && Buffer.from(PASSPHRASE)).type).toBe('private');
  });

  it('is found behind the parameters of its curve and behind attributes', () => {
    const text = shop.openssl(['ecparam', '-name', 'prime256v1', '-genkey']);
    expect(inspect(Buffer.from(`Bag Attributes\n  x: y\n${text}`)).keys).toHaveLength(1);
  });
});

describe.skipIf(!HAS_OPENSSL)('a file [needs openssl]', () => {
  const pkcs8 = (...args: readonly string[]) =>
    shop.opensslBytes(['pkcs8', '-topk8', '-outform', 'DER', ...args], leaf.key);
  const mark = Buffer.from([0xef, 0xbb, 0xbf]);
  it.each<[string, () => Buffer, string]>([
    ['with a certificate in DER', () => der, 'DER certificate'],
    ['with a key in DER', () => pkcs8('-nocrypt'), 'DER private key'],
    ['with an encrypted key in DER', () => pkcs8('-passout', 'env:PASS'), 'DER private key'],
    [
      'of PKCS#12',
      () => shop.opensslBytes(['pkcs12', '-export', '-nokeys', '-passout', 'env:PASS'], leaf.certificate),
      'PKCS#12',
    ],
    ['of a Java keystore', () => Buffer.from('feedfeed00000002', 'hex'), 'Java keystore'],
    ['of UTF-16', () => Buffer.from(`\ufeff${leaf.certificate}`, 'utf16le'), 'UTF-16 text'],
    ['of UTF-16 without a mark', () => Buffer.from('secret', 'utf16le'), 'UTF-16 text'],
    ['with a byte order mark', () => Buffer.concat([mark, Buffer.from(leaf.certificate)]), 'PEM'],
    ['with nothing in it', () => Buffer.alloc(0), 'empty'],
    ['with a passphrase', () => Buffer.from('correct horse'), 'text'],
    ['with anything else', () => Buffer.from('7f454c4602010100', 'hex'), 'binary'],
  ])('%s is told apart', (_, make, format) => {
    expect(inspect(make()).format).toBe(format);
  });

  it.skipIf(!HAS_KEYTOOL)('of a real Java keystore is told apart [needs keytool]', () => {
    const path = `${shop.root}/real.jks`;
    const options = ['-storetype', 'JKS', '-keystore', path, '-storepass', 'changeit', '-noprompt', '-alias', 'a'];
    execFileSync('keytool', ['-importcert', ...options], { input: leaf.certificate, stdio: 'pipe' });
    expect(inspect(execFileSync('cat', [path])).format).toBe('Java keystore');
  });

  it('may hold several certificates, a key and damage', () => {
    const damaged = leaf.certificate.replace(/\n[^\n]*\n-----END/, '\n-----END');
    const open = leaf.certificate.slice(0, 80);
    const material = inspect(Buffer.from(leaf.certificate + authority.certificate + leaf.key + damaged + open));
    expect(material.certificates).toHaveLength(2);
    expect(material.keys).toHaveLength(1);
    expect(material.damaged).toEqual(['CERTIFICATE', 'CERTIFICATE']);
  });

  it('is damaged where something follows on the line of its end', () => {
    const glued = inspect(Buffer.from(leaf.key.trimEnd() + leaf.certificate));
    expect([glued.damaged, glued.keys]).toEqual([['PRIVATE KEY'], []]);
  });

  it('of whatever bytes does no harm', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => inspect(Buffer.from(bytes)) !== undefined));
    const sample = Buffer.from(der);
    fc.assert(
      fc.property(fc.nat(sample.length - 1), fc.nat(255), (index, value) => {
        const changed = Buffer.from(sample);
        changed[index] = value;
        return inspect(changed) !== undefined;
      }),
    );
  });
});

it('an object identifier is written with dots', () => {
  expect(dotted(Buffer.from('2a864886f70d01050d', 'hex'))).toBe('1.2.840.113549.1.5.13');
  expect(dotted(Buffer.from('883703', 'hex'))).toBe('2.999.3');
  expect(() => dotted(Buffer.from('2a86', 'hex'))).toThrow(RangeError);
});
