import { createDecipheriv, pbkdf2Sync } from 'node:crypto';
import { type Element, elementAt, elementsOf } from './der.js';
import { encryptionOf, type FoundEncryption } from './key.js';
import { deriveKey, PURPOSE } from './pkcs12-key.js';

/** How a content is encrypted with a password: an AlgorithmIdentifier, then the content. */
export interface Encrypted {
  /** DER of the AlgorithmIdentifier. */
  readonly algorithm: Buffer;
  readonly content: Buffer;
}

/** Ciphers of PBES2 as node:crypto calls them, with the octets of their keys. */
const PBES2_CIPHERS: Readonly<Record<string, readonly [name: string, keyLength: number]>> = {
  'AES-128-CBC': ['aes-128-cbc', 16],
  'AES-192-CBC': ['aes-192-cbc', 24],
  'AES-256-CBC': ['aes-256-cbc', 32],
  'DES-EDE3-CBC': ['des-ede3-cbc', 24],
};

/** Those of PKCS#12 itself (RFC 7292 appendix C); RC2 by its effective bits. */
const PKCS12_CIPHERS: Readonly<Record<string, { readonly keyLength: number; readonly rc2?: number }>> = {
  'PBE-SHA1-3DES': { keyLength: 24 },
  'PBE-SHA1-RC2-128': { keyLength: 16, rc2: 128 },
  'PBE-SHA1-RC2-40': { keyLength: 5, rc2: 40 },
};

/**
 * Decrypts what PKCS#12 files hold: PBES2 (RFC 8018) and the older schemes of PKCS#12.
 *
 * @returns undefined where the password is wrong, or the content damaged
 * @throws Error for a scheme that this program does not know
 */
export async function decrypt({ algorithm, content }: Encrypted, password: string): Promise<Buffer | undefined> {
  const encryption = encryptionOf(algorithm);
  if (iterationsOf(algorithm) > MOST_ITERATIONS) throw new Error(`more than ${MOST_ITERATIONS} iterations`);
  if (encryption?.scheme === 'PBES2') return decryptPbes2(encryption, algorithm, content, password);
  const known = encryption && PKCS12_CIPHERS[encryption.cipher];
  if (known === undefined) throw unknown(encryption?.cipher);
  const [salt, iterations] = elementsOf(elementAt(algorithm, 0, 1)!.content);
  const derivation = { password, salt: salt!.content, iterations: numberIn(iterations), digest: 'sha1' };
  const key = deriveKey(derivation, PURPOSE.cipherKey, known.keyLength);
  const iv = deriveKey(derivation, PURPOSE.iv, 8);
  return known.rc2 === undefined ? native('des-ede3-cbc', key, iv, content) : rc2(key, known.rc2, iv, content);
}

/** Programs write up to 600,000; a file of a stranger must not keep this program busy for hours. */
export const MOST_ITERATIONS = 1_000_000;

/** In PBES2 they are one level deeper. */
const iterationsOf = (algorithm: Buffer): number => {
  const parameters = elementsOf(elementAt(algorithm, 0, 1)!.content);
  return numberIn(parameters[1]?.tag === 0x02 ? parameters[1] : elementAt(algorithm, 0, 1, 0, 1, 1));
};

const unknown = (what = 'none'): Error => new Error(`an encryption that is not known: ${what}`);

type Pbes2 = Extract<FoundEncryption, { scheme: 'PBES2' }>;

function decryptPbes2(encryption: Pbes2, algorithm: Buffer, content: Buffer, password: string): Buffer | undefined {
  const cipher = PBES2_CIPHERS[encryption.cipher];
  if (cipher === undefined) throw unknown(encryption.cipher);
  const [name, keyLength] = cipher;
  const [salt] = elementsOf(elementAt(algorithm, 0, 1, 0, 1)!.content);
  const digest = /^HMAC-SHA-(\d+)$/.exec(encryption.prf ?? '')?.[1];
  if (encryption.kdf !== 'PBKDF2' || digest === undefined) throw unknown(`${encryption.kdf} ${encryption.prf ?? ''}`);
  const key = pbkdf2Sync(password, salt!.content, encryption.iterations ?? 1, keyLength, `sha${digest}`);
  return native(name, key, elementAt(algorithm, 0, 1, 1, 1)!.content, content);
}

function native(name: string, key: Buffer, iv: Buffer, content: Buffer): Buffer | undefined {
  try {
    const decipher = createDecipheriv(name, key, iv);
    return Buffer.concat([decipher.update(content), decipher.final()]);
  } catch {
    return undefined;
  }
}

/** OpenSSL 3 keeps RC2 in a provider that Node does not load. */
async function rc2(key: Buffer, bits: number, iv: Buffer, content: Buffer): Promise<Buffer | undefined> {
  const { default: ciphers } = await import('node-forge/lib/rc2.js');
  const { default: util } = await import('node-forge/lib/util.js');
  const cipher = ciphers.createDecryptionCipher(key.toString('latin1'), bits);
  cipher.start(iv.toString('latin1'));
  cipher.update(util.createBuffer(content.toString('latin1')));
  return cipher.finish() ? Buffer.from(cipher.output.getBytes(), 'latin1') : undefined;
}

export const numberIn = (element: Element | undefined): number =>
  Number(`0x${element?.content.toString('hex') || '0'}`);
