import { dotted, OIDS } from '../../oids.js';
import { elementAt, elementsOf } from '../der.js';

const SIGNED_DATA = OIDS.signedData;
const CERTIFICATES = 0xa0;

/** The certificates in a PKCS#7 file (RFC 2315 section 9.1); undefined where it is not one. */
export function certificatesInPkcs7(der: Buffer): Buffer[] | undefined {
  try {
    if (dotted(elementAt(der, 0, 0)!.content) !== SIGNED_DATA) return undefined;
    const fields = elementsOf(elementAt(der, 0, 1, 0)!.content);
    const list = fields.find(({ tag }) => tag === CERTIFICATES);
    return list ? elementsOf(list.content).map(({ whole }) => whole) : [];
  } catch {
    return undefined;
  }
}
