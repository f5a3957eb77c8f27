import { createHash } from 'node:crypto';

/** What a derived key is for (RFC 7292 appendix B.3). */
export const PURPOSE = { cipherKey: 1, iv: 2, mac: 3 } as const;

export interface Derivation {
  readonly password: string;
  readonly salt: Buffer;
  readonly iterations: number;
  /** As node:crypto calls it, e.g. `sha1`. */
  readonly digest: string;
}

/** Octets in a block of the digest's input: 128 from SHA-384 on. */
const blockLength = (digest: string): number => (/^sha(384|512)/.test(digest) ? 128 : 64);

/** Derives a key from a password as PKCS#12 does (RFC 7292 appendix B.2). */
export function deriveKey(
  { password, salt, iterations, digest }: Derivation,
  purpose: (typeof PURPOSE)[keyof typeof PURPOSE],
  length: number,
): Buffer {
  const block = blockLength(digest);
  const diversifier = Buffer.alloc(block, purpose);
  // A BMPString with two zeros at its end (appendix B.1).
  const secret = Buffer.from(`${password}\0`, 'utf16le').swap16();
  const input = Buffer.concat([repeated(salt, block), repeated(secret, block)]);
  const parts: Buffer[] = [];
  for (let made = 0; made < length; ) {
    let hash = Buffer.concat([diversifier, input]);
    for (let round = 0; round < iterations; round++) hash = createHash(digest).update(hash).digest();
    parts.push(hash);
    made += hash.length;
    addToBlocks(input, repeated(hash, block, block), block);
  }
  return Buffer.concat(parts).subarray(0, length);
}

/** Filled up to whole blocks by repetition; nothing stays nothing. */
function repeated(octets: Buffer, block: number, length = Math.ceil(octets.length / block) * block): Buffer {
  return length === 0 ? Buffer.alloc(0) : Buffer.alloc(length, octets);
}

/** Adds a number and one to each block, each block being a number of its own that may overflow. */
function addToBlocks(input: Buffer, addend: Buffer, block: number): void {
  for (let begin = 0; begin < input.length; begin += block) {
    let carry = 1;
    for (let index = block - 1; index >= 0; index--) {
      const sum = input[begin + index]! + addend[index]! + carry;
      input[begin + index] = sum & 0xff;
      carry = sum >> 8;
    }
  }
}
