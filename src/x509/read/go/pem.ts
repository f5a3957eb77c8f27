/** A block that Go finds in a text. */
export interface GoBlock {
  readonly label: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly der: Buffer;
}

const BEGIN = '-----BEGIN ';
const END = '\n-----END ';
const DASHES = '-----';

/**
 * The blocks that Go finds (encoding/pem pem.go:76-194). What it does not take it passes over without a word: a mark that
 * is not at the beginning of a line or does not end it, an END of another label, content that is not Base64.
 *
 * @param text octets as Latin-1
 */
export function goBlocks(text: string): GoBlock[] {
  const blocks: GoBlock[] = [];
  // Where reading goes on; after an END that closes nothing, behind that.
  let from = 0;
  for (let end = text.indexOf(END); end >= 0; end = text.indexOf(END, from)) {
    const block = blockBetween(text, from, end);
    if (block === 'end of text') break;
    if (block !== undefined) blocks.push(block);
    from = block === undefined ? end + END.length : lineEnd(text, end + END.length);
  }
  return blocks;
}

/** The block that the last BEGIN before an END opens. */
function blockBetween(text: string, from: number, end: number): GoBlock | 'end of text' | undefined {
  const begin = text.lastIndexOf(BEGIN, end - BEGIN.length);
  if (begin < from || (begin > 0 && begin !== from && text[begin - 1] !== '\n')) return undefined;
  const labelLine = lineAt(text, begin + BEGIN.length);
  if (!labelLine.text.endsWith(DASHES)) return undefined;
  const label = labelLine.text.slice(0, -DASHES.length);
  const headers = new Map<string, string>();
  let body = labelLine.next;
  for (;;) {
    if (body >= text.length) return 'end of text';
    const line = lineAt(text, body);
    const colon = line.text.indexOf(':');
    if (colon < 0) break;
    headers.set(line.text.slice(0, colon).trim(), line.text.slice(colon + 1).trim());
    body = line.next;
  }
  if (headers.size > 0 && end < body) return undefined;
  const closing = text.slice(end + END.length, lineEnd(text, end + END.length));
  if (!closing.startsWith(label + DASHES) || closing.slice(label.length + DASHES.length).trim() !== '')
    return undefined;
  const der = decoded(text.slice(body, Math.max(body, end)));
  return der && { label, headers, der };
}

function decoded(body: string): Buffer | undefined {
  const digits = body.replaceAll(/[ \t\r\n]/g, '');
  return digits.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(digits) ? Buffer.from(digits, 'base64') : undefined;
}

/** Behind the newline that ends the line at `from`. */
function lineEnd(text: string, from: number): number {
  const newline = text.indexOf('\n', from);
  return newline < 0 ? text.length : newline + 1;
}

/** The line at `from` without white space at its end, and where the next one begins. */
function lineAt(text: string, from: number): { text: string; next: number } {
  const next = lineEnd(text, from);
  return {
    text: text
      .slice(from, next)
      .replace(/\r?\n$/, '')
      .replace(/[ \t]+$/, ''),
    next,
  };
}
