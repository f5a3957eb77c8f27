import { dotted } from '../oids.js';

/** Universal tags (X.690 section 8), constructed ones with their bit. */
export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  utf8String: 0x0c,
  numericString: 0x12,
  printableString: 0x13,
  t61String: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const;

/** `[number]` of a primitive type. */
export const context = (number: number): number => 0x80 | number;
/** `[number]` of a constructed type. */
export const constructed = (number: number): number => 0xa0 | number;

/** Whether these are the content octets of an INTEGER in its shortest form (X.690 section 8.3.2). */
export function isInteger(content: Buffer): boolean {
  const [first, second] = content;
  if (first === undefined || second === undefined) return first !== undefined;
  return !((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80));
}

export const isNegative = (integer: Buffer): boolean => (integer[0] ?? 0) >= 0x80;

/** An INTEGER that a number holds exactly; undefined for another, or for what is not one. */
export function smallInteger(content: Buffer): number | undefined {
  if (!isInteger(content) || content.length > 6) return undefined;
  return content.readIntBE(0, content.length);
}

/** What DER allows in a BOOLEAN. */
export const isBoolean = (content: Buffer): boolean =>
  content.length === 1 && (content[0] === 0x00 || content[0] === 0xff);

/** The octets of a BIT STRING without the count of unused bits; undefined where that count does not fit them. */
export function bitsOf(content: Buffer): Buffer | undefined {
  const [unused] = content;
  const bits = content.subarray(1);
  if (unused === undefined || unused > 7 || (bits.length === 0 && unused !== 0)) return undefined;
  const last = bits.at(-1) ?? 0;
  return (last & ((1 << unused) - 1)) === 0 ? bits : undefined;
}

/** The dotted form of an OBJECT IDENTIFIER in its shortest form; undefined for what is not one. */
export function oidText(content: Buffer): string | undefined {
  const begins = [...content].map((_, index) => index === 0 || content[index - 1]! < 0x80);
  if (begins.some((isBegin, index) => isBegin && content[index] === 0x80)) return undefined;
  try {
    return dotted(content);
  } catch {
    return undefined;
  }
}
