/** node-forge as a reader of what this program writes, which shares no code with its own. */
import asn1 from 'node-forge/lib/asn1.js';

/**
 * The tree of one DER value; bit strings stay octets.
 * @throws Error when `der` is not exactly one DER value.
 */
export function parse(der: Buffer, what: string): asn1.Asn1 {
  try {
    const tree = asn1.fromDer(der.toString('latin1'), { strict: true, parseAllBytes: true, decodeBitStrings: false });
    if (toDer(tree).equals(der)) return tree;
  } catch {
    // Refused below: forge's messages quote the bytes.
  }
  throw new Error(`${what} is not valid DER`);
}

/** The bytes of one value of a parsed tree, none for a value that is not there. */
export const toDer = (node: asn1.Asn1 | undefined): Buffer =>
  node === undefined ? Buffer.alloc(0) : Buffer.from(asn1.toDer(node).getBytes(), 'latin1');

/** The values inside a constructed one. */
export const children = (node: asn1.Asn1 | undefined): asn1.Asn1[] =>
  node !== undefined && Array.isArray(node.value) ? node.value : [];

/** The content octets of a primitive value. */
export const octets = (node: asn1.Asn1 | undefined): Buffer =>
  Buffer.from(typeof node?.value === 'string' ? node.value : '', 'latin1');
