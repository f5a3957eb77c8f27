import type { StackVersion } from '../../deployment/types.js';
import { NEWEST_VERSION } from '../../deployment/versions.js';
import { finding, type RuleId } from '../../rules/index.js';
import type { JudgeName, Saying } from '../types.js';

const client = (text: string): Saying => ({ end: 'client', text });
const server = (text: string): Saying => ({ end: 'server', text });

const BEFORE_95: StackVersion = { major: 9, minor: 4 };

/** A text of Elastic's loader as its rule has it for a version: the longest part of it that does not differ from case to case. */
function ruled(rule: RuleId, version: StackVersion, ...beginnings: readonly string[]): string {
  const says = beginnings.length > 0 ? beginnings : undefined;
  const values = { count: '1', path: GAP };
  const { seen } = finding(rule, '', { program: 'fleet-server', version, says, values });
  const parts = seen!.text.split(GAP).map((part) => part.replace(/^[:\s]+|\s+$/g, ''));
  return parts.reduce((longest, part) => (part.length > longest.length ? part : longest));
}
const GAP = '\0';

/** The same rule in the words of 9.5 and of earlier versions. */
const inBoth = (said: typeof client, rule: RuleId, ...beginnings: readonly string[]) => ({
  go: said(ruled(rule, NEWEST_VERSION, ...beginnings)),
  goBefore95: said(ruled(rule, BEFORE_95, ...beginnings)),
});

/** Nothing is noticed: the connection works, or seems to. */
const ACCEPTED: Saying = { end: 'client', text: 'accepted' };

/**
 * What each judge said when the broken copies were run past it: recorded from those runs, and compared with them again by
 * the interoperability tests. Three faults are missing that no TLS library sees.
 */
