import { isIP } from 'node:net';
import { dotted, nameOf, OIDS } from '../oids.js';
import { DerReader, type Element, elementAt, elementsOf } from './der.js';
import { isSignedWith, type NativeCertificate, openNative } from './native.js';
import { timeIn } from './time.js';

/** The bits of a key usage, by their position (RFC 5280 section 4.2.1.3). */
const KEY_USAGES = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const;
export type KeyUsage = (typeof KEY_USAGES)[number];

export const SERVER_AUTH = OIDS.serverAuth;
export const CLIENT_AUTH = OIDS.clientAuth;
const ANY_USAGE = OIDS.anyExtendedKeyUsage;

export interface FoundName {
  readonly kind: 'dns' | 'ip' | 'uri' | 'email' | 'other';
  /** As it stands in the certificate; addresses as text. */
  readonly value: string;
}

/** What a certificate says, with what Node does not show. Absent means that there is no such extension, or it is malformed. */
export interface FoundCertificate extends NativeCertificate {
  readonly keyUsage?: readonly KeyUsage[];
  /** Object identifiers in dotted form. */
  readonly extendedKeyUsage?: readonly string[];
  readonly ca: boolean;
  readonly pathLength?: number;
  readonly names: readonly FoundName[];
  /** Hexadecimal, lower case. */
  readonly subjectKeyId?: string;
  readonly authorityKeyId?: string;
  /** e.g. `SHA256-RSA`, or the dotted object identifier. */
  readonly signatureAlgorithm: string;
  /** e.g. `RSA`, or the dotted object identifier. */
  readonly keyAlgorithm: string;
  /** The SubjectPublicKeyInfo in DER, as it stands in the certificate: what a pin is a hash of. */
  readonly spki: Buffer;
  readonly validFrom: Date;
  readonly validTo: Date;
}

/**
 * Reads one certificate, from DER. This is the only way to one that somebody else made.
 *
 * @throws Error when it is not exactly one certificate, OpenSSL does not read it, or its dates are not dates
 */
export function inspectCertificate(der: Buffer): FoundCertificate {
  const fields = fieldsOf(der);
  const extensions = extensionsOf(fields.extensions);
  const read = <T>(id: string, from: (content: Buffer) => T): T | undefined => {
    const value = extensions.get(id);
    return value && attempt(() => from(elementAt(value, 0)!.content));
  };
  const usage = read(OIDS.keyUsage, keyUsageIn);
  const extended = read(OIDS.extendedKeyUsage, (content) => elementsOf(content).map((one) => dotted(one.content)));
  const limits = read(OIDS.basicConstraints, elementsOf) ?? [];
  const pathLength = limits.find(({ tag }) => tag === 0x02);
  const subjectKeyId = read(OIDS.subjectKeyIdentifier, (content) => content.toString('hex'));
  const keyId = read(OIDS.authorityKeyIdentifier, (content) => elementsOf(content).find(({ tag }) => tag === 0x80));
  return {
    ...openNative(der),
    // Node says no to a CA whose key usage lacks keyCertSign: that is another matter.
    ca: limits.some(({ tag, content }) => tag === 0x01 && content[0] !== 0),
    names: read(OIDS.subjectAltName, namesIn) ?? [],
    signatureAlgorithm: fields.signatureAlgorithm,
    keyAlgorithm: fields.keyAlgorithm,
    spki: fields.spki,
    validFrom: fields.validFrom,
    validTo: fields.validTo,
    ...(usage && { keyUsage: usage }),
    ...(extended && { extendedKeyUsage: extended }),
    ...(pathLength && { pathLength: Number(`0x${pathLength.content.toString('hex') || '0'}`) }),
    ...(subjectKeyId !== undefined && { subjectKeyId }),
    ...(keyId && { authorityKeyId: keyId.content.toString('hex') }),
  };
}

/** Whether a certificate's extended key usage lets it serve a purpose; none at all lets it serve every one. */
export const allows = ({ extendedKeyUsage }: Pick<FoundCertificate, 'extendedKeyUsage'>, purpose: string): boolean =>
  extendedKeyUsage === undefined || extendedKeyUsage.includes(purpose) || extendedKeyUsage.includes(ANY_USAGE);

/** Whether one certificate signed another, by name and signature: whether it was allowed to is another matter. */
export const hasSigned = (signer: FoundCertificate, certificate: FoundCertificate): boolean =>
  signer.subject === certificate.issuer && isSignedWith(certificate, signer);

const SEQUENCE = 0x30;
const VERSION = 0xa0;
const EXTENSIONS = 0xa3;

/** The parts of a certificate that are always there, and its list of extensions (RFC 5280 section 4.1). */
function fieldsOf(der: Buffer) {
  const whole = new DerReader(der);
  const certificate = whole.inside(SEQUENCE);
  const fields = certificate?.read(SEQUENCE);
  const algorithm = certificate?.read(SEQUENCE);
  if (!fields || !algorithm || !whole.isEmpty) throw new RangeError('not exactly one certificate');
  const parts = elementsOf(fields.content);
  const [, , , validity, , key] = parts[0]?.tag === VERSION ? parts.slice(1) : parts;
  const [validFrom, validTo] = elementsOf(validity!.content).map(timeIn);
  if (!validFrom || !validTo) throw new RangeError('a date that is not one');
  return {
    validFrom,
    validTo,
    signatureAlgorithm: nameOf(dotted(elementAt(algorithm.content, 0)!.content)),
    keyAlgorithm: nameOf(dotted(elementAt(key!.content, 0, 0)!.content)),
    spki: key!.whole,
    extensions: parts.find(({ tag }) => tag === EXTENSIONS),
  };
}

/** Content of each extension's OCTET STRING, by the extension's object identifier (RFC 5280 section 4.1). */
function extensionsOf(list: Element | undefined): Map<string, Buffer> {
  const extensions = list ? elementsOf(elementAt(list.content, 0)!.content) : [];
  return new Map(
    extensions.map(({ content }) => {
      const parts = elementsOf(content);
      return [dotted(parts[0]!.content), parts.at(-1)!.content];
    }),
  );
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    // Malformed: which programs mind is judged by their own rules.
    return undefined;
  }
}

/** A BIT STRING: its first octet counts the bits at the end that do not count. */
function keyUsageIn(content: Buffer): KeyUsage[] {
  const bits = [...content.subarray(1)].flatMap((octet) => [7, 6, 5, 4, 3, 2, 1, 0].map((bit) => (octet >> bit) & 1));
  return KEY_USAGES.filter((_, index) => bits[index] === 1);
}

/** The choices of a GeneralName that TLS has a use for, by tag (RFC 5280 section 4.2.1.6). */
const NAME_KINDS: Readonly<Record<number, FoundName['kind']>> = { 129: 'email', 130: 'dns', 134: 'uri', 135: 'ip' };

function namesIn(list: Buffer): FoundName[] {
  return elementsOf(list).map(({ tag, content }) => {
    const kind = NAME_KINDS[tag] ?? 'other';
    return { kind, value: kind === 'ip' ? addressText(content) : content.toString('latin1') };
  });
}

function addressText(octets: Buffer): string {
  if (octets.length === 4) return [...octets].join('.');
  const text = (octets.toString('hex').match(/.{4}/g) ?? []).join(':');
  return isIP(text) === 6 ? new URL(`http://[${text}]/`).hostname.slice(1, -1) : octets.toString('hex');
}
