import { dotted } from '../x509/oids.js';
import { type Element, elementsOf } from '../x509/read/der.js';

/** Attribute types by their OBJECT IDENTIFIER (RFC 4514 section 3, RFC 2985). */
const LABELS: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '0.9.2342.19200300.100.1.25': 'DC',
  '1.2.840.113549.1.9.1': 'emailAddress',
};

const BMP_STRING = 0x1e;
const UTF8_STRING = 0x0c;

/** A Name in DER as RFC 4514 writes it, most specific attribute first; what is no Name, in hex. */
export function nameText(der: Buffer): string {
  try {
    const parts = elementsOf(elementsOf(der)[0]?.content ?? Buffer.alloc(0)).flatMap(({ content }) =>
      elementsOf(content).map(attributeText),
    );
    return parts.reverse().join(',');
  } catch {
    return `#${der.toString('hex')}`;
  }
}

function attributeText({ content }: Element): string {
  const [type, value] = elementsOf(content);
  const oid = dotted(type?.content ?? Buffer.alloc(0));
  return `${LABELS[oid] ?? oid}=${escaped(stringText(value))}`;
}

/** PrintableString, IA5String and T61String as Latin-1, which the first two are part of. */
function stringText(value: Element | undefined): string {
  if (value === undefined) return '';
  if (value.tag === BMP_STRING)
    return Buffer.from(value.content)
      .subarray(0, value.content.length & ~1)
      .swap16()
      .toString('utf16le');
  return value.content.toString(value.tag === UTF8_STRING ? 'utf8' : 'latin1');
}

/** RFC 4514 section 2.4; control characters in hex, for they come from a stranger. */
function escaped(text: string): string {
  return text
    .replace(/["+,;<>\\]|^[ #]| $/g, '\\$&')
    .replace(/[\p{Cc}\p{Cf}]/gu, (character) => [...Buffer.from(character)].map((octet) => `\\${hex(octet)}`).join(''));
}

const hex = (octet: number): string => octet.toString(16).padStart(2, '0').toUpperCase();
