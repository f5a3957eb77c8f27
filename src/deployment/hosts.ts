import { isIPv4, isIPv6 } from 'node:net';
import { domainToASCII, domainToUnicode } from 'node:url';
import { BadAnswer } from './bad-answer.js';

const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** What a label of any script is written with; everything else in a host name is a slip or a disguise. */
const LETTERS = /^[\p{L}\p{M}\p{N}-]+$/u;

/** IPv4-mapped addresses as the URL parser writes them. */
const MAPPED = /^::ffff:[0-9a-f]{1,4}:[0-9a-f]{1,4}$/;

const SPELLING = 'host names are made of letters, digits, dots and inner dashes';

/** Why text is no host at first sight; the first row that applies is reported. */
const SLIPS: readonly (readonly [applies: RegExp, message: string, hint: string])[] = [
  [/^$/, 'is empty', 'give a DNS name or an address'],
  [
    /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u,
    'holds a control or invisible character',
    'type it again instead of pasting it',
  ],
  [/\s/, 'holds white space', SPELLING],
  [/:\/\//, 'is a URL', 'give the host alone'],
  [/\//, 'holds a slash', 'give the host alone, without path and without prefix length'],
  [/%/, 'holds a percent sign', 'give an address without its zone'],
  [/_/, 'holds an underscore, which no host name has', 'give the name that is in DNS'],
  [/[[\]]/, 'holds a bracket', 'only URLs put brackets around IPv6 addresses'],
];

/**
 * Reads a host name or address into the one form that certificates and clients compare: DNS names as A-labels in lower
 * case without trailing dot (RFC 5280 section 7.2), IPv4 in dotted decimal, IPv6 as RFC 5952 writes it.
 *
 * Node's own functions are no validators: domainToASCII drops line ends and reads `127.1` and `010.0.0.1` as other
 * addresses, isIP admits zones. Hence the look at the characters before, and at the labels after.
 *
 * @throws BadAnswer
 */
export function parseHost(text: string): string {
  for (const [applies, message, hint] of SLIPS) if (applies.test(text)) throw new BadAnswer(message, hint);
  if (text.includes(':')) return parseIpv6(text);
  const name = parseName(text);
  if (!/^(\d+|0x[0-9a-f]*)$/.test(name.split('.').at(-1)!)) return name;
  if (!isIPv4(name)) {
    throw new BadAnswer(
      'ends in a number, but is no IPv4 address',
      'write addresses as four decimal numbers without leading zeros',
    );
  }
  if (name === '0.0.0.0') throw new BadAnswer('is an address nobody can dial', 'give the address of the host');
  return name;
}

/**
 * A host, or a DNS name whose first label is `*`. The name below it needs two labels: OpenSSL and GnuTLS take no
 * wildcard directly above a top-level domain, and Go and GnuTLS none that is only part of a label.
 *
 * @throws BadAnswer
 */
export function parseHostOrWildcard(text: string): string {
  if (!text.startsWith('*.')) return parseHost(text);
  const below = parseHost(text.slice(2));
  if (!below.includes('.') || isIPv4(below)) {
    throw new BadAnswer('puts its wildcard directly above a top-level domain or an address', 'write *.name.domain');
  }
  if (below.length > 251) throw tooLong();
  return `*.${below}`;
}

function parseIpv6(text: string): string {
  if (/^[^:]*:\d*$/.test(text)) throw new BadAnswer('holds a port', 'give the host alone');
  if (!isIPv6(text)) throw new BadAnswer('is no IPv6 address', 'check its groups: hexadecimal, at most one ::');
  const canonical = new URL(`https://[${text}]`).hostname.slice(1, -1);
  if (MAPPED.test(canonical)) throw new BadAnswer('is an IPv4 address in IPv6 form', 'write it as IPv4');
  if (canonical === '::') throw new BadAnswer('is an address nobody can dial', 'give the address of the host');
  return canonical;
}

function parseName(text: string): string {
  const labels = text.toLowerCase().replace(/\.$/, '').split('.');
  if (labels.includes('')) throw new BadAnswer('has an empty label', 'a dot separates two labels');
  if (labels.some((label) => label.includes('*'))) {
    throw new BadAnswer('holds a wildcard', 'only --san takes one, as the whole first label: *.es.example.com');
  }
  const odd = labels.join('').replaceAll(/[\p{L}\p{M}\p{N}-]/gu, '');
  if (odd !== '') throw new BadAnswer(`holds ${JSON.stringify([...odd][0])}, which no host name has`, SPELLING);
  return checkLabels(toALabels(labels));
}

/** Other scripts become A-labels. What maps to other characters on the way (wide letters, ligatures) is not guessed at. */
function toALabels(labels: readonly string[]): string {
  const name = labels.join('.');
  if (!labels.every((label) => LETTERS.test(label)) || name.normalize('NFKC') !== name.normalize('NFC')) {
    throw new BadAnswer('holds characters that stand for others', 'write it with the plain letters');
  }
  const plain = /^[\x00-\x7f]*$/.test(name);
  if (plain && !name.includes('xn--')) return name;
  const ascii = domainToASCII(name);
  if (ascii === '' || domainToASCII(domainToUnicode(ascii)) !== ascii || (plain && ascii !== name)) {
    throw new BadAnswer('has no form that DNS can carry', 'check the letters, or give its A-labels (xn--...)');
  }
  return ascii;
}

function checkLabels(name: string): string {
  if (name.length > 253) throw tooLong();
  for (const label of name.split('.')) {
    if (label.length > 63) throw new BadAnswer('has a label of more than 63 characters', 'DNS takes no longer labels');
    if (!LABEL.test(label)) throw new BadAnswer('has a label that begins or ends with a dash', SPELLING);
  }
  return name;
}

const tooLong = (): BadAnswer => new BadAnswer('has more than 253 characters', 'DNS takes no longer names');
