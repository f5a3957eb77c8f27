import { type KeyObject, X509Certificate } from 'node:crypto';
import { OIDS } from '../oids.js';
import { DerReader } from '../read/der.js';
import { TAG } from '../read/values.js';
import { readExtendedKeyUsage } from './extensions.js';
import { readCertificate } from './read.js';
import { refusal } from './refusal.js';
import { type SignatureAlgorithm, signatureAlgorithm } from './signature.js';
import type { ExtendedKeyUsage } from './types.js';

/** An authority ready to sign: what every certificate below it repeats, read once. */
export interface Issuer {
  readonly certificate: Buffer;
  readonly privateKey: KeyObject;
  readonly algorithm: SignatureAlgorithm;
  /** DER of its subject, byte for byte: verifiers compare the encodings. */
  readonly name: Buffer;
  /** Its subject key identifier. */
  readonly keyIdentifier: Buffer;
  /** What it may sign for. */
  readonly extendedKeyUsage: readonly ExtendedKeyUsage[];
  readonly notAfter: Date;
}

/**
 * Reads an authority's certificate (DER) and puts it together with its key.
 * @throws CertlabError ERR_PKI when the certificate is no authority's, lacks a key identifier or an extended key usage,
 * or belongs to another key.
 */
export function loadIssuer(certificate: Buffer, privateKey: KeyObject): Issuer {
  const { subject, extension } = readCertificate(certificate);
  const native = decode(certificate);
  if (!native.ca) throw refusal('the certificate given as an authority may not sign others');
  if (!native.checkPrivateKey(privateKey))
    throw refusal("the authority's certificate and private key do not belong together");
  const keyIdentifier = extension(OIDS.subjectKeyIdentifier);
  const usage = extension(OIDS.extendedKeyUsage);
  if (keyIdentifier === undefined || usage === undefined) {
    throw refusal("the authority's certificate lacks a key identifier or an extended key usage");
  }
  return {
    certificate,
    privateKey,
    algorithm: signatureAlgorithm(privateKey),
    name: subject,
    keyIdentifier: keyIdentifierIn(keyIdentifier),
    extendedKeyUsage: readExtendedKeyUsage(usage),
    notAfter: new Date(native.validTo),
  };
}

function keyIdentifierIn(value: Buffer): Buffer {
  const element = new DerReader(value).read(TAG.octetString);
  if (element === undefined) throw refusal("the authority's key identifier is not valid DER");
  return element.content;
}

function decode(certificate: Buffer): X509Certificate {
  try {
    return new X509Certificate(certificate);
  } catch (cause) {
    throw refusal("the authority's certificate cannot be read", undefined, cause);
  }
}
