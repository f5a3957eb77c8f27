import type { X509Certificate } from 'node:crypto';
import type { FoundCertificate } from '../x509/read/certificate.js';
import { elementAt } from '../x509/read/der.js';
import { publicKeyPin, sha1Fingerprint, sha256Fingerprint } from '../x509/write/fingerprint.js';
import { nameText } from './distinguished-name.js';

/** A certificate as a server presents it, in the forms in which logs and settings print it. */
export interface PresentedCertificate {
  /** RFC 4514 style. */
  readonly subject: string;
  readonly issuer: string;
  /** `DNS:name` or `IP:address`. */
  readonly subjectAltNames: readonly string[];
  readonly notBefore: string;
  readonly notAfter: string;
  /** Whole days until notAfter, rounded down; when it is over, the days since then, at least one, as a negative number. */
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
export function describeCertificate(found: FoundCertificate, now: Date): PresentedCertificate {
  const { x509: certificate, names, validFrom, validTo, publicKey, keyAlgorithm, spki } = found;
  return {
    subject: nameText(wrapped(certificate.raw, SUBJECT)),
    issuer: nameText(wrapped(certificate.raw, ISSUER)),
    subjectAltNames: names.map(({ kind, value }) => `${kind.toUpperCase()}:${value}`),
    notBefore: validFrom.toISOString(),
    notAfter: validTo.toISOString(),
    daysLeft: daysUntil(validTo, now),
    key: keyText(publicKey?.asymmetricKeyType ?? keyAlgorithm, publicKey?.asymmetricKeyDetails ?? {}),
    authority: certificate.ca,
    sha1: sha1Fingerprint(certificate.raw),
    sha256: sha256Fingerprint(certificate.raw),
    spkiSha256: publicKeyPin(spki),
  };
}

/** Positions in a TBSCertificate (RFC 5280 section 4.1), one less in version 1, which does not say its version. */
const ISSUER = 3;
const SUBJECT = 5;
const VERSION = 0xa0;
const SEQUENCE = 0x30;

/** The issuer's Name in a certificate as DER, byte for byte: what a server's list of authorities is compared with. */
export const issuerName = ({ raw }: X509Certificate): Buffer => wrapped(raw, ISSUER);

/** One element of the TBSCertificate with its tag and length back around it. */
function wrapped(certificate: Buffer, position: number): Buffer {
  const first = elementAt(certificate, 0, 0, 0)?.tag === VERSION ? 0 : -1;
  const content = elementAt(certificate, 0, 0, first + position)?.content ?? Buffer.alloc(0);
  const { length } = content;
  const header = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(SEQUENCE, ...header), content]);
}

const keyText = (
  type: string,
  { modulusLength, namedCurve }: { modulusLength?: number; namedCurve?: string },
): string => [type.toUpperCase(), modulusLength ?? namedCurve].filter((part) => part !== undefined).join(' ');

function daysUntil(end: Date, now: Date): number {
  const days = Math.trunc((end.getTime() - now.getTime()) / DAY_MS);
  return end < now ? Math.min(days, -1) : days;
}
