/** Private keys encrypted in ways that one of the programs cannot read: for broken deployments only. */

import { createCipheriv, type KeyObject, pbkdf2Sync, scryptSync } from 'node:crypto';
import { OIDS } from '../x509/oids.js';
import { integer, NULL, octetString, oid, sequence } from '../x509/write/asn1.js';
import { toPem } from '../x509/write/pem.js';
import type { RandomBytes } from '../x509/write/types.js';

/** RFC 8018 appendix A, RFC 7914 section 7, NIST AES, RFC 8018 appendix B.2.2. */
const PBES2 = oid(OIDS.PBES2);
const PBKDF2 = oid(OIDS.PBKDF2);
const SCRYPT = oid(OIDS.scrypt);

const PRFS = {
  sha256: sequence(oid(OIDS['HMAC-SHA-256']), NULL),
  sha512: sequence(oid(OIDS['HMAC-SHA-512']), NULL),
} as const;

const CIPHERS = {
  'aes-256-cbc': { id: oid(OIDS['AES-256-CBC']), keyLength: 32, ivLength: 16 },
  'des-ede3-cbc': { id: oid(OIDS['DES-EDE3-CBC']), keyLength: 24, ivLength: 8 },
} as const;

/** How a key is to be encrypted. */
export interface Encryption {
  readonly kdf: 'pbkdf2' | 'scrypt';
  readonly prf?: keyof typeof PRFS;
  /** Writes the optional keyLength into PBKDF2-params. */
  readonly statesKeyLength?: boolean;
  readonly cipher?: keyof typeof CIPHERS;
}

const ITERATIONS = 2048;
/** N, r and p of RFC 7914 section 2: what OpenSSL's `-scrypt` writes. */
const SCRYPT_COST = { N: 16_384, r: 8, p: 1 } as const;

/** A private key as PKCS#8 PEM, encrypted with PBES2 of the given make. */
export function forgeKey(
  key: KeyObject,
  passphrase: string,
  { kdf, prf = 'sha256', statesKeyLength = false, cipher = 'aes-256-cbc' }: Encryption,
  randomBytes: RandomBytes,
): string {
  const { id, keyLength, ivLength } = CIPHERS[cipher];
  const [salt, iv] = [randomBytes(16), randomBytes(ivLength)];
  const stated = statesKeyLength ? [integer(keyLength)] : [];
  const { N, r, p } = SCRYPT_COST;
  const [secret, derivation] =
    kdf === 'scrypt'
      ? [
          scryptSync(passphrase, salt, keyLength, SCRYPT_COST),
          sequence(SCRYPT, sequence(octetString(salt), integer(N), integer(r), integer(p))),
        ]
      : [
          pbkdf2Sync(passphrase, salt, ITERATIONS, keyLength, prf),
          sequence(PBKDF2, sequence(octetString(salt), integer(ITERATIONS), ...stated, PRFS[prf])),
        ];
  const encrypt = createCipheriv(cipher, secret, iv);
  const encrypted = Buffer.concat([encrypt.update(key.export({ type: 'pkcs8', format: 'der' })), encrypt.final()]);
  const scheme = sequence(PBES2, sequence(derivation, sequence(id, octetString(iv))));
  return toPem('ENCRYPTED PRIVATE KEY', sequence(scheme, octetString(encrypted)));
}

/** A private key in OpenSSL's own old way: PKCS#1 or SEC 1 with Proc-Type and DEK-Info headers. */
export function forgeLegacyKey(key: KeyObject, passphrase: string): string {
  const type = key.asymmetricKeyType === 'rsa' ? 'pkcs1' : 'sec1';
  return key.export({ type, format: 'pem', cipher: 'aes-256-cbc', passphrase }).toString();
}
