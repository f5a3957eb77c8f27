import { createCipheriv, randomBytes as cryptoRandomBytes, type KeyObject, pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
import { OIDS } from '../oids.js';
import { integer, NULL, octetString, oid, sequence } from './asn1.js';
import { privateKeyInfo } from './key-info.js';
import { toPem } from './pem.js';
import { refusal } from './refusal.js';
import type { RandomBytes } from './types.js';

const pbkdf2Async = promisify(pbkdf2);

/** RFC 8018 appendix A.4, A.2 and C; NIST AES. */
const PBES2 = oid(OIDS.PBES2);
const PBKDF2 = oid(OIDS.PBKDF2);
const AES_256_CBC = oid(OIDS['AES-256-CBC']);
const HMAC_WITH_SHA256 = sequence(oid(OIDS['HMAC-SHA-256']), NULL);

/** Java refuses a passphrase outside printable ASCII; OpenSSL cannot read a key under one of more than 1024 bytes. */
const PASSPHRASE = /^[\x20-\x7e]{1,1024}$/;

export interface EncryptOptions {
  /** PBKDF2 iterations. */
  readonly iterations: number;
  readonly randomBytes?: RandomBytes;
}

/** An unencrypted private key as PKCS#8 PEM (RFC 5958), with one trailing newline. */
export function exportPrivateKey(key: KeyObject): string {
  return toPem('PRIVATE KEY', privateKeyInfo(key));
}

/**
 * A private key as encrypted PKCS#8 PEM: PBES2 with PBKDF2 (HMAC-SHA-256) and AES-256-CBC, the strongest form that
 * Elastic Agent, Java, OpenSSL and GnuTLS all read. PBKDF2-params hold salt, iterationCount and prf and no keyLength:
 * Elastic Agent's parser has no such field and answers "incorrect password" (elastic-agent-libs kdf_pbkdf2.go:52-56).
 * The derivation runs in the thread pool.
 * @throws CertlabError ERR_PKI when the passphrase is not 1 to 1024 characters of printable ASCII.
 */
export async function encryptPrivateKey(
  key: KeyObject,
  passphrase: string,
  { iterations, randomBytes = cryptoRandomBytes }: EncryptOptions,
): Promise<string> {
  if (!PASSPHRASE.test(passphrase)) {
    throw refusal(
      'the passphrase of a key is not 1 to 1024 characters of printable ascii',
      'choose another passphrase',
    );
  }
  const salt = randomBytes(16);
  const iv = randomBytes(16);
  const secret = await pbkdf2Async(passphrase, salt, iterations, 32, 'sha256');
  const cipher = createCipheriv('aes-256-cbc', secret, iv);
  const encrypted = Buffer.concat([cipher.update(privateKeyInfo(key)), cipher.final()]);
  const derivation = sequence(PBKDF2, sequence(octetString(salt), integer(iterations), HMAC_WITH_SHA256));
  const scheme = sequence(AES_256_CBC, octetString(iv));
  const info = sequence(sequence(PBES2, sequence(derivation, scheme)), octetString(encrypted));
  return toPem('ENCRYPTED PRIVATE KEY', info);
}
