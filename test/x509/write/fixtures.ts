import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { KeyPair } from '../../../src/x509/write/keys.js';

/** Key types with committed keys and certificates; fixtures/make.sh says how OpenSSL made them. */
export const FIXTURE_KEY_TYPES = ['rsa-2048', 'ec-p256', 'ec-p384'] as const;
export type FixtureKeyType = (typeof FIXTURE_KEY_TYPES)[number];

export const fixture = (file: string): string => readFileSync(new URL(`fixtures/${file}`, import.meta.url), 'utf8');

export function fixtureKeyPair(keyType: FixtureKeyType, role: 'authority' | 'leaf'): KeyPair {
  const privateKey: KeyObject = createPrivateKey(fixture(`${keyType}-${role}-key.pem`));
  return { privateKey, publicKey: createPublicKey(privateKey) };
}

/** The single certificate in a PEM file, as DER. */
export const fixtureDer = (file: string): Buffer =>
  Buffer.from(fixture(file).replace(/-----[A-Z ]+-----|\s/g, ''), 'base64');
