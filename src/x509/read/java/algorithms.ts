import { nameOf, OIDS } from '../../oids.js';
import type { Element } from '../der.js';
import { refusalOf } from '../refusal.js';
import { TAG } from '../values.js';
import { bitStringIn, integerIn, ioException, JavaReader, oidIn, onlyValue } from './values.js';

export interface Algorithm {
  readonly oid: string;
  /** Absent also where it is NULL. */
  readonly parameters?: Element;
}

/** An AlgorithmIdentifier (sun.security.x509 AlgorithmId.parse). */
export function parseAlgorithm({ tag, content }: Element): Algorithm {
  if (tag !== TAG.sequence) ioException('algid parse error, not a sequence');
  const parts = new JavaReader(content);
  const oid = oidIn(parts.next());
  const parameters = parts.optional();
  if (parameters?.tag === 0x05 && parameters.content.length > 0) ioException('invalid NULL');
  if (parts.left > 0) ioException('Invalid AlgorithmIdentifier: extra data');
  if (parameters === undefined || parameters.tag === 0x05) return { oid };
  PARAMETERS[nameOf(oid)]?.(parameters);
  return { oid, parameters };
}

/** Parameters that Java decodes, by the algorithm: others stay octets. */
const PARAMETERS: Readonly<Record<string, (parameters: Element) => void>> = {
  EC: parseCurve,
  'RSASSA-PSS': parsePss,
  DSA: ({ content }) => {
    const numbers = new JavaReader(content).all();
    if (numbers.length !== 3) ioException('Error parsing DSA parameters');
    numbers.forEach(integerIn);
  },
};

/** Any curve with a name loads, whether this program names it or not: handshakes know three. */
function parseCurve(parameters: Element): void {
  if (parameters.tag !== TAG.oid) ioException('Only named ECParameters supported');
  const oid = oidIn(parameters);
  if (!KNOWN_CURVES.test(oid)) ioException(`Unknown named curve: ${oid}`);
}

/** The arcs that hold the curves of CurveDB.java: SEC 2, X9.62 (prime and binary), Brainpool. */
const KNOWN_CURVES = /^(1\.3\.132\.0|1\.2\.840\.10045\.3\.[01]|1\.3\.36\.3\.3\.2\.8\.1\.1)\.\d+$/;

const MGF1 = OIDS.MGF1;
const DIGESTS = /^(1\.3\.14\.3\.2\.26|1\.2\.840\.113549\.2\.5|2\.16\.840\.1\.101\.3\.4\.2\.([1-9]|10))$/;

/** RSASSA-PSS-params (sun.security.rsa PSSParameters.java). */
function parsePss(parameters: Element): void {
  if (parameters.tag !== TAG.sequence) ioException('Not the correct tag');
  for (const { tag, content } of new JavaReader(parameters.content).all()) {
    const value = new JavaReader(content).next();
    if (tag === 0xa0) digest(value);
    else if (tag === 0xa1) {
      const parts = new JavaReader(value.content);
      if (oidIn(parts.next()) !== MGF1) ioException('Only MGF1 mgf is supported');
      const hash = parts.optional();
      if (hash !== undefined) digest(hash);
    } else if (tag === 0xa2 || tag === 0xa3) integerIn(value);
    else ioException('Invalid encoded PSSParameters');
  }
}

function digest(algorithm: Element): void {
  const oid = oidIn(new JavaReader(algorithm.content).next());
  if (!DIGESTS.test(oid)) ioException(`Unrecognized message digest algorithm ${oid}`);
}

const invalidKey = (message: string): never =>
  ioException(`subject key, java.security.InvalidKeyException: ${message}`);

/** Octets of a key by its algorithm, RFC 8032. */
const EDWARDS: Readonly<Record<string, number>> = { Ed25519: 32, Ed448: 57 };

/** A SubjectPublicKeyInfo (X509Key.parse); keys of algorithms without a factory pass. */
export function parseKey({ tag, content }: Element): void {
  if (tag !== TAG.sequence) ioException('corrupt subject key');
  const parts = new JavaReader(content);
  const { oid, parameters } = parseAlgorithm(parts.next());
  const bits = bitStringIn(parts.next());
  const algorithm = nameOf(oid);
  if (algorithm === 'RSA' || algorithm === 'RSASSA-PSS') parseRsa(bits);
  else if (algorithm === 'EC') parsePoint(parameters, bits);
  else if (algorithm === 'DSA') integerIn(onlyValue(bits));
  const octets = EDWARDS[algorithm];
  if (octets !== undefined && bits.length !== octets) invalidKey(`key length must be ${octets}`);
  if (parts.left > 0) ioException('excess subject key');
}

/** RSAPublicKeyImpl.java, RSAKeyFactory.checkKeyLengths. */
function parseRsa(bits: Buffer): void {
  let [modulus, exponent] = [0n, 0n];
  const refusal = refusalOf(() => {
    const list = onlyValue(bits);
    if (list.tag !== TAG.sequence) ioException('Not a SEQUENCE');
    const numbers = new JavaReader(list.content);
    modulus = BigInt(`0x0${integerIn(numbers.next()).toString('hex')}`);
    exponent = BigInt(`0x0${integerIn(numbers.next()).toString('hex')}`);
    if (numbers.left > 0) ioException('Extra data available');
  });
  if (refusal !== undefined) invalidKey('Invalid RSA public key');
  const length = modulus.toString(2).length;
  if (((length + 7) & ~7) < 512) invalidKey('RSA keys must be at least 512 bits long');
  if (length > 16_384) invalidKey('RSA keys must be no longer than 16384 bits');
  if (length > 3072 && exponent.toString(2).length > 64)
    invalidKey('RSA exponents can be no longer than 64 bits  if modulus is greater than 3072 bits');
  if (exponent >= modulus) invalidKey('exponent is larger than modulus');
  if (exponent < 3n) invalidKey('exponent is smaller than 3');
}

/** Octets of a coordinate on the curves that handshakes know. */
const COORDINATES: Readonly<Record<string, number>> = { [OIDS['P-256']]: 32, [OIDS['P-384']]: 48, [OIDS['P-521']]: 66 };

/** ECPublicKeyImpl.java: no point is looked up on its curve. */
function parsePoint(parameters: Element | undefined, bits: Buffer): void {
  if (parameters === undefined) invalidKey('EC domain parameters must be encoded in the algorithm identifier');
  const octets = COORDINATES[oidIn(parameters!)];
  if (bits[0] !== 4 || (octets !== undefined && bits.length !== 1 + 2 * octets)) invalidKey('Invalid EC key');
}
