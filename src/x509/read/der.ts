/** One DER element (X.690 section 8.1). */
export interface Element {
  readonly tag: number;
  readonly content: Buffer;
  /** With its tag and length. */
  readonly whole: Buffer;
}

const HIGH_TAG = 0x1f;

/**
 * Reads elements one after the other, as strictly as DER demands: one octet of tag, a length of at most four octets in
 * its shortest form. Every method answers undefined, and stays where it is, where the next element is not what it is asked
 * for. Go's parser decides in the same steps (golang.org/x/crypto/cryptobyte asn1.go:609-692).
 */
export class DerReader {
  private rest: Buffer;

  constructor(der: Buffer) {
    this.rest = der;
  }

  get isEmpty(): boolean {
    return this.rest.length === 0;
  }

  /** What has not been read yet, in octets. */
  get left(): number {
    return this.rest.length;
  }

  /** Whether the next element has this tag, complete or not. */
  isNext(tag: number): boolean {
    return this.rest[0] === tag;
  }

  any(): Element | undefined {
    const element = elementOf(this.rest, true);
    if (element !== undefined) this.rest = this.rest.subarray(element.whole.length);
    return element;
  }

  read(tag: number): Element | undefined {
    return this.isNext(tag) ? this.any() : undefined;
  }

  /** A reader of what is inside the next element. */
  inside(tag: number): DerReader | undefined {
    const element = this.read(tag);
    return element && new DerReader(element.content);
  }
}

/**
 * The elements that follow one another in `der`.
 *
 * @throws RangeError when an element is longer than what is there, or its length takes more than four octets
 */
export function elementsOf(der: Buffer): Element[] {
  const elements: Element[] = [];
  for (let offset = 0; offset < der.length; offset += elements.at(-1)!.whole.length) {
    const element = elementOf(der.subarray(offset), false);
    if (element === undefined) throw new RangeError('an element that is cut off, or longer than four octets can say');
    elements.push(element);
  }
  return elements;
}

/** The element that is reached by going down through these positions; undefined where there is none. */
export function elementAt(der: Buffer, ...path: readonly number[]): Element | undefined {
  const [position, ...rest] = path;
  const element = elementsOf(der)[position ?? 0];
  return element && rest.length > 0 ? elementAt(element.content, ...rest) : element;
}

/** The first element of `der`, in the longer forms of BER too; undefined where there is none. */
export const elementAtStart = (der: Buffer): Element | undefined => elementOf(der, false);

/** No certificate, key or container nests deeper; a ring of them must end. */
const DEEPEST = 16;

/** An element of indefinite length ends with two zeros (X.690 section 8.1.3.6). */
function indefinite(der: Buffer, depth: number): Element | undefined {
  for (let end = 2; end + 2 <= der.length; ) {
    if (der.readUInt16BE(end) === 0)
      return { tag: der[0]!, content: der.subarray(2, end), whole: der.subarray(0, end + 2) };
    const inside = elementOf(der.subarray(end), false, depth);
    if (inside === undefined) return undefined;
    end += inside.whole.length;
  }
  return undefined;
}

/** Keys and containers that OpenSSL and Java read need not be strict: BER allows longer forms of a length. */
function elementOf(der: Buffer, strict: boolean, depth = DEEPEST): Element | undefined {
  const [tag, first] = der;
  if (tag === undefined || first === undefined) return undefined;
  if (strict && (tag & HIGH_TAG) === HIGH_TAG) return undefined;
  if (!strict && first === 0x80 && depth > 0) return indefinite(der, depth - 1);
  const octets = first < 0x80 ? 0 : first & 0x7f;
  const begin = 2 + octets;
  if (octets > 4 || begin > der.length || (first >= 0x80 && octets === 0)) return undefined;
  const length = octets === 0 ? first : der.readUIntBE(2, octets);
  if (strict && octets > 0 && (length < 0x80 || length < 256 ** (octets - 1))) return undefined;
  const end = begin + length;
  if (end > der.length) return undefined;
  return { tag, content: der.subarray(begin, end), whole: der.subarray(0, end) };
}
