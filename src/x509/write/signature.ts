import { type KeyObject, sign } from 'node:crypto';
import { bitString, NULL, oid, sequence } from './asn1.js';
import { type KeyFamily, keyFamily } from './keys.js';

export interface SignatureAlgorithm {
  /** AlgorithmIdentifier; RSA carries NULL parameters (RFC 4055 section 5), ECDSA none (RFC 5758 section 3.2). */
  readonly identifier: Buffer;
  readonly hash: 'sha256' | 'sha384';
}

const ALGORITHMS: Record<KeyFamily, SignatureAlgorithm> = {
  rsa: { identifier: sequence(oid('1.2.840.113549.1.1.11'), NULL), hash: 'sha256' },
  'ec-p256': { identifier: sequence(oid('1.2.840.10045.4.3.2')), hash: 'sha256' },
  'ec-p384': { identifier: sequence(oid('1.2.840.10045.4.3.3')), hash: 'sha384' },
};

/** The algorithm a key signs with. */
export const signatureAlgorithm = (privateKey: KeyObject): SignatureAlgorithm => ALGORITHMS[keyFamily(privateKey)];

/** Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm, signatureValue } (RFC 5280 section 4.1). */
export function signed(tbs: Buffer, algorithm: SignatureAlgorithm, privateKey: KeyObject): Buffer {
  return sequence(tbs, algorithm.identifier, bitString(sign(algorithm.hash, tbs, privateKey)));
}
