import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { type Element, elementAt, elementsOf } from './der.js';
import { dotted, nameOf } from './oids.js';

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

export const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
export const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';
const ANY_USAGE = '2.5.29.37.0';

export interface FoundName {
  readonly kind: 'dns' | 'ip' | 'uri' | 'email' | 'other';
  /** As it stands in the certificate; addresses as text. */
  readonly value: string;
}

/** What a certificate says, with what Node does not show. Absent means that there is no such extension. */
export interface FoundCertificate {
  readonly x509: X509Certificate;
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
  readonly validFrom: Date;
  readonly validTo: Date;
}

/**
 * Reads one certificate, from DER.
 *
 * @throws Error when it is none, or one that OpenSSL does not read
 */
export function inspectCertificate(der: Buffer): FoundCertificate {
  const x509 = new X509Certificate(der);
  const extensions = extensionsOf(der);
  const usage = extensions.get('2.5.29.15');
  const extended = extensions.get('2.5.29.37');
  const constraints = extensions.get('2.5.29.19');
  const limits = constraints ? elementsOf(elementAt(constraints, 0)!.content) : [];
  const pathLength = limits.find(({ tag }) => tag === 0x02);
  const subjectKeyId = extensions.get('2.5.29.14');
  const authorityKeyId = extensions.get('2.5.29.35');
  const keyId = authorityKeyId && elementsOf(elementAt(authorityKeyId, 0)!.content).find(({ tag }) => tag === 0x80);
  return {
    x509,
    // Node says no to an authority whose key usage lacks keyCertSign: that is another matter.
    ca: limits.some(({ tag, content }) => tag === 0x01 && content[0] !== 0),
    names: namesIn(extensions.get('2.5.29.17')),
    signatureAlgorithm: nameOf(dotted(elementAt(der, 0, 1, 0)!.content)),
    validFrom: new Date(x509.validFrom),
    validTo: new Date(x509.validTo),
    ...(usage && { keyUsage: keyUsageIn(elementAt(usage, 0)!.content) }),
    ...(extended && {
      extendedKeyUsage: elementsOf(elementAt(extended, 0)!.content).map(({ content }) => dotted(content)),
    }),
    ...(pathLength && { pathLength: Number(`0x${pathLength.content.toString('hex')}`) }),
    ...(subjectKeyId && { subjectKeyId: elementAt(subjectKeyId, 0)!.content.toString('hex') }),
    ...(keyId && { authorityKeyId: keyId.content.toString('hex') }),
  };
}

/** Whether a certificate's extended key usage lets it serve a purpose; none at all lets it serve every one. */
export const allows = ({ extendedKeyUsage }: Pick<FoundCertificate, 'extendedKeyUsage'>, purpose: string): boolean =>
  extendedKeyUsage === undefined || extendedKeyUsage.includes(purpose) || extendedKeyUsage.includes(ANY_USAGE);

/** Whether one certificate signed another, by name and signature: whether it was allowed to is another matter. */
export function hasSigned({ x509: signer }: FoundCertificate, { x509 }: FoundCertificate): boolean {
  if (signer.subject !== x509.issuer) return false;
  try {
    return x509.verify(signer.publicKey);
  } catch {
    // A key of another kind than the signature's.
    return false;
  }
}

/** Content of each extension's OCTET STRING, by the extension's object identifier (RFC 5280 section 4.1). */
function extensionsOf(der: Buffer): Map<string, Buffer> {
  const fields = elementsOf(elementAt(der, 0, 0)!.content);
  const list = fields.find(({ tag }) => tag === 0xa3);
  const extensions = list ? elementsOf(elementAt(list.content, 0)!.content) : [];
  return new Map(
    extensions.map(({ content }) => {
      const parts = elementsOf(content);
      return [dotted(parts[0]!.content), parts.at(-1)!.content];
    }),
  );
}

/** A BIT STRING: its first octet counts the bits at the end that do not count. */
function keyUsageIn(content: Buffer): KeyUsage[] {
  const bits = [...content.subarray(1)].flatMap((octet) => [7, 6, 5, 4, 3, 2, 1, 0].map((bit) => (octet >> bit) & 1));
  return KEY_USAGES.filter((_, index) => bits[index] === 1);
}

/** The choices of a GeneralName that TLS has a use for, by tag (RFC 5280 section 4.2.1.6). */
const NAME_KINDS: Readonly<Record<number, FoundName['kind']>> = { 129: 'email', 130: 'dns', 134: 'uri', 135: 'ip' };

function namesIn(extension: Buffer | undefined): FoundName[] {
  if (extension === undefined) return [];
  return elementsOf(elementAt(extension, 0)!.content).map(({ tag, content }: Element) => {
    const kind = NAME_KINDS[tag] ?? 'other';
    return { kind, value: kind === 'ip' ? addressText(content) : content.toString('latin1') };
  });
}

function addressText(octets: Buffer): string {
  if (octets.length === 4) return [...octets].join('.');
  const groups = octets.toString('hex').match(/.{4}/g) ?? [];
  const text = groups.join(':');
  return isIP(text) === 6 ? new URL(`http://[${text}]/`).hostname.slice(1, -1) : octets.toString('hex');
}
