/**
 * Certificates that must never be made: for broken deployments only. `x509/write` refuses all of this, and nothing that creates
 * deployments may import it.
 */

import { createHash, type KeyObject, sign, type X509Certificate } from 'node:crypto';
import { OIDS } from '../x509/oids.js';
import { inspectCertificate, type KeyUsage } from '../x509/read/certificate.js';
import { elementAt } from '../x509/read/der.js';
import { encodeAltNames } from '../x509/write/altnames.js';
import { bitString, explicit, implicit, integer, NULL, octetString, oid, sequence, TRUE } from '../x509/write/asn1.js';
import { EXTENSION } from '../x509/write/extensions.js';
import type { SubjectAltName, Validity } from '../x509/write/types.js';
import { encodeValidity } from '../x509/write/validity.js';

/** Everything a certificate says, whether it makes sense or not. */
export interface ForgedFields {
  /** DER of a Name. */
  readonly subject: Buffer;
  readonly validity: Validity;
  readonly publicKey: KeyObject;
  readonly ca: boolean;
  /** Each of these may be left out. */
  readonly pathLength?: number | undefined;
  readonly keyUsage?: readonly KeyUsage[] | undefined;
  /** Dotted object identifiers. */
  readonly extendedKeyUsage?: readonly string[] | undefined;
  readonly names: readonly SubjectAltName[];
  readonly hash: 'sha256' | 'sha384' | 'sha1';
}

/** Who signs: any key under any name. */
export interface Forger {
  readonly subject: Buffer;
  readonly keyIdentifier: Buffer;
  readonly privateKey: KeyObject;
}

/** What a certificate says, to be said again with one thing changed. */
export function fieldsOf({ raw, publicKey }: X509Certificate): ForgedFields {
  const { ca, pathLength, keyUsage, extendedKeyUsage, names, validFrom, validTo, signatureAlgorithm } =
    inspectCertificate(raw);
  return {
    subject: subjectOf(raw),
    validity: { notBefore: validFrom, notAfter: validTo },
    publicKey,
    ca,
    names: names.flatMap(({ kind, value }) => (kind === 'dns' || kind === 'ip' ? [{ type: kind, value }] : [])),
    hash: signatureAlgorithm.includes('384') ? 'sha384' : 'sha256',
    pathLength,
    keyUsage,
    extendedKeyUsage,
  };
}

/** A forger with this certificate's name. */
export const forgerOf = ({ raw, publicKey }: X509Certificate, privateKey: KeyObject): Forger => ({
  subject: subjectOf(raw),
  keyIdentifier: keyIdentifierOf(publicKey),
  privateKey,
});

/** DER of a subject, with the tag and length that reading took off. */
const subjectOf = (der: Buffer): Buffer => sequence(elementAt(der, 0, 0, SUBJECT)?.content ?? Buffer.alloc(0));
/** Position in a TBSCertificate of version 3 (RFC 5280 section 4.1). */
const SUBJECT = 5;

/** DER of a certificate that says what it is told to. */
export function forgeCertificate(fields: ForgedFields, serial: Buffer, by: Forger): Buffer {
  const algorithm = signatureAlgorithm(by.privateKey, fields.hash);
  const tbs = sequence(
    explicit(0, integer(2)),
    integer(serial),
    algorithm,
    by.subject,
    encodeValidity(fields.validity),
    fields.subject,
    fields.publicKey.export({ type: 'spki', format: 'der' }),
    explicit(3, sequence(...extensionsOf(fields, by))),
  );
  const hash = by.privateKey.asymmetricKeyType === 'ed25519' ? null : fields.hash;
  return sequence(tbs, algorithm, bitString(sign(hash, tbs, by.privateKey)));
}

const SIGNATURES: Readonly<Record<string, Buffer>> = {
  'rsa/sha1': sequence(oid(OIDS['SHA1-RSA']), NULL),
  'rsa/sha256': sequence(oid(OIDS['SHA256-RSA']), NULL),
  'rsa/sha384': sequence(oid(OIDS['SHA384-RSA']), NULL),
  'ec/sha1': sequence(oid(OIDS['ECDSA-SHA1'])),
  'ec/sha256': sequence(oid(OIDS['ECDSA-SHA256'])),
  'ec/sha384': sequence(oid(OIDS['ECDSA-SHA384'])),
};
const ED25519 = sequence(oid(OIDS.Ed25519));

const signatureAlgorithm = ({ asymmetricKeyType }: KeyObject, hash: string): Buffer =>
  SIGNATURES[`${asymmetricKeyType}/${hash}`] ?? ED25519;

function extensionsOf(
  { publicKey, ca, pathLength, keyUsage, extendedKeyUsage, names }: ForgedFields,
  by: Forger,
): Buffer[] {
  const constraints = ca ? [TRUE, ...(pathLength === undefined ? [] : [integer(pathLength)])] : [];
  const { basicConstraints, authorityKeyIdentifier, subjectKeyIdentifier } = EXTENSION;
  return [
    extension(subjectKeyIdentifier, octetString(keyIdentifierOf(publicKey))),
    sequence(basicConstraints, TRUE, octetString(sequence(...constraints))),
    ...(keyUsage ? [sequence(EXTENSION.keyUsage, TRUE, octetString(usageBits(keyUsage)))] : []),
    ...(extendedKeyUsage ? [extension(EXTENSION.extendedKeyUsage, sequence(...extendedKeyUsage.map(oid)))] : []),
    extension(authorityKeyIdentifier, sequence(implicit(0, by.keyIdentifier))),
    ...(names.length > 0 ? [extension(EXTENSION.subjectAltName, sequence(...names.map(generalName)))] : []),
  ];
}

const extension = (id: Buffer, value: Buffer): Buffer => sequence(id, octetString(value));

/** RFC 5280 section 4.2.1.3, counted from the left. */
const USAGE_BITS: readonly KeyUsage[] = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
];

/** DER drops the zero bits at the end (X.690 section 11.2.2). */
function usageBits(usage: readonly KeyUsage[]): Buffer {
  const positions = usage.map((name) => USAGE_BITS.indexOf(name));
  const octet = positions.reduce((bits, position) => bits | (0x80 >> position), 0);
  return bitString(Buffer.of(octet), 7 - Math.max(...positions));
}

const DNS_NAME = 2;

/** Whatever is called a DNS name is one here, addresses too. */
function generalName(name: SubjectAltName): Buffer {
  if (name.type === 'dns') return implicit(DNS_NAME, Buffer.from(name.value, 'latin1'));
  const names = encodeAltNames([name]);
  return names.subarray(names.length - (elementAt(names, 0)?.content.length ?? 0));
}

/** RFC 5280 section 4.2.1.2 method (1): of the bits in the SubjectPublicKeyInfo. */
function keyIdentifierOf(key: KeyObject): Buffer {
  const spki = key.export({ type: 'spki', format: 'der' });
  return createHash('sha1')
    .update(elementAt(spki, 0, 1)?.content.subarray(1) ?? spki)
    .digest();
}
