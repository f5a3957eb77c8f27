import { elementAtStart } from './der.js';

/**
 * The certificates that Node takes from a PEM text: those that OpenSSL finds (crypto/pem/pem_lib.c, get_name and
 * get_header_and_data). Marks stand at the beginning of a line; white space behind them does not count.
 *
 * @returns the DER of each, in order, up to the first block that is damaged
 */
export function nodeCertificates(content: Buffer): Buffer[] {
  // OpenSSL passes over a byte order mark.
  const text = content.toString('latin1').replace(/^\xef\xbb\xbf/, '');
  const found: Buffer[] = [];
  for (const [block, label = '', body = ''] of text.matchAll(BLOCK)) {
    if (!block.trimEnd().endsWith(`-----END ${label}-----`)) break;
    if (!CERTIFICATES.has(label)) continue;
    const base64 = body.replaceAll(/\s/g, '');
    const der = Buffer.from(base64, 'base64');
    if (der.toString('base64') !== base64) break;
    // A trusted certificate has its settings behind it (x_x509.c d2i_X509_AUX).
    found.push(label.startsWith('TRUSTED') ? (elementAtStart(der)?.whole ?? der) : der);
  }
  return found;
}

const CERTIFICATES = new Set(['CERTIFICATE', 'X509 CERTIFICATE', 'TRUSTED CERTIFICATE']);

const BLOCK = /^-----BEGIN ([^\r\n-]+)-----[ \t]*\r?\n([^-]*)(?:^-----END [^\r\n]*)?/gm;
