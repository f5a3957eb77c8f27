import { dotted } from '../oids.js';
import { DerReader, type Element } from '../read/der.js';
import { TAG } from '../read/values.js';
import { refusal } from './refusal.js';

/** What this program reads back from a certificate it made. */
export interface CertificateParts {
  /** Content octets of the serial number. */
  readonly serial: Buffer;
  /** DER of the subject. */
  readonly subject: Buffer;
  /** DER of the SubjectPublicKeyInfo. */
  readonly spki: Buffer;
  /** DER of the value of the extension with this object identifier, in dotted form. */
  extension(id: string): Buffer | undefined;
}

const EXTENSIONS = 0xa3;

/**
 * The parts of a certificate in DER: TBSCertificate of RFC 5280 section 4.1, version 3 without unique identifiers.
 * @throws CertlabError ERR_PKI when `der` is not DER.
 */
export function readCertificate(der: Buffer): CertificateParts {
  const whole = new DerReader(der);
  const [signed] = partsOf(whole.read(TAG.sequence));
  const [, serial, , , , subject, spki, extensions] = partsOf(signed);
  if (!whole.isEmpty || !serial || !subject || !spki) throw notDer();
  return {
    serial: serial.content,
    subject: subject.whole,
    spki: spki.whole,
    extension(id) {
      const list = extensions?.tag === EXTENSIONS ? partsOf(partsOf(extensions)[0]) : [];
      const found = list.map(partsOf).find(([type]) => type !== undefined && dotted(type.content) === id);
      return found?.at(-1)?.content;
    },
  };
}

/** The values inside a constructed one. */
export function partsOf(element: Element | undefined): Element[] {
  if (element === undefined) throw notDer();
  const reader = new DerReader(element.content);
  const parts: Element[] = [];
  while (!reader.isEmpty) parts.push(reader.any() ?? fail());
  return parts;
}

const notDer = () => refusal('the certificate is not valid DER');

function fail(): never {
  throw notDer();
}
