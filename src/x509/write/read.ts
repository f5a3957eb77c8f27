import { children, octets, parse, toDer } from './asn1.js';

/** What this program reads back from a certificate it made. */
export interface CertificateParts {
  /** Content octets of the serial number. */
  readonly serial: Buffer;
  /** DER of the subject. */
  readonly subject: Buffer;
  /** DER of the SubjectPublicKeyInfo. */
  readonly spki: Buffer;
  /** DER of the value of the extension whose OBJECT IDENTIFIER, as DER, is `id`. */
  extension(id: Buffer): Buffer | undefined;
}

/**
 * The parts of a certificate in DER: TBSCertificate of RFC 5280 section 4.1, version 3 without unique identifiers.
 * @throws CertlabError ERR_PKI when `der` is not DER.
 */
export function readCertificate(der: Buffer): CertificateParts {
  const [, serial, , , , subject, spki, extensions] = children(children(parse(der, 'the certificate'))[0]);
  return {
    serial: octets(serial),
    subject: toDer(subject),
    spki: toDer(spki),
    extension(id) {
      const found = children(children(extensions)[0]).find((extension) => toDer(children(extension)[0]).equals(id));
      return found && octets(children(found).at(-1));
    },
  };
}
