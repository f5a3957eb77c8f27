import { createPrivateKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fromPem } from '../../../src/x509/write/pem.js';
import { encryptPrivateKey, exportPrivateKey } from '../../../src/x509/write/pkcs8.js';
import { FIXTURE_KEY_TYPES, fixtureKeyPair } from './fixtures.js';
import { files, hasOpenssl, openssl } from './support.js';
import { children, octets, parse, toDer } from './tree.js';

const { privateKey } = fixtureKeyPair('ec-p256', 'leaf');
const fixedBytes = (size: number) => Buffer.alloc(size, 0x5a);

describe('an encrypted key', () => {
  it('has exactly the three PBKDF2 fields that Elastic Agent reads: salt, iterations, prf', async () => {
    const pem = await encryptPrivateKey(privateKey, 'passphrase', { iterations: 600_000, randomBytes: fixedBytes });
    const [{ label, der }] = fromPem(pem) as [{ label: string; der: Buffer }];
    const [algorithm, encrypted] = children(parse(der, 'the key'));
    const [pbes2, parameters] = children(algorithm);
    const [derivation, scheme] = children(parameters);
    const [pbkdf2, derivationParameters] = children(derivation);

    expect(label).toBe('ENCRYPTED PRIVATE KEY');
    expect(toDer(pbes2).toString('hex')).toBe('06092a864886f70d01050d');
    expect(toDer(pbkdf2).toString('hex')).toBe('06092a864886f70d01050c');
    expect(children(derivationParameters).map((field) => toDer(field).toString('hex'))).toEqual([
      `0410${'5a'.repeat(16)}`,
      '0203' + '0927c0',
      '300c06082a864886f70d02090500',
    ]);
    expect(children(scheme).map((field) => toDer(field).toString('hex'))).toEqual([
      '060960864801650304012a',
      `0410${'5a'.repeat(16)}`,
    ]);
    expect(octets(encrypted).length % 16).toBe(0);
  });

  it('opens with its passphrase and with no other, not even one with a newline', async () => {
    const key = await encryptPrivateKey(privateKey, 'right one', { iterations: 1000 });
    expect(createPrivateKey({ key, passphrase: 'right one' }).equals(privateKey)).toBe(true);
    for (const passphrase of ['right one\n', 'Right one', 'right', '']) {
      expect(() => createPrivateKey({ key, passphrase })).toThrow();
    }
  });

  it('differs each time it is written', async () => {
    const write = () => encryptPrivateKey(privateKey, 'passphrase', { iterations: 1 });
    expect(await write()).not.toBe(await write());
  });

  it.each([
    ['empty', ''],
    ['longer than 1024', 'x'.repeat(1025)],
    ['not ASCII', 'pässword'],
    ['broken over two lines', 'pass\nword'],
    ['holding a tab', 'pass\tword'],
  ])('takes no passphrase that is %s, and does not repeat it', async (_, passphrase) => {
    const refused = encryptPrivateKey(privateKey, passphrase, { iterations: 1 });
    await expect(refused).rejects.toMatchObject({ code: 'ERR_PKI' });
    await expect(refused).rejects.toThrow(/^the passphrase of a key is not 1 to 1024 characters of printable ascii$/);
  });

  it.each([1, 1024])('takes a passphrase of %d characters', async (length) => {
    const passphrase = '~'.repeat(length);
    const key = await encryptPrivateKey(privateKey, passphrase, { iterations: 1 });
    expect(createPrivateKey({ key, passphrase }).equals(privateKey)).toBe(true);
  });

  it.skipIf(!hasOpenssl).each(FIXTURE_KEY_TYPES)(
    'of type %s opens in OpenSSL with its passphrase only',
    async (keyType) => {
      const key = fixtureKeyPair(keyType, 'leaf').privateKey;
      const paths = files({
        key: await encryptPrivateKey(key, ' p"$\\w`~', { iterations: 2048 }),
        right: ' p"$\\w`~',
        wrong: 'p"$\\w`~',
      });
      const open = (passphrase: string) => openssl('pkey', '-in', paths.key, '-passin', `file:${passphrase}`);
      expect(open(paths.right)).toMatchObject({ ok: true, output: exportPrivateKey(key) });
      expect(open(paths.wrong).ok).toBe(false);
    },
  );
});

it.each(FIXTURE_KEY_TYPES)('a plain %s key is PKCS#8 PEM, as Node writes it', (keyType) => {
  const key = fixtureKeyPair(keyType, 'leaf').privateKey;
  expect(exportPrivateKey(key)).toBe(key.export({ type: 'pkcs8', format: 'pem' }));
});
