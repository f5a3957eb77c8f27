/** One DER element (X.690 section 8.1), as much of it as reading what others wrote takes. */
export interface Element {
  readonly tag: number;
  readonly content: Buffer;
}

/**
 * The elements that follow one another in `der`.
 *
 * @throws RangeError when an element is longer than what is there, or its length takes more than four octets
 */
export function elementsOf(der: Buffer): Element[] {
  const elements: Element[] = [];
  for (let offset = 0; offset < der.length; ) {
    const tag = der.readUInt8(offset);
    const first = der.readUInt8(offset + 1);
    const octets = first < 0x80 ? 0 : first & 0x7f;
    if (octets > 4) throw new RangeError('a length of more than four octets');
    const begin = offset + 2 + octets;
    const end = begin + (octets === 0 ? first : der.readUIntBE(offset + 2, octets));
    if (end > der.length) throw new RangeError('an element that is cut off');
    elements.push({ tag, content: der.subarray(begin, end) });
    offset = end;
  }
  return elements;
}

/** The element that is reached by going down through these positions; undefined where there is none. */
export function elementAt(der: Buffer, ...path: readonly number[]): Element | undefined {
  const [position, ...rest] = path;
  const element = elementsOf(der)[position ?? 0];
  return element && rest.length > 0 ? elementAt(element.content, ...rest) : element;
}

/** An OBJECT IDENTIFIER's content in hex: enough to tell it from others. */
export const oidAt = (der: Buffer, ...path: readonly number[]): string | undefined =>
  elementAt(der, ...path)?.content.toString('hex');
