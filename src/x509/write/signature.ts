import { type KeyObject, sign } from 'node:crypto';
import { OIDS } from '../oids.js';
import { bitString, NULL, oid, sequence } from './asn1.js';
import { type KeyFamily, keyFamily } from './keys.js';

export interface SignatureAlgorithm {
  /** AlgorithmIdentifier; RSA carries NULL parameters (RFC 4055 section 5), ECDSA none (RFC 5758 section 3.2). */
  readonly identifier: Buffer;
  readonly hash: 'sha256' | 'sha384';
}

const ALGORITHMS: Record<KeyFamily, SignatureAlgorithm> = {
  rsa: { identifier: sequence(oid(OIDS['SHA256-RSA']), NULL), hash: 'sha256' },
  'ec-p256': { identifier: sequence(oid(OIDS['ECDSA-SHA256'])), hash: 'sha256' },
  'ec-p384': { identifier: sequence(oid(OIDS['ECDSA-SHA384'])), hash: 'sha384' },
};

/** The algorithm a key signs with. */
export const signatureAlgorithm = (privateKey: KeyObject): SignatureAlgorithm => ALGORITHMS[keyFamily(privateKey)];

/** Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm, signatureValue } (RFC 5280 section 4.1). */
export function signed(tbs: Buffer, algorithm: SignatureAlgorithm, privateKey: KeyObject): Buffer {
  return sequence(tbs, algorithm.identifier, bitString(sign(algorithm.hash, tbs, privateKey)));
}
