import { elementAtStart } from '../der.js';
import { refusalOf, refuse } from '../refusal.js';

/** A block that Java finds in a file of certificates. */
export interface JavaBlock {
  /** Absent where it is DER. */
  readonly label?: string;
  readonly der: Buffer;
}

export interface JavaBlocks {
  readonly blocks: readonly JavaBlock[];
  /** Where reading ended with an exception, as Elasticsearch prints it. */
  readonly refusal?: string;
}

const SEQUENCE = 0x30;

/**
 * The blocks that Java's CertificateFactory reads one after the other, PEM or DER (JDK 25 sun.security.provider
 * X509Factory.readOneBlock, sun.security.util Pem.readPEM): a mark may stand anywhere in a line, the label may be any, and
 * what is damaged ends the whole file.
 */
export function javaBlocks(content: Buffer): JavaBlocks {
  const blocks: JavaBlock[] = [];
  let at = 0;
  const refusal = refusalOf(() => {
    while (at < content.length) {
      const { block, next } = content[at] === SEQUENCE ? derBlock(content, at) : pemBlock(content, at);
      if (block === undefined) return;
      blocks.push(block);
      at = next;
    }
  });
  return { blocks, ...(refusal !== undefined && { refusal: `CertificateException (${refusal})` }) };
}

interface Read {
  /** Absent at the end of the file. */
  readonly block?: JavaBlock;
  readonly next: number;
}

const ioException = (message: string): never => refuse(`java.io.IOException: ${message}`);

function derBlock(content: Buffer, at: number): Read {
  const element = elementAtStart(content.subarray(at)) ?? ioException('Incomplete BER/DER data');
  return { block: { der: element.whole }, next: at + element.whole.length };
}

/** What Java takes for the end of a file, wherever in a block it comes. */
const ENDED: Read = { next: 0 };

function pemBlock(content: Buffer, at: number): Read {
  const text = content.toString('latin1');
  const dashes = text.indexOf('-----', at);
  if (dashes < 0) return ENDED;
  const header = /[^-\r\n]*/y;
  header.lastIndex = dashes + 5;
  const name = header.exec(text)![0];
  const headerEnd = dashes + 5 + name.length;
  if (headerEnd >= text.length) return ENDED;
  if (!text.startsWith('-----', headerEnd)) ioException('Incomplete header');
  if (!name.startsWith('BEGIN ')) ioException(`Illegal header: -----${name}-----`);
  const label = name.slice('BEGIN '.length);

  const { body, eol } = lineBreak(text, headerEnd + 5);
  const footer = text.indexOf('-', body);
  if (footer < 0) return ENDED;
  if (!text.startsWith('-----', footer)) return text.length - footer < 5 ? ENDED : ioException('Incomplete footer');
  const closing = text.indexOf('-', footer + 5);
  if (closing < 0) return ENDED;
  if (!text.startsWith('-----', closing)) return text.length - closing < 5 ? ENDED : ioException('Incomplete footer');
  const next = endOfFooter(text, closing + 5, eol);
  const footerName = text.slice(footer + 5, closing);
  if (!footerName.startsWith('END ')) ioException(`Illegal footer: -----${footerName}-----`);
  if (footerName.slice('END '.length) !== label)
    ioException(`Header and footer do not match: ${label} ${footerName.slice('END '.length)}`);
  return { block: { label, der: decoded(text.slice(body, footer)) }, next };
}

/** What ends the line of the header decides what may end that of the footer. */
function lineBreak(text: string, at: number): { body: number; eol: string } {
  const character = text[at];
  if (character === ' ') return { body: at + 1, eol: '' };
  if (character === '\r') return text[at + 1] === '\n' ? { body: at + 2, eol: '\n' } : { body: at + 1, eol: '\r' };
  return character === '\n' ? { body: at + 1, eol: '\n' } : ioException('No EOL character found');
}

function endOfFooter(text: string, from: number, eol: string): number {
  for (let at = from; at < text.length; at++) {
    const character = text[at]!;
    if (character === eol || character === ' ') return at + 1;
    if (character !== '\r') {
      const hex = character.charCodeAt(0).toString(16).padStart(2, '0');
      ioException(`Invalid PEM format:  No EOL char found in footer:  0x${hex}`);
    }
  }
  return text.length;
}

/** java.util.Base64's basic decoder, after white space is taken away. */
function decoded(body: string): Buffer {
  const digits = body.replaceAll(/[ \t\r\n]/g, '');
  const illegal = (message: string) => ioException(`java.lang.IllegalArgumentException: ${message}`);
  const plain = /^[A-Za-z0-9+/]*/.exec(digits)![0];
  const rest = digits.slice(plain.length);
  const inUnit = plain.length % 4;
  if (rest !== '' && !rest.startsWith('=')) illegal(`Illegal base64 character ${rest.charCodeAt(0).toString(16)}`);
  if (inUnit === 1) illegal('Last unit does not have enough valid bits');
  if (rest !== '' && (inUnit === 0 || (inUnit === 2 && rest[1] !== '=')))
    illegal('Input byte array has wrong 4-byte ending unit');
  const padding = inUnit === 2 ? 2 : 1;
  if (rest.length > padding) illegal(`Input byte array has incorrect ending byte at ${plain.length + padding}`);
  return Buffer.from(plain, 'base64');
}
