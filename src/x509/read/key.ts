import { createPrivateKey, type KeyObject } from 'node:crypto';
import { dotted, nameOf } from '../oids.js';
import { elementAt, elementsOf } from './der.js';
import type { FoundBlock } from './pem.js';

/** How a key is encrypted. Names as in RFC 8018; what has no name is a dotted object identifier. */
export type FoundEncryption =
  | {
      readonly scheme: 'PBES2';
      readonly kdf: string;
      /** Of PBKDF2 alone. */
      readonly prf?: string;
      readonly iterations?: number;
      /** In octets, where the parameters hold it. */
      readonly keyLength?: number;
      readonly cipher: string;
    }
  /** PBES1 and what PKCS#12 made of it. */
  | { readonly scheme: 'PBES1'; readonly cipher: string }
  /** OpenSSL's own way, with headers in the PEM block. */
  | {
      readonly scheme: 'DEK-Info';
      readonly cipher: string;
      /** Of a block that is labeled as PKCS#8: what the headers are around, plain or itself encrypted. */
      readonly pkcs8?: 'plain' | 'encrypted';
    };

/** A private key in whatever form. */
export interface FoundKey {
  readonly format: 'PKCS#8' | 'PKCS#1' | 'SEC1' | 'DSA';
  readonly encryption?: FoundEncryption;
  /** What `createPrivateKey` takes. */
  readonly source: { readonly key: string } | { readonly key: Buffer; readonly format: 'der'; readonly type: 'pkcs8' };
}

const FORMATS: Readonly<Record<string, FoundKey['format']>> = {
  'PRIVATE KEY': 'PKCS#8',
  'ENCRYPTED PRIVATE KEY': 'PKCS#8',
  'RSA PRIVATE KEY': 'PKCS#1',
  'EC PRIVATE KEY': 'SEC1',
  'DSA PRIVATE KEY': 'DSA',
};

/** The key in a PEM block; undefined where the block is of another kind. */
export function keyInBlock(block: FoundBlock): FoundKey | undefined {
  const format = FORMATS[block.label];
  if (format === undefined) return undefined;
  const source = { key: block.text };
  const cipher = block.headers.get('DEK-Info')?.split(',')[0];
  if (cipher !== undefined) return { format, ...underHeaders(block, cipher) };
  if (block.label !== 'ENCRYPTED PRIVATE KEY' || block.der === undefined) return { format, source };
  const encryption = encryptionIn(block.der);
  return { format, source, ...(encryption && { encryption }) };
}

/** OpenSSL would decrypt twice what is labeled as encrypted, Go looks at the headers first and at no label. */
function underHeaders({ label, text, der }: FoundBlock, cipher: string): Pick<FoundKey, 'source' | 'encryption'> {
  if (FORMATS[label] !== 'PKCS#8') return { source: { key: text }, encryption: { scheme: 'DEK-Info', cipher } };
  const pkcs8 = der && encryptionIn(der) ? 'encrypted' : 'plain';
  const key = text.replaceAll('ENCRYPTED PRIVATE KEY-----', 'PRIVATE KEY-----');
  return { source: { key }, encryption: { scheme: 'DEK-Info', cipher, pkcs8 } };
}

/**
 * Opens a key.
 *
 * @param passphrase its bytes, for an encrypted key
 * @throws Error when it does not open
 */
export const openKey = ({ source }: FoundKey, passphrase?: Buffer): KeyObject =>
  createPrivateKey(passphrase === undefined ? source : { ...source, passphrase });

/** How an EncryptedPrivateKeyInfo is encrypted (RFC 5958 section 3); undefined if it is none. */
export function encryptionIn(der: Buffer): FoundEncryption | undefined {
  try {
    return encryptionOf(elementAt(der, 0, 0)!.whole);
  } catch {
    return undefined;
  }
}

/** What an AlgorithmIdentifier says about an encryption with a password (RFC 8018 appendix A.4); undefined if it is none. */
export function encryptionOf(algorithm: Buffer): FoundEncryption | undefined {
  try {
    const scheme = oidAt(algorithm, 0, 0);
    if (scheme !== 'PBES2') return { scheme: 'PBES1', cipher: scheme };
    const [kdf, cipher] = [oidAt(algorithm, 0, 1, 0, 0), oidAt(algorithm, 0, 1, 1, 0)];
    if (kdf !== 'PBKDF2') return { scheme, kdf, cipher };
    const [, iterations, ...optional] = elementsOf(elementAt(algorithm, 0, 1, 0, 1)!.content);
    const prf = optional.find(({ tag }) => tag === 0x30);
    const keyLength = optional.find(({ tag }) => tag === 0x02);
    return {
      scheme,
      kdf,
      cipher,
      // The default of RFC 8018 appendix A.2.
      prf: prf ? oidAt(prf.content, 0) : 'HMAC-SHA-1',
      iterations: integer(iterations!.content),
      ...(keyLength && { keyLength: integer(keyLength.content) }),
    };
  } catch {
    return undefined;
  }
}

const oidAt = (der: Buffer, ...path: readonly number[]): string => nameOf(dotted(elementAt(der, ...path)!.content));

const integer = (content: Buffer): number => Number(`0x${content.toString('hex')}`);
