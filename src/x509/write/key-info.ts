import { hash, type JsonWebKey, type KeyObject } from 'node:crypto';
import { OIDS } from '../oids.js';
import { bitString, explicit, integer, NULL, octetString, oid, sequence } from './asn1.js';
import { type KeyFamily, keyFamily } from './keys.js';

export interface SubjectPublicKey {
  readonly family: KeyFamily;
  /** DER of the SubjectPublicKeyInfo. */
  readonly spki: Buffer;
  /** Subject key identifier by RFC 5280 section 4.2.1.2 method (1): SHA-1 of the bits in the SubjectPublicKeyInfo. */
  readonly keyIdentifier: Buffer;
}

/** AlgorithmIdentifiers of RFC 3279 section 2.3.1 and RFC 5480 section 2.1.1. */
const KEY_ALGORITHMS: Record<KeyFamily, Buffer> = {
  rsa: sequence(oid(OIDS.RSA), NULL),
  'ec-p256': sequence(oid(OIDS.EC), oid(OIDS['P-256'])),
  'ec-p384': sequence(oid(OIDS.EC), oid(OIDS['P-384'])),
};

/**
 * What a certificate says of its key. Built from the key's numbers: OpenSSL 3's own encoder takes 130 microseconds, four
 * times as long as the signature.
 * @throws CertlabError ERR_PKI, see {@link keyFamily}.
 */
export function subjectPublicKey(publicKey: KeyObject): SubjectPublicKey {
  const family = keyFamily(publicKey);
  const { n = '', e = '', ...point } = publicKey.export({ format: 'jwk' });
  const bits = family === 'rsa' ? sequence(positive(n), positive(e)) : uncompressed(point);
  return {
    family,
    spki: sequence(KEY_ALGORITHMS[family], bitString(bits)),
    keyIdentifier: hash('sha1', bits, 'buffer'),
  };
}

/**
 * The DER of an unencrypted private key: PrivateKeyInfo of RFC 5958 section 2 with, for EC, ECPrivateKey of RFC 5915
 * section 3 as OpenSSL writes it, the curve named outside only. An EC key is written from its numbers like its public part;
 * other keys take so long to make that it does not matter.
 * @throws CertlabError ERR_PKI for an EC key on another curve than P-256 and P-384.
 */
export function privateKeyInfo(privateKey: KeyObject): Buffer {
  if (privateKey.asymmetricKeyType !== 'ec') return privateKey.export({ type: 'pkcs8', format: 'der' });
  const family = keyFamily(privateKey);
  const { d = '', ...point } = privateKey.export({ format: 'jwk' });
  const publicKey = explicit(1, bitString(uncompressed(point)));
  const key = sequence(integer(1), octetString(Buffer.from(d, 'base64url')), publicKey);
  return sequence(integer(0), KEY_ALGORITHMS[family], octetString(key));
}

/** An EC point (SEC 1 section 2.3.3). JWK numbers have the full length of the field (RFC 7518 section 6.2.1.2). */
const uncompressed = ({ x = '', y = '' }: JsonWebKey): Buffer =>
  Buffer.concat([Buffer.of(0x04), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);

/** A JWK number has no leading zeros (RFC 7518 section 6.3.1.1); an INTEGER needs one where its first bit is set. */
function positive(base64url: string): Buffer {
  const octets = Buffer.from(base64url, 'base64url');
  return integer(octets[0]! >= 0x80 ? Buffer.concat([Buffer.of(0), octets]) : octets);
}
