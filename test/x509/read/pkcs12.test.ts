import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { inspect } from '../../../src/x509/read/material.js';
import { belongsTo } from '../../../src/x509/read/native.js';
import { type Pkcs12, readPkcs12 } from '../../../src/x509/read/pkcs12.js';
import { AUTHORITY, HAS_KEYTOOL, HAS_OPENSSL, LEAF, PASSPHRASE, rsaKey, Workshop } from '../../check/workshop.js';

const shop = new Workshop();
const folder = mkdtempSync(join(tmpdir(), 'certlab-pkcs12-'));
afterAll(() => {
  shop.remove();
  rmSync(folder, { recursive: true });
});

const authority = shop.certificate({ cn: 'ca', extensions: AUTHORITY('serverAuth') });
const ec = shop.certificate({ cn: 'es', extensions: LEAF('serverAuth', 'DNS:es.example.com'), by: authority });
const rsa = shop.certificate({ cn: 'es', extensions: LEAF('serverAuth', 'DNS:a'), by: authority, key: rsaKey(2048) });

/** A store of openssl's with one key, its certificate and its CA. */
function store(made: { certificate: string; key: string }, ...args: readonly string[]): Buffer {
  const input = made.key + made.certificate + authority.certificate;
  return shop.opensslBytes(['pkcs12', '-export', '-name', 'http', '-passout', 'env:PASS', ...args], input);
}

const LEGACY = ['-legacy', '-provider', 'legacy', '-provider', 'default'];

describe.skipIf(!HAS_OPENSSL)('a PKCS#12 store of openssl [needs openssl]', () => {
  it.each<[string, Buffer]>([
    ['as openssl writes it, with an EC key', store(ec)],
    ['with an RSA key', store(rsa)],
    ['in the old form, with RC2 and 3DES', store(ec, ...LEGACY)],
    ['with 3DES alone', store(rsa, '-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'PBE-SHA1-3DES', '-macalg', 'sha1')],
    [
      'with AES-128 and HMAC-SHA-512',
      store(ec, '-keypbe', 'AES-128-CBC', '-certpbe', 'AES-128-CBC', '-macalg', 'sha512'),
    ],
    ['without a checksum', store(ec, '-nomac')],
    ['whose certificates are not encrypted', store(ec, '-certpbe', 'NONE')],
  ])('is read: %s', async (_, bytes) => {
    expect(inspect(bytes).format).toBe('PKCS#12');
    const read = opened(await readPkcs12(bytes, PASSPHRASE));
    expect(read.keys.map(({ alias }) => alias)).toEqual(['http']);
    expect(read.certificates.map(({ certificate }) => certificate.subject)).toEqual(['CN=es', 'CN=ca']);
    expect(belongsTo(read.keys[0]!.key, read.certificates[0]!.certificate)).toBe(true);
    expect(read.certificates[0]!.localKeyId).toBe(read.keys[0]!.localKeyId);
  });

  it.each<[string, Buffer]>([
    ['with a checksum', store(ec)],
    ['without one', store(ec, '-nomac')],
    ['in the old form', store(ec, ...LEGACY)],
  ])('says that the password is wrong: %s', async (_, bytes) => {
    expect(await readPkcs12(bytes, 'battery staple')).toEqual({ state: 'wrong-password' });
  });

  it('keeps the octets of a certificate', async () => {
    const { certificates } = opened(await readPkcs12(store(rsa), PASSPHRASE));
    const [expected] = inspect(Buffer.from(rsa.certificate)).certificates;
    expect(certificates[0]!.certificate.x509.raw).toEqual(expected!.x509.raw);
  });

  it('is damaged where it is cut off, or a byte of it was changed', async () => {
    const bytes = store(ec, '-certpbe', 'NONE');
    expect(await readPkcs12(bytes.subarray(0, 200), PASSPHRASE)).toEqual({ state: 'damaged' });
    const changed = store(ec);
    changed[changed.length - 30]! ^= 1;
    expect((await readPkcs12(changed, PASSPHRASE)).state).toBe('damaged');
  });

  it('is not read where its key derivation would take hours', async () => {
    const bytes = store(ec, '-iter', '1000001', '-nomac');
    expect(await readPkcs12(bytes, PASSPHRASE)).toMatchObject({ state: 'unsupported' });
  });

  it.each([0, 1, 40])('is damaged where there is nothing but %i octets', async (length) => {
    expect(await readPkcs12(Buffer.alloc(length, 0x30), PASSPHRASE)).toEqual({ state: 'damaged' });
  });
});

describe.skipIf(!HAS_KEYTOOL)('a store of keytool [needs keytool and openssl]', () => {
  const keytool = (file: string, words: readonly string[]): Buffer => {
    const common = ['-keystore', file, '-storepass:env', 'PASS', '-noprompt'];
    execFileSync('keytool', [...words, ...common], { env: { ...process.env, PASS: PASSPHRASE }, stdio: 'pipe' });
    return readFileSync(file);
  };
  const GENERATE = ['-genkeypair', '-alias', 'http', '-keyalg', 'RSA', '-dname', 'CN=es', '-validity', '30'];

  it('is read, with its key', async () => {
    const bytes = keytool(join(folder, 'key.p12'), [...GENERATE, '-storetype', 'PKCS12']);
    const { keys, certificates } = opened(await readPkcs12(bytes, PASSPHRASE));
    expect(keys.map(({ alias }) => alias)).toEqual(['http']);
    expect(certificates.map(({ trusted }) => trusted)).toEqual([false]);
    expect(belongsTo(keys[0]!.key, certificates[0]!.certificate)).toBe(true);
  });

  it('is read in the old form', async () => {
    const old = ['-J-Dkeystore.pkcs12.legacy', '-storetype', 'PKCS12'];
    const bytes = keytool(join(folder, 'old.p12'), [...GENERATE, ...old]);
    expect(opened(await readPkcs12(bytes, PASSPHRASE)).keys).toHaveLength(1);
  });

  it('shows which certificates Java trusts', async () => {
    writeFileSync(join(folder, 'ca.pem'), authority.certificate);
    const words = ['-importcert', '-alias', 'ca', '-file', join(folder, 'ca.pem'), '-storetype', 'PKCS12'];
    const bytes = keytool(join(folder, 'trust.p12'), words);
    const { certificates } = opened(await readPkcs12(bytes, PASSPHRASE));
    expect(certificates.map(({ alias, trusted }) => [alias, trusted])).toEqual([['ca', true]]);
  });

  it('is recognized as a Java keystore where it is one, and not read', () => {
    const bytes = keytool(join(folder, 'key.jks'), [...GENERATE, '-storetype', 'JKS']);
    expect(inspect(bytes).format).toBe('Java keystore');
  });
});

function opened(store: Pkcs12): Extract<Pkcs12, { state: 'read' }> {
  expect(store.state).toBe('read');
  return store as Extract<Pkcs12, { state: 'read' }>;
}
