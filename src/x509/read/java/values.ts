import { type Element, elementAtStart } from '../der.js';
import { refuse } from '../refusal.js';
import { oidText, TAG } from '../values.js';

/** Ends a parser with an IOException of Java. */
export const ioException = (message: string): never => refuse(`java.io.IOException: ${message}`);

/** Elements one after the other as Java's DerInputStream reads them: BER's longer lengths pass (DerValue.java, JDK 25). */
export class JavaReader {
  private rest: Buffer;

  constructor(der: Buffer) {
    this.rest = der;
  }

  get left(): number {
    return this.rest.length;
  }

  next(): Element {
    if (this.left < 2) ioException('Too short');
    if ((this.rest[0]! & 0x1f) === 0x1f) ioException('Tag number over 30 at 0 is not supported');
    const octets = this.rest[1]! < 0x80 ? 0 : this.rest[1]! & 0x7f;
    if (octets > 4) ioException('Invalid lenByte');
    if (this.left < 2 + octets) ioException('Not enough length bytes');
    const element = elementAtStart(this.rest) ?? refuse('java.io.EOFException: not enough content');
    this.rest = this.rest.subarray(element.whole.length);
    return element;
  }

  all(): Element[] {
    const elements: Element[] = [];
    while (this.left > 0) elements.push(this.next());
    return elements;
  }

  optional(): Element | undefined {
    return this.left > 0 ? this.next() : undefined;
  }
}

/** A value that has to be all there is. */
export function onlyValue(der: Buffer): Element {
  const reader = new JavaReader(der);
  const value = reader.next();
  return reader.left > 0 ? ioException('extra data at the end') : value;
}

/** Tags as Java prints them: bytes with a sign. */
export const signed = (tag: number): number => (tag >= 0x80 ? tag - 0x100 : tag);

export function oidIn({ tag, content }: Element): string {
  if (tag !== TAG.oid) ioException(`DerValue.getOID, not an OID ${signed(tag)}`);
  if (content.length === 0 || content.at(-1)! >= 0x80)
    ioException('ObjectIdentifier() -- Invalid DER encoding, not ended');
  if (content.some((octet, at) => octet === 0x80 && (at === 0 || content[at - 1]! < 0x80)))
    ioException('ObjectIdentifier() -- Invalid DER encoding, useless extra octet detected');
  // An arc of any size is one for Java: what has no dotted form here is told apart by its octets.
  return oidText(content) ?? content.toString('hex');
}

export function integerIn({ tag, content }: Element): Buffer {
  if (tag !== TAG.integer) ioException(`DerValue.getBigIntegerInternal, not expected ${signed(tag)}`);
  return content.length === 0 ? ioException('Invalid encoding: zero length Int value') : content;
}

/** An INTEGER of four octets at most. */
export function intIn(element: Element): Buffer {
  const content = integerIn(element);
  return content.length > 4 ? ioException('Integer exceeds maximum valid value') : content;
}

export function bitStringIn({ tag, content }: Element): Buffer {
  if (tag !== TAG.bitString) ioException(`DerValue.getBitString, not a bit string ${signed(tag)}`);
  if (content.length === 0) ioException('Invalid encoding: zero length bit string');
  return content[0]! > 7 ? ioException('Invalid number of padding bits') : content.subarray(1);
}

export function octetStringIn({ tag, content }: Element): Buffer {
  return tag === TAG.octetString
    ? content
    : ioException(`DerValue.getOctetString, not an Octet String: ${signed(tag)}`);
}
