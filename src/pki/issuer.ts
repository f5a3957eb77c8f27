import { type KeyObject, X509Certificate } from 'node:crypto';
import { children, octets, parse, toDer } from './asn1.js';
import { EXTENSION, readExtendedKeyUsage } from './extensions.js';
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

/** Index in TBSCertificate (RFC 5280 section 4.1) of a version 3 certificate without unique identifiers. */
const SUBJECT = 5;
const EXTENSIONS = 7;

/**
 * Reads an authority's certificate (DER) and puts it together with its key.
 * @throws CertlabError ERR_PKI when the certificate is no authority's, lacks a key identifier or an extended key usage,
 * or belongs to another key.
 */
export function loadIssuer(certificate: Buffer, privateKey: KeyObject): Issuer {
  const fields = children(children(parse(certificate, "the authority's certificate"))[0]);
  const native = new X509Certificate(certificate);
  if (!native.ca) throw refusal('the certificate given as an authority may not sign others');
  if (!native.checkPrivateKey(privateKey))
    throw refusal("the authority's certificate and private key do not belong together");
  const values = children(children(fields[EXTENSIONS])[0]).map((extension) => {
    const parts = children(extension);
    return [toDer(parts[0]!), octets(parts.at(-1))] as const;
  });
  const value = (id: Buffer): Buffer => {
    const found = values.find(([type]) => type.equals(id))?.[1];
    if (found === undefined)
      throw refusal("the authority's certificate lacks its key identifier or extended key usage");
    return found;
  };
  return {
    certificate,
    privateKey,
    algorithm: signatureAlgorithm(privateKey),
    name: toDer(fields[SUBJECT]!),
    keyIdentifier: octets(parse(value(EXTENSION.subjectKeyIdentifier), "the authority's key identifier")),
    extendedKeyUsage: readExtendedKeyUsage(value(EXTENSION.extendedKeyUsage)),
    notAfter: new Date(native.validTo),
  };
}
