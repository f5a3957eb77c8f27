import type { PlannedAuthority, PlannedCertificate } from '../plan/types.js';
import type { CertificateRecord } from '../store/types.js';
import { publicKeyPin, sha1Fingerprint, sha256Fingerprint } from '../x509/write/fingerprint.js';
import { formatName } from '../x509/write/names.js';
import { readCertificate } from '../x509/write/read.js';
import { toSeconds } from '../x509/write/validity.js';
import type { IssuedAuthority, IssuedCertificate } from './types.js';

/** The inventory's record of an authority written to `file`. */
export const authorityRecord = (authority: IssuedAuthority, file: string): CertificateRecord =>
  record(authority.plan, authority.plan, { ...readCertificate(authority.der), der: authority.der }, file);

/** The inventory's record of a leaf written to `file` and signed by the authority planned as `authority`. */
export const certificateRecord = (
  certificate: IssuedCertificate,
  authority: PlannedAuthority,
  file: string,
): CertificateRecord => record(certificate.plan, authority, certificate, file);

function record(
  plan: PlannedAuthority | PlannedCertificate,
  issuer: PlannedAuthority,
  { der, serial, spki }: Pick<IssuedCertificate, 'der' | 'serial' | 'spki'>,
  file: string,
): CertificateRecord {
  const names = 'subjectAltNames' in plan ? plan.subjectAltNames : [];
  return {
    name: plan.name,
    file,
    subject: formatName(plan.subject),
    issuer: formatName(issuer.subject),
    subjectAltNames: names.map(({ type, value }) => `${type.toUpperCase()}:${value}`),
    serial: serial.toString('hex'),
    keyType: plan.keyType,
    keyEncrypted: plan.passphrase !== 'none',
    sha256: sha256Fingerprint(der),
    sha1: sha1Fingerprint(der),
    spkiSha256: publicKeyPin(spki),
    notBefore: timestamp(plan.validity.notBefore),
    notAfter: timestamp(plan.validity.notAfter),
  };
}

/** RFC 3339 in UTC, to the second as in the certificate. */
const timestamp = (time: Date): string => new Date(toSeconds(time) * 1000).toISOString().replace('.000Z', 'Z');
