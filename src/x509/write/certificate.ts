import { explicit, integer, sequence } from './asn1.js';
import {
  AUTHORITY_CONSTRAINTS,
  AUTHORITY_KEY_USAGE,
  authorityKeyIdentifier,
  extendedKeyUsage,
  LEAF_CONSTRAINTS,
  leafKeyUsage,
  subjectAltName,
  subjectKeyIdentifier,
} from './extensions.js';
import type { Issuer } from './issuer.js';
import { type SubjectPublicKey, subjectPublicKey } from './key-info.js';
import type { KeyPair } from './keys.js';
import { encodeName } from './names.js';
import { refusal } from './refusal.js';
import { checkSerial } from './serial.js';
import { type SignatureAlgorithm, signatureAlgorithm, signed } from './signature.js';
import type { DistinguishedName, ExtendedKeyUsage, SubjectAltName, Validity } from './types.js';
import { encodeValidity, toSeconds } from './validity.js';

export interface AuthorityFields {
  readonly subject: DistinguishedName;
  readonly validity: Validity;
  /** What the authority may sign for: keeps one role's authority from vouching for another's. */
  readonly extendedKeyUsage: readonly ExtendedKeyUsage[];
}

export interface CertificateFields extends AuthorityFields {
  readonly subjectAltNames: readonly SubjectAltName[];
}

export interface SerialNumber {
  /** Octets of the INTEGER, see {@link randomSerial}. */
  readonly serial: Buffer;
}

const VERSION_3 = explicit(0, integer(2));

/**
 * A self-signed authority's certificate as DER: critical CA:TRUE with pathlen 0, keyCertSign and cRLSign.
 * @throws CertlabError ERR_PKI for fields that RFC 5280 or this program's encoders refuse.
 */
export function issueAuthority(fields: AuthorityFields, keyPair: KeyPair, { serial }: SerialNumber): Buffer {
  const algorithm = signatureAlgorithm(keyPair.privateKey);
  const name = encodeName(fields.subject);
  const key = subjectPublicKey(keyPair.publicKey);
  const tbs = tbsCertificate({
    serial,
    algorithm,
    issuer: name,
    validity: fields.validity,
    subject: name,
    key,
    extensions: [
      AUTHORITY_CONSTRAINTS,
      AUTHORITY_KEY_USAGE,
      extendedKeyUsage(fields.extendedKeyUsage),
      authorityKeyIdentifier(key.keyIdentifier),
    ],
  });
  return signed(tbs, algorithm, keyPair.privateKey);
}

/**
 * A leaf certificate as DER, signed by `issuer`, whose name and key identifier it repeats byte for byte.
 * @throws CertlabError ERR_PKI for fields that RFC 5280 or this program's encoders refuse, a leaf that outlives its
 * issuer, or an extended key usage outside the issuer's.
 */
export function issueCertificate(
  fields: CertificateFields,
  key: SubjectPublicKey,
  issuer: Issuer,
  { serial }: SerialNumber,
): Buffer {
  checkAgainstIssuer(fields, issuer);
  const tbs = tbsCertificate({
    serial,
    algorithm: issuer.algorithm,
    issuer: issuer.name,
    validity: fields.validity,
    subject: encodeName(fields.subject),
    key,
    extensions: [
      LEAF_CONSTRAINTS,
      leafKeyUsage(key.family, fields.extendedKeyUsage),
      extendedKeyUsage(fields.extendedKeyUsage),
      authorityKeyIdentifier(issuer.keyIdentifier),
      subjectAltName(fields.subjectAltNames),
    ],
  });
  return signed(tbs, issuer.algorithm, issuer.privateKey);
}

function checkAgainstIssuer({ subject, validity, extendedKeyUsage }: CertificateFields, issuer: Issuer): void {
  const who = `certificate ${JSON.stringify(subject.commonName)}`;
  if (toSeconds(validity.notAfter) > toSeconds(issuer.notAfter)) {
    throw refusal(`${who} would outlive its authority`, 'choose fewer days for it or more for the authority');
  }
  const outside = extendedKeyUsage.find((usage) => !issuer.extendedKeyUsage.includes(usage));
  if (outside !== undefined) throw refusal(`${who} asks for ${outside}, which its authority may not sign for`);
}

interface TbsFields {
  readonly serial: Buffer;
  readonly algorithm: SignatureAlgorithm;
  readonly issuer: Buffer;
  readonly validity: Validity;
  readonly subject: Buffer;
  readonly key: SubjectPublicKey;
  readonly extensions: readonly Buffer[];
}

/** TBSCertificate (RFC 5280 section 4.1.2). */
function tbsCertificate({ serial, algorithm, issuer, validity, subject, key, extensions }: TbsFields): Buffer {
  checkSerial(serial);
  return sequence(
    VERSION_3,
    integer(serial),
    algorithm.identifier,
    issuer,
    encodeValidity(validity),
    subject,
    key.spki,
    explicit(3, sequence(subjectKeyIdentifier(key.keyIdentifier), ...extensions)),
  );
}
