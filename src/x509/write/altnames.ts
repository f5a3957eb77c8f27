import { isIPv4, isIPv6 } from 'node:net';
import { domainToASCII, domainToUnicode } from 'node:url';
import { implicit, sequence } from './asn1.js';
import { refusal } from './refusal.js';
import type { SubjectAltName } from './types.js';

/** GeneralName tags (RFC 5280 section 4.2.1.6). */
const DNS_NAME = 2;
const IP_ADDRESS = 7;

const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** The first 12 octets of an IPv4-mapped IPv6 address. */
const IPV4_MAPPED = Buffer.from('00000000000000000000ffff', 'hex');

/**
 * The DER of GeneralNames, in the order given.
 * @throws CertlabError ERR_PKI for an empty list, a name twice, or a name that verifiers do not agree on.
 */
export function encodeAltNames(names: readonly SubjectAltName[]): Buffer {
  if (names.length === 0) {
    throw refusal('a certificate needs a subject alternative name', 'clients are not bound to read the common name');
  }
  const seen = new Set<string>();
  const encoded = names.map((name) => {
    const general = name.type === 'dns' ? encodeDns(name.value) : encodeIp(name.value);
    const bytes = general.toString('latin1');
    if (seen.has(bytes)) throw refusal(`subject alternative name ${JSON.stringify(name.value)} is given twice`);
    seen.add(bytes);
    return general;
  });
  return sequence(...encoded);
}

/** dNSName is an IA5String in the preferred name syntax; other scripts are A-labels (RFC 5280 section 7.2). */
function encodeDns(name: string): Buffer {
  const problem = dnsProblem(name);
  if (problem !== undefined) throw refusal(`DNS name ${JSON.stringify(name)} ${problem}`);
  return implicit(DNS_NAME, Buffer.from(name, 'latin1'));
}

function dnsProblem(name: string): string | undefined {
  if (name.length > 253) return 'has more than 253 characters';
  const wildcard = name.startsWith('*.');
  const labels = (wildcard ? name.slice(2) : name).split('.');
  if (!labels.every((label) => LABEL.test(label))) {
    return 'is not made of lower-case labels of letters, digits and inner hyphens, a wildcard only as the whole first label';
  }
  // Go accepts "*.local", OpenSSL and GnuTLS do not.
  if (wildcard && labels.length < 2) return 'puts its wildcard directly above a top-level domain';
  if (/^[0-9]+$/.test(labels.at(-1)!)) return 'ends in a number: an address belongs into an IP name';
  const plain = labels.join('.');
  if (plain.includes('xn--') && domainToASCII(domainToUnicode(plain)) !== plain)
    return 'holds a label that is not punycode';
  return undefined;
}

/** iPAddress is the address's 4 or 16 octets in network order. */
function encodeIp(address: string): Buffer {
  const octets = isIPv4(address) ? ipv4Octets(address) : isIPv6(address) ? ipv6Octets(address) : undefined;
  if (octets === undefined) {
    throw refusal(`IP address ${JSON.stringify(address)} is neither IPv4 nor IPv6 without brackets and zone`);
  }
  // OpenSSL compares octets, so the mapped form would never match the IPv4 address that clients dial.
  if (octets.subarray(0, 12).equals(IPV4_MAPPED)) {
    throw refusal(`IP address ${JSON.stringify(address)} is an IPv4 address in IPv6 form`, 'write it as IPv4');
  }
  return implicit(IP_ADDRESS, octets);
}

const ipv4Octets = (address: string): Buffer => Buffer.from(address.split('.').map(Number));

/** `address` passed isIPv6, which admits at most one `::` and a dotted quad only at the end. */
function ipv6Octets(address: string): Buffer | undefined {
  if (address.includes('%')) return undefined;
  const [head = '', tail] = address.split('::').map(groupOctets);
  if (tail === undefined) return Buffer.from(head);
  return Buffer.from([...head, ...new Array(16 - head.length - tail.length).fill(0), ...tail]);
}

function groupOctets(text: string): number[] {
  if (text === '') return [];
  return text.split(':').flatMap((group) => {
    if (group.includes('.')) return group.split('.').map(Number);
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 0xff];
  });
}
