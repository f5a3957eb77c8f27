import type { X509Certificate } from 'node:crypto';
import type { Finding } from '../check/types.js';
import type { Authority } from '../handshake/ends.js';
import { oidAt } from '../x509/read/der.js';
import { isStrongKey } from '../x509/read/strength.js';
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
  { rule: 'weak-key', broken: ({ publicKey }) => !isStrongKey(publicKey) },
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

/** Content octets of the signature algorithms with SHA-1 and MD5 (RFC 3279 section 2.2), which Go refuses since 1.18. */
const WEAK_SIGNATURES = new Set(['2a864886f70d010105', '2a864886f70d010104', '2a8648ce3d0401']);

function hasWeakSignature({ raw }: X509Certificate): boolean {
  return WEAK_SIGNATURES.has(oidAt(raw, 0, 1, 0) ?? '');
}
