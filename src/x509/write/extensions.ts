import { OIDS } from '../oids.js';
import { DerReader } from '../read/der.js';
import { TAG } from '../read/values.js';
import { encodeAltNames } from './altnames.js';
import { bitString, implicit, integer, octetString, oid, sequence, TRUE } from './asn1.js';
import type { KeyFamily } from './keys.js';
import { partsOf } from './read.js';
import { refusal } from './refusal.js';
import type { ExtendedKeyUsage, SubjectAltName } from './types.js';

/** id-ce arcs (RFC 5280 section 4.2.1). */
export const EXTENSION = {
  subjectKeyIdentifier: oid(OIDS.subjectKeyIdentifier),
  keyUsage: oid(OIDS.keyUsage),
  subjectAltName: oid(OIDS.subjectAltName),
  basicConstraints: oid(OIDS.basicConstraints),
  authorityKeyIdentifier: oid(OIDS.authorityKeyIdentifier),
  extendedKeyUsage: oid(OIDS.extendedKeyUsage),
} as const;

/** id-kp arcs (RFC 5280 section 4.2.1.12), in the order they are encoded. */
const PURPOSES: readonly (readonly [ExtendedKeyUsage, Buffer])[] = [
  ['serverAuth', oid(OIDS.serverAuth)],
  ['clientAuth', oid(OIDS.clientAuth)],
];

/** Extension ::= SEQUENCE { extnID, critical DEFAULT FALSE, extnValue }. */
const extension = (id: Buffer, value: Buffer): Buffer => sequence(id, octetString(value));
const critical = (id: Buffer, value: Buffer): Buffer => sequence(id, TRUE, octetString(value));

/** Section 4.2.1.9: an authority of ours signs leaves only. */
export const AUTHORITY_CONSTRAINTS = critical(EXTENSION.basicConstraints, sequence(TRUE, integer(0)));

/** `cA` is FALSE by default, and DER leaves a default out: an empty sequence. */
export const LEAF_CONSTRAINTS = critical(EXTENSION.basicConstraints, sequence());

/** Section 4.2.1.3, named bits counted from the left: keyCertSign (5) and cRLSign (6). */
export const AUTHORITY_KEY_USAGE = critical(EXTENSION.keyUsage, bitString(Buffer.of(0b0000_0110), 1));

const SIGNING = critical(EXTENSION.keyUsage, bitString(Buffer.of(0b1000_0000), 7));
const SIGNING_AND_ENCIPHERMENT = critical(EXTENSION.keyUsage, bitString(Buffer.of(0b1010_0000), 5));

/**
 * digitalSignature, and keyEncipherment only for an RSA server: TLS 1.2's RSA key exchange is the only one that
 * encrypts with the key of a certificate.
 */
export function leafKeyUsage(family: KeyFamily, usage: readonly ExtendedKeyUsage[]): Buffer {
  return family === 'rsa' && usage.includes('serverAuth') ? SIGNING_AND_ENCIPHERMENT : SIGNING;
}

/** @throws CertlabError ERR_PKI for an empty list. */
export function extendedKeyUsage(usage: readonly ExtendedKeyUsage[]): Buffer {
  if (usage.length === 0) throw refusal('a certificate needs an extended key usage');
  const purposes = PURPOSES.flatMap(([name, id]) => (usage.includes(name) ? [id] : []));
  return extension(EXTENSION.extendedKeyUsage, sequence(...purposes));
}

/** Reads the value of an extended key usage extension; purposes unknown here are left out. */
export function readExtendedKeyUsage(value: Buffer): ExtendedKeyUsage[] {
  const listed = partsOf(new DerReader(value).read(TAG.sequence)).map(({ whole }) => whole);
  return PURPOSES.flatMap(([name, id]) => (listed.some((purpose) => purpose.equals(id)) ? [name] : []));
}

export const subjectAltName = (names: readonly SubjectAltName[]): Buffer =>
  extension(EXTENSION.subjectAltName, encodeAltNames(names));

/** Section 4.2.1.2. */
export const subjectKeyIdentifier = (id: Buffer): Buffer => extension(EXTENSION.subjectKeyIdentifier, octetString(id));

/** Section 4.2.1.1: `id` is the issuer's subject key identifier. */
export const authorityKeyIdentifier = (id: Buffer): Buffer =>
  extension(EXTENSION.authorityKeyIdentifier, sequence(implicit(0, id)));
