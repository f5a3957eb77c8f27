/**
 * DER values as buffers (X.690), each encoded by node-forge from the already encoded parts it holds. Constant parts are
 * so encoded once, and a public key or an issuer's name passes through byte for byte.
 */
import asn1 from 'node-forge/lib/asn1.js';

/** Tag and length around content. The constructed bit is part of `tag`, so that forge takes the content as it is. */
function encode(tag: number, content: Buffer): Buffer {
  const node = asn1.create(asn1.Class.UNIVERSAL, tag, false, content.toString('latin1'));
  return Buffer.from(asn1.toDer(node).getBytes(), 'latin1');
}

export const sequence = (...items: Buffer[]): Buffer => encode(0x30, Buffer.concat(items));

export const set = (...items: Buffer[]): Buffer => encode(0x31, Buffer.concat(items));

export const octetString = (content: Buffer): Buffer => encode(0x04, content);

/** `unusedBits` counts the bits of the last octet that carry nothing. */
export const bitString = (content: Buffer, unusedBits = 0): Buffer =>
  encode(0x03, Buffer.concat([Buffer.of(unusedBits), content]));

export const utf8String = (text: string): Buffer => encode(0x0c, Buffer.from(text, 'utf8'));

export const utcTime = (text: string): Buffer => encode(0x17, Buffer.from(text, 'latin1'));

export const generalizedTime = (text: string): Buffer => encode(0x18, Buffer.from(text, 'latin1'));

export const oid = (dotted: string): Buffer => encode(0x06, Buffer.from(asn1.oidToDer(dotted).getBytes(), 'latin1'));

/** A number up to 31 bits, or the octets of a larger one: two's complement, minimal. */
export const integer = (value: number | Buffer): Buffer =>
  encode(0x02, typeof value === 'number' ? Buffer.from(asn1.integerToDer(value).getBytes(), 'latin1') : value);

/** `[number] EXPLICIT`. */
export const explicit = (number: number, content: Buffer): Buffer => encode(0xa0 | number, content);

/** `[number] IMPLICIT` of a primitive type. */
export const implicit = (number: number, content: Buffer): Buffer => encode(0x80 | number, content);

export const TRUE = encode(0x01, Buffer.of(0xff));

export const NULL = encode(0x05, Buffer.alloc(0));
