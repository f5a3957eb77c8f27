import type { DerReader } from '../der.js';
import { refuse } from '../refusal.js';
import { oidText, TAG } from '../values.js';

const INVALID_NAME = 'x509: invalid RDNSequence';

/** A Name as Go reads it (crypto/x509 parser.go:152-187). */
export function parseName(name: DerReader): void {
  const sets = name.inside(TAG.sequence) ?? refuse(INVALID_NAME);
  while (!sets.isEmpty) {
    const set = sets.inside(TAG.set) ?? refuse(INVALID_NAME);
    while (!set.isEmpty) {
      const attribute = set.inside(TAG.sequence) ?? refuse(`${INVALID_NAME}: invalid attribute`);
      const type = attribute.read(TAG.oid);
      if (!type || oidText(type.content) === undefined) refuse(`${INVALID_NAME}: invalid attribute type`);
      const value = attribute.any() ?? refuse(`${INVALID_NAME}: invalid attribute value`);
      const problem = stringProblem(value.tag, value.content);
      if (problem !== undefined) refuse(`${INVALID_NAME}: invalid attribute value: ${problem}`);
    }
  }
}

/** Also `*` and `&`, which stand in certificates all the same (parser.go:34-57). */
const PRINTABLE = /^[a-zA-Z0-9'()+,\-./ :=?*&]*$/;

export const isIa5 = (content: Buffer): boolean => content.every((octet) => octet < 0x80);

/** The kinds of string by their tag, and what is wrong with the content of one (parser.go:63-148). */
const STRINGS: Readonly<Record<number, (content: Buffer) => string | undefined>> = {
  [TAG.t61String]: () => undefined,
  [TAG.printableString]: (content) =>
    PRINTABLE.test(content.toString('latin1')) ? undefined : 'invalid PrintableString',
  [TAG.utf8String]: (content) => (isUtf8(content) ? undefined : 'invalid UTF-8 string'),
  [TAG.bmpString]: (content) => (isBmp(content) ? undefined : 'invalid BMPString'),
  [TAG.ia5String]: (content) => (isIa5(content) ? undefined : 'invalid IA5String'),
  [TAG.numericString]: (content) =>
    /^[0-9 ]*$/.test(content.toString('latin1')) ? undefined : 'invalid NumericString',
};

function stringProblem(tag: number, content: Buffer): string | undefined {
  const judge = STRINGS[tag];
  return judge ? judge(content) : `unsupported string type: ${tag}`;
}

const UTF8 = new TextDecoder('utf-8', { fatal: true });

function isUtf8(content: Buffer): boolean {
  try {
    UTF8.decode(content);
    return true;
  } catch {
    return false;
  }
}

/** UCS-2 without surrogates and what Unicode reserves for good. */
function isBmp(content: Buffer): boolean {
  if (content.length % 2 !== 0) return false;
  for (let index = 0; index < content.length; index += 2) {
    const point = content.readUInt16BE(index);
    if (point >= 0xfffe || (point >= 0xfdd0 && point <= 0xfdef) || (point >= 0xd800 && point <= 0xdfff)) return false;
  }
  return true;
}
