import { createPublicKey } from 'node:crypto';
import { nameOf, OIDS } from '../../oids.js';
import { DerReader, type Element } from '../der.js';
import { refuse } from '../refusal.js';
import { bitsOf, isInteger, isNegative, oidText, TAG } from '../values.js';

/** What Go knows of a SubjectPublicKeyInfo's algorithm; tls uses no other key than the first three. */
export type GoKey = 'RSA' | 'EC' | 'Ed25519' | 'DSA' | 'unknown';

/** Curves by object identifier (crypto/x509 x509.go:540-560). */
const CURVES: Readonly<Record<string, { readonly name: string; readonly octets: number }>> = {
  [OIDS['P-224']]: { name: 'P224', octets: 28 },
  [OIDS['P-256']]: { name: 'P256', octets: 32 },
  [OIDS['P-384']]: { name: 'P384', octets: 48 },
  [OIDS['P-521']]: { name: 'P521', octets: 66 },
};

interface KeyParts {
  readonly parameters: Element | undefined;
  readonly bits: Buffer;
  /** The whole SubjectPublicKeyInfo. */
  readonly spki: Buffer;
}

/** How each algorithm's key is read (parser.go:253-344). */
const PARSERS: Readonly<Record<Exclude<GoKey, 'unknown'>, (parts: KeyParts) => void>> = {
  RSA: ({ parameters, bits }) => {
    // RFC 3279 section 2.3.1 demands NULL.
    if (!parameters?.whole.equals(Buffer.of(5, 0))) refuse('x509: RSA key missing NULL parameters');
    const numbers = new DerReader(bits).inside(TAG.sequence) ?? refuse('x509: invalid RSA public key');
    const modulus = integerIn(numbers) ?? refuse('x509: invalid RSA modulus');
    const exponent = integerIn(numbers) ?? refuse('x509: invalid RSA public exponent');
    if (exponent.length > 8) refuse('x509: invalid RSA public exponent');
    if (!isPositive(modulus)) refuse('x509: RSA modulus is not a positive number');
    if (!isPositive(exponent)) refuse('x509: RSA public exponent is not a positive number');
  },
  EC: ({ parameters, bits, spki }) => {
    const curveOid = parameters?.tag === TAG.oid ? oidText(parameters.content) : undefined;
    if (curveOid === undefined) refuse('x509: invalid ECDSA parameters');
    const curve = CURVES[curveOid!] ?? refuse('x509: unsupported elliptic curve');
    if (bits[0] !== 4) refuse('ecdsa: invalid uncompressed public key');
    if (bits.length !== 1 + 2 * curve.octets) refuse(`invalid ${curve.name} point encoding`);
    if (!isReadable(spki)) refuse(`${curve.name} point not on curve`);
  },
  Ed25519: ({ parameters, bits }) => {
    if (parameters !== undefined) refuse('x509: Ed25519 key encoded with illegal parameters');
    if (bits.length !== 32) refuse('x509: wrong Ed25519 public key size');
  },
  DSA: ({ parameters, bits }) => {
    const y = integerIn(new DerReader(bits)) ?? refuse('x509: invalid DSA public key');
    const numbers = new DerReader(parameters?.whole ?? Buffer.alloc(0)).inside(TAG.sequence);
    const parts = [0, 1, 2].map(() => numbers && integerIn(numbers));
    if (parts.includes(undefined)) refuse('x509: invalid DSA parameters');
    if (![y, ...parts].every((part) => isPositive(part!))) refuse('x509: zero or negative DSA parameter');
  },
};

/** A SubjectPublicKeyInfo as Go reads it (parser.go:951-979). */
export function parseKey(spki: Element): GoKey {
  const info = new DerReader(spki.content);
  const algorithm = info.inside(TAG.sequence) ?? refuse('x509: malformed public key algorithm identifier');
  const { oid, parameters } = parseAlgorithm(algorithm);
  const bits = bitsIn(info) ?? refuse('x509: malformed subjectPublicKey');
  const kind = nameOf(oid) as GoKey;
  const parse = PARSERS[kind as keyof typeof PARSERS];
  if (parse === undefined) return 'unknown';
  parse({ parameters, bits, spki: spki.whole });
  return kind;
}

/** An AlgorithmIdentifier (parser.go:189-205). */
export function parseAlgorithm(algorithm: DerReader): { oid: string; parameters: Element | undefined } {
  const type = algorithm.read(TAG.oid);
  const oid = (type && oidText(type.content)) ?? refuse('x509: malformed OID');
  if (algorithm.isEmpty) return { oid, parameters: undefined };
  return { oid, parameters: algorithm.any() ?? refuse('x509: malformed parameters') };
}

/** The content of an INTEGER that comes next. */
export function integerIn(reader: DerReader): Buffer | undefined {
  const element = reader.read(TAG.integer);
  return element && isInteger(element.content) ? element.content : undefined;
}

export function bitsIn(reader: DerReader): Buffer | undefined {
  const element = reader.read(TAG.bitString);
  return element && bitsOf(element.content);
}

const isPositive = (integer: Buffer): boolean => !isNegative(integer) && integer.some((octet) => octet !== 0);

/** Whether a point lies on its curve: OpenSSL does the arithmetic. */
function isReadable(spki: Buffer): boolean {
  try {
    createPublicKey({ key: spki, format: 'der', type: 'spki' });
    return true;
  } catch {
    return false;
  }
}
