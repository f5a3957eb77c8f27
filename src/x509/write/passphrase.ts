import type { RandomBytes } from './types.js';

/** 16 letters, then 16 more letters and digits; none that is easily read as another. */
const ALPHABET = 'abcdefghjkmnpqrs' + 'tuvwxyz123456789';

/**
 * A random passphrase of 26 lower-case letters and digits, 129 bits. It begins with a letter, so that no shell, YAML or
 * PowerShell takes it for a number, an option or anything else but itself, quoted or not.
 */
export function generatePassphrase(randomBytes: RandomBytes): string {
  const [first = 0, ...others] = randomBytes(26);
  return [ALPHABET[first % 16], ...others.map((octet) => ALPHABET[octet % 32])].join('');
}
