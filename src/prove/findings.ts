import type { Finding } from '../check/types.js';

type Rule = Omit<Finding, 'rule' | 'where'>;

/** What only a look at whole bundles can find. Ids never change their meaning. */
const RULES = {
  'bundle-unreadable': {
    severity: 'error',
    cause: 'the bundle cannot be read as this program writes bundles',
    fix: 'create the deployment again, or take the zip from where it was made',
  },
  'bundle-settings-unreadable': {
    severity: 'error',
    cause: 'what the bundle would install or configure cannot be read',
    fix: 'take the file from the bundle as it was made',
  },
  'manifest-mismatch': {
    severity: 'error',
    cause: 'the file is not the one that was made: manifest.json names another content or mode, or no such file',
    fix: 'take the bundle from where it was made; nobody edits a bundle in passing',
  },
  'file-not-in-bundle': {
    severity: 'error',
    cause: 'a command or setting names a path where nothing of this bundle is installed',
    fix: 'name one of the files in certs/, in the folder the bundle is installed to',
  },
  'identity-unusable': {
    severity: 'error',
    cause: 'a certificate and its key cannot be used together as the command or settings say',
    fix: 'create the certificate again, or name the files that belong together',
  },
  'authority-unreadable': {
    severity: 'error',
    cause: 'a file of authorities holds no readable certificate',
    fix: 'name the file of the authority, such as fleet-ca.pem',
  },
  'authority-key-in-bundle': {
    severity: 'error',
    cause: "the bundle holds an authority's private key: whoever has this host can make certificates for all others",
    fix: 'remove the key from the bundle, and replace the authority if the bundle was handed out',
  },
  'private-file-mode': {
    severity: 'error',
    cause: 'a private file would be unpacked so that other users can read it',
    fix: 'pack private files with mode 0600',
  },
  'passphrase-trailing-newline': {
    severity: 'error',
    seen: { program: 'elastic-agent', text: 'pkcs8: incorrect password' },
    cause: 'Elastic Agent takes every byte of the file for the passphrase, a line end or byte order mark too',
    fix: 'write the passphrase without a newline, for example with printf %s',
  },
  'server-certificate-missing': {
    severity: 'error',
    cause: 'without a certificate of its own the server shows one it made itself, which no client trusts',
    fix: 'give the server its certificate and key',
  },
  'verification-off': {
    severity: 'error',
    cause: 'the client accepts any server, so anybody on the way can be that server',
    fix: 'remove the insecure flag or setting, and name the authority instead',
  },
  'client-authority-not-requested': {
    severity: 'error',
    seen: { program: 'fleet-server', text: "tls: client didn't provide a certificate" },
    cause: "the server does not name the authority of the client's certificate, so the client shows none",
    fix: "add that authority to the server's list",
  },
  'trusted-fingerprint-not-in-chain': {
    severity: 'error',
    seen: { program: 'elastic-agent', text: 'no CA certificate matching the fingerprint' },
    cause: 'ca_trusted_fingerprint is not the SHA-256 of an authority that the server sends after its certificate',
    fix: 'give the fingerprint of the authority in lower-case hex, and let the server send it',
  },
  'localhost-not-in-san': {
    severity: 'warning',
    cause:
      'the certificate of Fleet Server is not valid for localhost, which older agents and health checks on its host dial',
    fix: 'add localhost to the names of fleet-cert',
  },
  'leaf-without-san': {
    severity: 'error',
    seen: { program: 'elastic-agent', text: 'x509: certificate relies on legacy Common Name field, use SANs instead' },
    cause: 'the certificate has no subject alternative name: OpenSSL falls back to the common name, Go does not',
    fix: 'create the certificate again with every name and address that is dialled',
  },
  'leaf-is-authority': {
    severity: 'error',
    cause: "an authority's certificate stands where a host's belongs",
    fix: 'name the certificate of the host',
  },
  'authority-not-ca': {
    severity: 'error',
    seen: { program: 'elastic-agent', text: 'x509: certificate signed by unknown authority' },
    cause: "a host's certificate stands in a list of authorities",
    fix: 'name the file of the authority',
  },
  'authority-without-usage': {
    severity: 'warning',
    cause:
      'the authority may sign for servers and clients alike: where several are listed, one can stand in for another',
    fix: 'create authorities with an extended key usage of their own',
  },
  'weak-key': {
    severity: 'error',
    cause: 'the key is none that every program here accepts: RSA of 2048 bits or more, P-256, P-384 or P-521',
    fix: 'create the certificate again with another key type',
  },
  'weak-signature': {
    severity: 'error',
    seen: { program: 'elastic-agent', text: 'x509: certificate signed by unknown authority' },
    cause: 'the certificate is signed with SHA-1 or MD5, which Go refuses since 1.18',
    fix: 'create the certificate again, signed with SHA-256 or better',
  },
  'key-legacy-encryption': {
    severity: 'warning',
    cause: 'the key is encrypted the old way of OpenSSL (DEK-Info), which Elastic Agent will stop reading',
    fix: 'convert it: openssl pkcs8 -topk8 -v2 aes-256-cbc -v2prf hmacWithSHA256',
  },
  'key-encryption-unsupported': {
    severity: 'error',
    seen: { program: 'elastic-agent', text: 'pkcs8: only PBES2 supported' },
    cause: 'the key is encrypted in a way that Elastic Agent or Java cannot read: both know PBES2 with PBKDF2',
    fix: 'convert it: openssl pkcs8 -topk8 -v2 aes-256-cbc -v2prf hmacWithSHA256',
  },
  'key-prf-unsupported': {
    severity: 'error',
    seen: { program: 'elastic-agent', text: 'pkcs8: unsupported hash function' },
    cause: "the key's PBKDF2 uses another function than HMAC-SHA-256 or HMAC-SHA-1",
    fix: 'convert it: openssl pkcs8 -topk8 -v2 aes-256-cbc -v2prf hmacWithSHA256',
  },
  'key-pbkdf2-key-length': {
    severity: 'error',
    seen: { program: 'elastic-agent', text: 'pkcs8: incorrect password' },
    cause: "the key's PBKDF2 parameters hold a keyLength, which Elastic Agent takes for something else",
    fix: 'convert it: openssl pkcs8 -topk8 -v2 aes-256-cbc -v2prf hmacWithSHA256',
  },
  'key-cipher-unsupported': {
    severity: 'error',
    seen: { program: 'elasticsearch', text: 'expecting the object identifier for AES cipher' },
    cause: 'the key is encrypted with another cipher than AES-128-CBC or AES-256-CBC',
    fix: 'convert it: openssl pkcs8 -topk8 -v2 aes-256-cbc -v2prf hmacWithSHA256',
  },
  'fleet-server-es-ca-list': {
    severity: 'error',
    seen: { program: 'fleet-server', text: 'no such file or directory' },
    cause: '--fleet-server-es-ca takes one file: a comma is a part of its name',
    fix: 'put several authorities into one file',
  },
  'passphrase-not-ascii': {
    severity: 'error',
    seen: { program: 'elasticsearch', text: 'Password is not ASCII' },
    cause: 'Java opens a key with a passphrase of printable ASCII only',
    fix: 'encrypt the key again under another passphrase',
  },
  'passphrase-empty': {
    severity: 'error',
    seen: { program: 'elastic-agent', text: 'no passphrase available' },
    cause: 'the passphrase file is empty, which Elastic Agent takes for no passphrase',
    fix: 'write the passphrase into it, without a newline',
  },
  'link-incomplete': {
    severity: 'warning',
    cause: 'one end of a connection is not among these bundles, so nothing was proved about it',
    fix: 'prove the whole deployment folder',
  },
} as const satisfies Readonly<Record<string, Rule>>;

export type BundleRule = keyof typeof RULES;

/** Collects findings while bundles are read. */
export type Report = (finding: Finding) => void;

/** A finding under one of this room's rules; `detail` says what exactly was found, without any secret. */
export function found(rule: BundleRule, where: string, detail?: string): Finding {
  const text: Rule = RULES[rule];
  return { rule, where, ...text, cause: detail === undefined ? text.cause : `${text.cause}: ${detail}` };
}
