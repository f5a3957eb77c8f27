import { BadAnswer } from './bad-answer.js';

/** OpenSSL writes keys under longer passphrases that it cannot open again. */
const LONGEST_PASSPHRASE = 1024;
const LONGEST_TOKEN = 4096;

const BYTE_ORDER_MARKS: readonly Buffer[] = [
  Buffer.from('efbbbf', 'hex'),
  Buffer.from('feff', 'hex'),
  Buffer.from('fffe', 'hex'),
];

/** A passphrase as a file held it. */
export interface PassphraseText {
  readonly passphrase: string;
  /** The newline that editors put at the end was taken off. */
  readonly trimmed: boolean;
}

/**
 * Reads a passphrase from the bytes of a file. Elastic Agent takes every byte of such a file, so exactly one newline at the
 * end is taken off, and said; whatever else does not belong into a passphrase is refused. The messages never hold any of it.
 *
 * @throws BadAnswer
 */
export function parsePassphraseFile(content: Buffer): PassphraseText {
  if (BYTE_ORDER_MARKS.some((mark) => content.subarray(0, mark.length).equals(mark))) {
    throw new BadAnswer('begins with a byte order mark', 'save it as plain ASCII');
  }
  const text = content.toString('latin1');
  const passphrase = text.replace(/\r?\n$/, '');
  return { passphrase: parsePassphrase(passphrase), trimmed: passphrase !== text };
}

/**
 * Judges a passphrase: 1 to 1024 printable ASCII characters, because Java refuses others, and no space at either end.
 *
 * @throws BadAnswer that does not hold the passphrase
 */
export function parsePassphrase(text: string): string {
  if (text === '') throw new BadAnswer('is empty', 'an empty passphrase protects nothing and Elastic Agent refuses it');
  if (/[\r\n]/.test(text)) throw new BadAnswer('has more than one line', 'a passphrase is one line');
  if (/[^\x20-\x7e]/.test(text)) {
    throw new BadAnswer('holds characters other than printable ASCII', 'Java opens no key with such a passphrase');
  }
  if (/^ | $/.test(text))
    throw new BadAnswer('begins or ends with a space', 'the space would be part of the passphrase');
  if (text.length > LONGEST_PASSPHRASE)
    throw new BadAnswer(`has more than ${LONGEST_PASSPHRASE} characters`, 'OpenSSL opens no key with a longer one');
  return text;
}

/**
 * Reads a service or enrollment token: one word, white space around it taken off.
 *
 * @throws BadAnswer that does not hold the token
 */
export function parseTokenFile(content: Buffer): string {
  const token = content
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trim();
  if (token === '') throw new BadAnswer('is empty', 'put the token into it, or leave the flag out');
  if (!/^[\x21-\x7e]+$/.test(token) || token.length > LONGEST_TOKEN) {
    throw new BadAnswer('does not hold one token', 'a token is one line of letters, digits and - _ = + / : .');
  }
  return token;
}
