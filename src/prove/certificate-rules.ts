import type { X509Certificate } from 'node:crypto';
import type { Finding } from '../check/types.js';
import type { Authority } from '../handshake/ends.js';
import { inspectCertificate } from '../x509/read/certificate.js';
import { openNative } from '../x509/read/native.js';
import { isStrongKey, isWeakSignature } from '../x509/read/strength.js';
import { type BundleRule, found } from './findings.js';
import type { Identity } from './identity.js';

type CertificateRule = { readonly rule: BundleRule; readonly broken: (certificate: X509Certificate) => boolean };

const LEAF_RULES: readonly CertificateRule[] = [
  { rule: 'leaf-without-san', broken: ({ subjectAltName }) => !subjectAltName },
  { rule: 'leaf-is-authority', broken: ({ ca }) => ca },
];

const AUTHORITY_RULES: readonly CertificateRule[] = [
  { rule: 'authority-not-ca', broken: ({ ca }) => !ca },
  // Node calls the extended key usages keyUsage.
  { rule: 'authority-without-usage', broken: ({ keyUsage }) => keyUsage === undefined },
];

const ANY_RULES: readonly CertificateRule[] = [
  { rule: 'weak-key', broken: ({ raw }) => !isStrongKey(openNative(raw).publicKey) },
  { rule: 'weak-signature', broken: hasWeakSignature },
];

/** Judges what an end shows by what Go and Java demand beyond OpenSSL. */
export const checkIdentity = ({ chain: [leaf] }: Pick<Identity, 'chain'>, where: string): Finding[] =>
  broken([...LEAF_RULES, ...ANY_RULES], leaf, where);

/** Judges what an end trusts. */
export const checkAuthority = ({ certificate }: Authority, where: string): Finding[] =>
  broken([...AUTHORITY_RULES, ...ANY_RULES], certificate, where);

const broken = (rules: readonly CertificateRule[], certificate: X509Certificate, where: string): Finding[] =>
  rules.filter((rule) => rule.broken(certificate)).map(({ rule }) => found(rule, where));

function hasWeakSignature({ raw }: X509Certificate): boolean {
  return isWeakSignature(inspectCertificate(raw).signatureAlgorithm);
}
