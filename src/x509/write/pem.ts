import { refusal } from './refusal.js';

export interface PemBlock {
  readonly label: string;
  readonly der: Buffer;
}

/** One block of RFC 7468 section 3 (64 characters a line), with one trailing newline. */
export function toPem(label: string, der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----\r?\n([A-Za-z0-9+/=\r\n]*)-----END \1-----/g;

/**
 * Every block of a text, in order; text around the blocks is ignored (RFC 7468 section 2).
 * @throws CertlabError ERR_PKI when there is no block, or one is not closed by its own label or not base64.
 */
export function fromPem(text: string): PemBlock[] {
  const blocks = [...text.matchAll(BLOCK)].map(([, label, body]) => {
    const base64 = body!.replace(/[\r\n]/g, '');
    const der = Buffer.from(base64, 'base64');
    if (der.toString('base64') !== base64) throw refusal(`a PEM block ${label} is not valid base64`);
    return { label: label!, der };
  });
  if (blocks.length === 0 || blocks.length !== text.split('-----BEGIN ').length - 1) {
    throw refusal('the text is not PEM, or a block in it is cut off');
  }
  return blocks;
}
