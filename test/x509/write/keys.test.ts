import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { privateKeyInfo, subjectPublicKey } from '../../../src/x509/write/key-info.js';
import { generateKeyPair, keyFamily } from '../../../src/x509/write/keys.js';
import { KEY_TYPES } from '../../../src/x509/write/types.js';

describe.each(KEY_TYPES)('a key pair of type %s', (keyType) => {
  it('is made in the size or curve it is named after, and it is written as Node writes it', async () => {
    const { publicKey, privateKey } = await generateKeyPair(keyType);
    const { modulusLength, namedCurve } = privateKey.asymmetricKeyDetails!;
    const curves: Record<string, string> = { prime256v1: 'ec-p256', secp384r1: 'ec-p384' };
    expect(modulusLength ? `rsa-${modulusLength}` : curves[namedCurve!]).toBe(keyType);
    expect(subjectPublicKey(publicKey).spki).toEqual(publicKey.export({ type: 'spki', format: 'der' }));
    expect(privateKeyInfo(privateKey)).toEqual(privateKey.export({ type: 'pkcs8', format: 'der' }));
  });
});

it('500 EC keys are written as Node writes them, whatever zeros their numbers begin with', async () => {
  for (let i = 0; i < 500; i += 1) {
    const { publicKey, privateKey } = await generateKeyPair(i % 2 ? 'ec-p256' : 'ec-p384');
    expect(subjectPublicKey(publicKey).spki).toEqual(publicKey.export({ type: 'spki', format: 'der' }));
    expect(privateKeyInfo(privateKey)).toEqual(privateKey.export({ type: 'pkcs8', format: 'der' }));
  }
});

it.each([
  ['Ed25519', () => generateKeyPairSync('ed25519')],
  ['RSA of 1024 bits', () => generateKeyPairSync('rsa', { modulusLength: 1024 })],
  ['RSASSA-PSS', () => generateKeyPairSync('rsa-pss', { modulusLength: 2048 })],
  ['P-521', () => generateKeyPairSync('ec', { namedCurve: 'secp521r1' })],
  ['secp256k1', () => generateKeyPairSync('ec', { namedCurve: 'secp256k1' })],
])('a key of type %s is refused with what to use', (_, make) => {
  expect(() => keyFamily(make().publicKey)).toThrow(
    expect.objectContaining({
      code: 'ERR_PKI',
      problems: [expect.objectContaining({ hint: expect.stringContaining('P-256') })],
    }),
  );
});
