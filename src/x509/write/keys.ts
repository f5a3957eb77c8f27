import { generateKeyPair as generate, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { refusal } from './refusal.js';
import type { KeyType } from './types.js';

export interface KeyPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

const generateAsync = promisify(generate);

const MAKE: Record<KeyType, () => Promise<KeyPair>> = {
  'rsa-2048': () => generateAsync('rsa', { modulusLength: 2048 }),
  'rsa-3072': () => generateAsync('rsa', { modulusLength: 3072 }),
  'rsa-4096': () => generateAsync('rsa', { modulusLength: 4096 }),
  'ec-p256': () => generateAsync('ec', { namedCurve: 'prime256v1' }),
  'ec-p384': () => generateAsync('ec', { namedCurve: 'secp384r1' }),
};

/**
 * Makes a key pair natively in the thread pool, so that several calls share the cores. Never use generateKeyPairSync: its
 * job outlives the call, and when it is collected while its own key is written as JWK, Node 20 waits for itself for ever
 * (node src/crypto/crypto_keygen.h, ~KeyGenJob, and ExportJWKEcKey in crypto_ec.cc lock the same key).
 */
export function generateKeyPair(keyType: KeyType): Promise<KeyPair> {
  return MAKE[keyType]();
}

export type KeyFamily = 'rsa' | 'ec-p256' | 'ec-p384';

const CURVES: Readonly<Record<string, KeyFamily>> = { prime256v1: 'ec-p256', secp384r1: 'ec-p384' };

/**
 * The family of a key.
 * @throws CertlabError ERR_PKI for a key that a program of the Elastic Stack cannot use: Ed25519 (Elastic Agent reads no
 * encrypted one, elastic-agent-libs decrypt_block_nofips.go:65), RSA under 2048 bits, RSASSA-PSS, other curves.
 */
export function keyFamily(key: KeyObject): KeyFamily {
  const { modulusLength = 0, namedCurve = '' } = key.asymmetricKeyDetails ?? {};
  const family = key.asymmetricKeyType === 'rsa' && modulusLength >= 2048 ? 'rsa' : CURVES[namedCurve];
  if (family === undefined) {
    throw refusal(
      `a key of type ${key.asymmetricKeyType ?? key.type} and its size or curve cannot be used`,
      'use RSA of 2048 bits or more, P-256 or P-384',
    );
  }
  return family;
}