export const SAYS: Readonly<Record<string, Readonly<Partial<Record<JudgeName, Saying>>>>> = {
  'expired-certificate': {
    go: client('x509: certificate has expired or is not yet valid'),
    java: client('validity check failed'),
    openssl: client('certificate has expired'),
  },
  'not-yet-valid-certificate': {
    go: client('x509: certificate has expired or is not yet valid'),
    java: client('validity check failed'),
    openssl: client('certificate is not yet valid'),
  },
  'wrong-host': {
    go: client('x509: certificate is valid for'),
    java: client('No subject alternative DNS name matching'),
    openssl: client('Hostname mismatch'),
  },
  'no-san': {
    go: ACCEPTED,
    java: ACCEPTED,
    openssl: ACCEPTED,
  },
  'address-as-dns-name': {
    go: client("because it doesn't contain any IP SANs"),
    java: client('No subject alternative names matching IP address'),
    openssl: client('IP address mismatch'),
  },
  'client-usage-on-server': {
    go: client('x509: certificate specifies an incompatible key usage'),
    java: client('Extended key usage does not permit use for TLS server authentication'),
    openssl: client('unsuitable certificate purpose'),
  },
  'server-usage-on-agent': {
    go: server('x509: certificate specifies an incompatible key usage'),
    java: server('Extended key usage does not permit use for TLS client authentication'),
    openssl: server('unsuitable certificate purpose'),
  },
  'swapped-certificates': {
    go: client('x509: certificate signed by unknown authority'),
    java: client('unable to find valid certification path to requested target'),
    openssl: client('self-signed certificate in certificate chain'),
  },
  'key-usage-without-signature': {
    go: ACCEPTED,
    java: server('KeyUsage does not allow digital signatures'),
    openssl: server('unsuitable certificate purpose'),
  },
  'sha1-signature': {
    go: client('x509: certificate signed by unknown authority'),
    java: ACCEPTED,
    openssl: server('ca md too weak'),
  },
  'rsa-1024': {
    go: ACCEPTED,
    java: ACCEPTED,
    openssl: server('ee key too small'),
  },
  'chain-upside-down': {
    go: server('tls: private key does not match public key'),
    openssl: server('key values mismatch'),
  },
  'kibana-name-missing': {
    go: client('es.invalid'),
    java: client('matching es.invalid found'),
    openssl: client('Hostname mismatch'),
  },
  'expired-authority': {
    go: client('x509: certificate has expired or is not yet valid'),
    java: ACCEPTED,
    openssl: client('certificate has expired'),
  },
  'authority-without-ca-true': {
    go: client('x509: certificate signed by unknown authority'),
    java: client('is not a CA certificate'),
    openssl: client('invalid CA certificate'),
  },
  'authority-cannot-sign': {
    go: client('x509: certificate signed by unknown authority'),
    java: client('does not have keyCertSign bit set in KeyUsage'),
    openssl: client('invalid CA certificate'),
  },
  'authority-for-clients': {
    go: client('x509: certificate specifies an incompatible key usage'),
    java: ACCEPTED,
    openssl: client('unsuitable certificate purpose'),
  },
  'role-confusion': {
    go: ACCEPTED,
    java: ACCEPTED,
    openssl: ACCEPTED,
  },
  'foreign-authority': {
    go: client('x509: certificate signed by unknown authority'),
    java: client('signature check failed'),
    openssl: client('certificate signature failure'),
  },
  'wrong-authority-at-agent': {
    go: client('x509: certificate signed by unknown authority'),
    java: client('unable to find valid certification path to requested target'),
    openssl: client('self-signed certificate in certificate chain'),
  },
  'path-length-violated': {
    go: client('x509: too many intermediates for path length constraint'),
    java: ACCEPTED,
    openssl: client('path length constraint exceeded'),
  },
  'missing-intermediate': {
    go: client('x509: certificate signed by unknown authority'),
    java: client('unable to find valid certification path to requested target'),
    openssl: client('unable to get local issuer certificate'),
  },
  'certificate-in-authority-list': {
    go: client('x509: certificate signed by unknown authority'),
    java: client('unable to find valid certification path to requested target'),
    openssl: client('self-signed certificate in certificate chain'),
  },
  'mismatched-key': {
    go: client('tls: private key does not match public key'),
    java: server('Invalid CertificateVerify signature'),
    openssl: client('key values mismatch'),
  },
  'legacy-encrypted-key': {
    go: ACCEPTED,
    openssl: ACCEPTED,
  },
  'pbes2-key-length': {
    go: client('pkcs8: incorrect password'),
    java: ACCEPTED,
    openssl: ACCEPTED,
  },
  'hmac-sha512': {
    go: client('pkcs8: unsupported hash function'),
    java: ACCEPTED,
    openssl: ACCEPTED,
  },
  scrypt: {
    go: ACCEPTED,
    java: server('expecting the object identifier for PBKDF2'),
    openssl: ACCEPTED,
  },
  'triple-des': {
    go: ACCEPTED,
    java: server('encrypted with unsupported PBES2 algorithm'),
    openssl: ACCEPTED,
  },
  'ed25519-encrypted': {
    go: client('unknown key type ed25519.PrivateKey'),
    java: ACCEPTED,
    openssl: ACCEPTED,
  },
  'key-as-der': {
    go: client('no pem file'),
    openssl: client('PEM lib'),
  },
  'fleet-es-key-encrypted': {
    go: client('no passphrase available'),
    java: client('Cannot retrieve the PKCS8EncodedKeySpec'),
    openssl: client('PEM lib'),
  },
  'passphrase-newline': {
    go: ACCEPTED,
    goBefore95: client(ruled('passphrase-trailing-newline', BEFORE_95)),
    java: client('Cannot retrieve the PKCS8EncodedKeySpec'),
    openssl: client('PEM lib'),
  },
  'passphrase-byte-order-mark': {
    go: client('pkcs8: incorrect password'),
    java: client('Cannot retrieve the PKCS8EncodedKeySpec'),
    openssl: client('PEM lib'),
  },
  'wrong-passphrase': {
    go: client('pkcs8: incorrect password'),
    java: client('Cannot retrieve the PKCS8EncodedKeySpec'),
    openssl: client('PEM lib'),
  },
  'empty-passphrase': {
    go: client('no passphrase available'),
    java: client('Cannot retrieve the PKCS8EncodedKeySpec'),
    openssl: client('PEM lib'),
  },
  'passphrase-flag-missing': {
    go: client('no passphrase available'),
    java: client('Cannot retrieve the PKCS8EncodedKeySpec'),
    openssl: client('PEM lib'),
  },
  'passphrase-not-ascii': {
    go: ACCEPTED,
    java: ACCEPTED,
    openssl: ACCEPTED,
  },
  'client-certificate-missing': {
    go: server("tls: client didn't provide a certificate"),
    java: server('Empty client certificate chain'),
    openssl: server('peer did not return a certificate'),
  },
  'own-agent-certificate-missing': {
    go: server("tls: client didn't provide a certificate"),
    java: server('Empty client certificate chain'),
    openssl: server('peer did not return a certificate'),
  },
  'agent-ca-not-trusted': {
    ...inBoth(server, 'client-authority-not-requested'),
    java: server('unable to find valid certification path to requested target'),
    openssl: server('unable to get local issuer certificate'),
  },
  'relative-second-ca': {
    go: server(ruled('client-authority-not-requested', NEWEST_VERSION)),
    goBefore95: server(ruled('list-path-not-absolute', BEFORE_95)),
    java: server('NoSuchFileException'),
    openssl: server('No such file or directory'),
  },
  'comma-in-es-ca': {
    ...inBoth(client, 'fleet-server-es-ca-list'),
    java: client('NoSuchFileException'),
    openssl: client('No such file or directory'),
  },
  'duplicate-flag': {
    go: client('no pem file'),
    openssl: client('PEM lib'),
  },
  'missing-file': {
    ...inBoth(client, 'file-not-in-bundle', 'initial CA', 'open '),
    java: client('NoSuchFileException'),
    openssl: client('No such file or directory'),
  },
  'insecure-flag': {
    go: ACCEPTED,
    java: ACCEPTED,
    openssl: ACCEPTED,
  },
  'fingerprint-of-leaf': {
    go: ACCEPTED,
    java: ACCEPTED,
    openssl: ACCEPTED,
  },
  'fingerprint-with-colons': {
    go: client("decode 'ca_trusted_fingerprint': encoding/hex: invalid byte: U+003A ':'"),
    java: ACCEPTED,
    openssl: ACCEPTED,
  },
  'authority-not-sent': {
    go: ACCEPTED,
    java: ACCEPTED,
    openssl: ACCEPTED,
  },
  'agent-ca-not-trusted-by-elasticsearch': {
    ...inBoth(server, 'client-authority-not-requested'),
    java: server('unable to find valid certification path to requested target'),
    openssl: server('unable to get local issuer certificate'),
  },
  'kibana-certificate-missing': {
    go: server("tls: client didn't provide a certificate"),
    java: server('Empty client certificate chain'),
    openssl: server('peer did not return a certificate'),
  },
  'output-without-verification': {
    go: ACCEPTED,
    java: ACCEPTED,
    openssl: ACCEPTED,
  },
  'authority-key-in-bundle': {
    go: ACCEPTED,
    java: ACCEPTED,
    openssl: ACCEPTED,
  },
  'readable-key': {
    go: ACCEPTED,
    java: ACCEPTED,
    openssl: ACCEPTED,
  },
  'file-not-in-manifest': {
    go: ACCEPTED,
    java: ACCEPTED,
    openssl: ACCEPTED,
  },
};
