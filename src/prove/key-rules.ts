import { elementAt, elementsOf, oidAt } from '../x509/read/der.js';
import type { BundleRule } from './findings.js';

/** Object identifiers of RFC 8018 and RFC 7914, as the hex of their content. */
const PBES2 = '2a864886f70d01050d';
const PBKDF2 = '2a864886f70d01050c';
const HMAC_SHA1 = '2a864886f70d0207';
const HMAC_SHA256 = '2a864886f70d0209';
const AES_128_CBC = '608648016503040102';
const AES_256_CBC = '60864801650304012a';
const INTEGER = 0x02;
const SEQUENCE = 0x30;

/** How an encrypted key was encrypted (EncryptedPrivateKeyInfo of RFC 5958 section 3, PBES2-params of RFC 8018). */
interface Encryption {
  readonly scheme: string | undefined;
  readonly kdf: string | undefined;
  readonly prf: string;
  readonly hasKeyLength: boolean;
  readonly cipher: string | undefined;
}

type KeyRule = { readonly rule: BundleRule; readonly broken: (encryption: Encryption) => boolean };

/**
 * What OpenSSL opens and one of the programs does not. Elastic Agent's parser knows PBES2 with HMAC-SHA-1 or HMAC-SHA-256
 * and no keyLength (youmark/pkcs8 kdf_pbkdf2.go:27-56); Java knows neither scrypt nor 3DES there, and no AES-192. What both
 * know is little enough to demand it of every key.
 */
const KEY_RULES: readonly KeyRule[] = [
  { rule: 'key-prf-unsupported', broken: ({ prf }) => prf !== HMAC_SHA1 && prf !== HMAC_SHA256 },
  { rule: 'key-pbkdf2-key-length', broken: ({ hasKeyLength }) => hasKeyLength },
  { rule: 'key-cipher-unsupported', broken: ({ cipher }) => cipher !== AES_128_CBC && cipher !== AES_256_CBC },
];

/** The rules that a private key's encryption breaks; none for a key that is not encrypted. */
export function brokenKeyRules(pem: string): BundleRule[] {
  if (/^Proc-Type: 4,ENCRYPTED/m.test(pem)) return ['key-legacy-encryption'];
  const base64 = /-----BEGIN ENCRYPTED PRIVATE KEY-----([A-Za-z0-9+/=\s]+)-----END/.exec(pem)?.[1];
  if (base64 === undefined) return [];
  const encryption = readEncryption(Buffer.from(base64, 'base64'));
  if (encryption?.scheme !== PBES2 || encryption.kdf !== PBKDF2) return ['key-encryption-unsupported'];
  return KEY_RULES.filter(({ broken }) => broken(encryption)).map(({ rule }) => rule);
}

function readEncryption(der: Buffer): Encryption | undefined {
  try {
    const parameters = elementAt(der, 0, 0, 1, 0, 1);
    const [, , ...optional] = parameters ? elementsOf(parameters.content) : [];
    const prf = optional.find(({ tag }) => tag === SEQUENCE);
    return {
      scheme: oidAt(der, 0, 0, 0),
      kdf: oidAt(der, 0, 0, 1, 0, 0),
      // The default of RFC 8018 appendix A.2.
      prf: (prf && oidAt(prf.content, 0)) ?? HMAC_SHA1,
      hasKeyLength: optional.some(({ tag }) => tag === INTEGER),
      cipher: oidAt(der, 0, 0, 1, 1, 0),
    };
  } catch {
    return undefined;
  }
}
