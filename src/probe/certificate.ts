import { createHash, type X509Certificate } from 'node:crypto';
import { elementAt } from '../inspect/der.js';
import { nameText } from './distinguished-name.js';

/** A certificate as a server presents it, in the forms in which logs and settings print it. */
export interface PresentedCertificate {
  /** RFC 4514 style. */
  readonly subject: string;
  readonly issuer: string;
  /** `DNS:name` or `IP Address:address`, as Node prints them. */
  readonly subjectAltNames: readonly string[];
  readonly notBefore: string;
  readonly notAfter: string;
  /** Whole days until notAfter; negative when it is over. */
  readonly daysLeft: number;
  /** e.g. `RSA 3072` or `EC prime256v1`. */
  readonly key: string;
  readonly authority: boolean;
  /** Hex without colons: how Elasticsearch logs a certificate. */
  readonly sha1: string;
  /** Hex without colons: the form of `ca_trusted_fingerprint`. */
  readonly sha256: string;
  /** Base64 of the SubjectPublicKeyInfo's SHA-256: the form of `ca_sha256`. */
  readonly spkiSha256: string;
}

const DAY_MS = 86_400_000;

/** Describes one certificate. */
export function describeCertificate(certificate: X509Certificate, now: Date): PresentedCertificate {
  const [from, to] = [new Date(certificate.validFrom), new Date(certificate.validTo)];
  const { names, key } = { names: certificate.subjectAltName, key: certificate.publicKey };
  return {
    subject: nameText(wrapped(certificate.raw, SUBJECT)),
    issuer: nameText(wrapped(certificate.raw, ISSUER)),
    subjectAltNames: names === undefined ? [] : names.split(', '),
    notBefore: from.toISOString(),
    notAfter: to.toISOString(),
    daysLeft: Math.floor((to.getTime() - now.getTime()) / DAY_MS),
    key: keyText(key.asymmetricKeyType ?? 'unknown', key.asymmetricKeyDetails ?? {}),
    authority: certificate.ca,
    sha1: plainHex(certificate.fingerprint),
    sha256: plainHex(certificate.fingerprint256),
    spkiSha256: createHash('sha256')
      .update(key.export({ type: 'spki', format: 'der' }))
      .digest('base64'),
  };
}

/** Positions in a TBSCertificate with its version (RFC 5280 section 4.1). */
const ISSUER = 3;
const SUBJECT = 5;
const SEQUENCE = 0x30;

/** The issuer's Name in a certificate as DER, byte for byte: what a server's list of authorities is compared with. */
export const issuerName = ({ raw }: X509Certificate): Buffer => wrapped(raw, ISSUER);

/** The certificate's own Name as DER. */
export const subjectName = ({ raw }: X509Certificate): Buffer => wrapped(raw, SUBJECT);

/** One element of the TBSCertificate with its tag and length back around it. */
function wrapped(certificate: Buffer, position: number): Buffer {
  const content = elementAt(certificate, 0, 0, position)?.content ?? Buffer.alloc(0);
  const { length } = content;
  const header = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(SEQUENCE, ...header), content]);
}

const keyText = (
  type: string,
  { modulusLength, namedCurve }: { modulusLength?: number; namedCurve?: string },
): string => [type.toUpperCase(), modulusLength ?? namedCurve].filter((part) => part !== undefined).join(' ');

const plainHex = (fingerprint: string): string => fingerprint.replaceAll(':', '').toLowerCase();
