import { paragraph, type Rule, type Rules } from './rule.js';

/** What Go says about a certificate that it does not accept (crypto/x509 parser.go:253-1063, crypto/tls tls.go X509KeyPair). */
const GO_REFUSALS = [
  'x509: negative serial number',
  'x509: invalid RDNSequence: invalid attribute value: {problem}',
  'x509: malformed UTCTime',
  'x509: malformed GeneralizedTime',
  'x509: trailing data',
  'x509: invalid version',
  "x509: inner and outer signature algorithm identifiers don't match",
  'x509: RSA key missing NULL parameters',
  'x509: invalid ECDSA parameters',
  'x509: unsupported elliptic curve',
  'x509: certificate contains duplicate extension with OID "{oid}"',
  'x509: authority info access incorrectly marked critical',
  'x509: authority key identifier incorrectly marked critical',
  'x509: subject key identifier incorrectly marked critical',
  'x509: SAN dNSName is malformed',
  'x509: cannot parse IP address of length {length}',
  'x509: cannot parse URI "{uri}": {problem}',
  'x509: IP constraint contained invalid mask {mask}',
  'x509: empty name constraints extension',
  'x509: invalid basic constraints',
  'x509: invalid certificate policies',
  'tls: unknown public key algorithm',
];

/** What Java says about one (sun.security.x509 X509CertImpl.java, X509CertInfo.java, CertificateExtensions.java). */
const JAVA_REFUSALS = [
  'Empty issuer DN not allowed in X509Certificates',
  'X.509 Certificate is incomplete: subject field is empty, and SubjectAlternativeName extension is absent',
  'X.509 Certificate is incomplete: SubjectAlternativeName extension MUST be marked critical when subject field is empty',
  'no more data allowed for version 1 certificate',
  'Extensions not allowed in v2 certificate',
  'Duplicate extensions not allowed',
  'Only named ECParameters supported',
  'Signature algorithm mismatch',
  'signed fields invalid',
  'extra data at the end',
  'Invalid PEM format:  No EOL char found in footer',
];

/** What Elastic Agent and Fleet Server say about a file that is not there (elastic-agent-libs 0.33.3 and 0.46.3). */
export const MISSING_FILES = [
  { program: 'elastic-agent', text: 'open {path}: no such file or directory' },
  {
    program: 'elastic-agent',
    text: 'initial CA load failed, none of the {count} CA(s) could be loaded: [open : no such file or directory reading {path}]',
    since: '9.5',
  },
  { program: 'elastic-agent', text: 'Failed reading CA certificate: open : no such file or directory', since: '9.5' },
  {
    program: 'elastic-agent',
    text: 'initial certificate load failed: reading certificate file: open : no such file or directory',
    since: '9.5',
  },
  {
    program: 'elastic-agent',
    text: 'initial certificate load failed: reading key file: open : no such file or directory',
    since: '9.5',
  },
  {
    program: 'elastic-agent',
    text: 'unable to read key passphrase file: open {path}: no such file or directory',
    since: '9.5',
  },
  {
    program: 'elastic-agent',
    text: 'unable to read passphrase_file: open {path}: no such file or directory',
    until: '9.5',
  },
] as const satisfies Rule['seen'];

/** Files as such, whatever they should hold. */
export const FILE_RULES = {
  'file-missing': {
    severity: 'error',
    seen: [
      ...MISSING_FILES,
      { program: 'elasticsearch', text: 'cannot read configured {type} [{path}] because the file does not exist' },
    ],
    cause: 'there is no such file',
    fix: 'copy the file to where it is named, and leave it there: paths are stored, not contents',
    explanation: paragraph`For certificates and keys 9.5 leaves the name out of the message. Where another file of a list of CAs can
      be read, 9.5 starts with that one and says so in its log only; earlier versions do not start. The files are opened again at every start of the service,
      so they must not be deleted after the installation, and in a container the mount has to stay the same. With --root the
      path is looked up in that folder.`,
  },
  'files-not-here': {
    severity: 'warning',
    cause: 'neither the files that the command names nor their folders are on this machine, so they were not checked',
    fix: 'run the check on the host, or give --root with a folder that holds its files',
    explanation: paragraph`With --root DIR the path /etc/fleet-tls/fleet-ca.pem is looked up as DIR/etc/fleet-tls/fleet-ca.pem, and
      C:\\ProgramData\\fleet-tls\\fleet-ca.pem as DIR/C/ProgramData/fleet-tls/fleet-ca.pem or, if that is not there, as
      DIR/ProgramData/fleet-tls/fleet-ca.pem.`,
  },
  'file-unreadable': {
    severity: 'warning',
    seen: [
      { program: 'elastic-agent', text: 'open {path}: permission denied' },
      { program: 'elasticsearch', text: 'not permitted to read the {type} file [{path}]' },
    ],
    cause: 'the file cannot be read here, so nothing more is said about it',
    fix: 'run the check as a user that may read the file',
    explanation: paragraph`Private keys belong to root or to the group of the service. Run the check with sudo, or on a copy of the files with
      --root.`,
  },
  'file-is-directory': {
    severity: 'error',
    seen: [{ program: 'elastic-agent', text: 'read {path}: is a directory' }],
    cause: 'the path is a folder where a file is needed',
    fix: 'name the file in it',
    explanation: paragraph`Docker makes an empty folder for a mounted file that does not exist on the host, which is the usual way to
      this message.`,
  },
  'file-empty': {
    severity: 'error',
    seen: [
      { program: 'elastic-agent', text: 'no PEM blocks' },
      { program: 'elastic-agent', text: 'no pem file' },
      { program: 'elastic-agent', text: 'file is not a certificate adding {path} to the list of known CAs' },
    ],
    cause: 'the file is empty',
    fix: 'copy the file again',
    explanation: paragraph`A redirection that failed leaves an empty file behind, and a full disk does the same.`,
  },
  'file-too-large': {
    severity: 'error',
    cause: 'the file has more than 1 MiB, which no certificate, key or passphrase has',
    fix: 'name the right file',
    explanation: paragraph`The check reads no further. The largest list of authorities in use, that of all public ones, takes a quarter of
      that.`,
  },
  'file-encoding': {
    severity: 'error',
    seen: [
      { program: 'elastic-agent', text: 'no pem file' },
      { program: 'elastic-agent', text: 'file is not a certificate adding {path} to the list of known CAs' },
    ],
    cause: 'the file is UTF-16 text or begins with a byte order mark, so its first line is not found',
    fix: 'save it as plain ASCII, for example in PowerShell with Set-Content -Encoding ascii',
    explanation: paragraph`PowerShell's > and Out-File write UTF-16 in Windows PowerShell, and some editors put a byte order mark before
      the text. Go then skips the first block of the file, and says "no pem file" if there is no second one.`,
  },
  'file-not-pem': {
    severity: 'error',
    seen: [
      { program: 'elastic-agent', text: 'no pem file' },
      { program: 'elastic-agent', text: 'file is not a certificate adding {path} to the list of known CAs' },
    ],
    cause: 'the file is of another format than PEM',
    fix: 'convert it with openssl: x509 -inform DER, pkcs12 -nodes, or keytool -exportcert -rfc for a Java keystore',
    explanation: paragraph`Elastic Agent and Fleet Server read PEM alone. The ending of the name says little: .cer, .crt and .key
      are used for both PEM and DER. Elasticsearch reads PKCS#12 and JKS, but under other settings (keystore.path).`,
  },
  'pem-damaged': {
    severity: 'error',
    seen: [
      { program: 'elastic-agent', text: 'no pem file' },
      { program: 'elastic-agent', text: 'file is not a certificate adding {path} to the list of known CAs' },
      { program: 'elastic-agent', text: 'x509: malformed certificate' },
    ],
    cause: 'the file has PEM marks, but what is between them is cut off or altered',
    fix: 'copy the file again, without an editor in between',
    explanation: paragraph`Lines lost by copying from a terminal, characters that a wiki replaced, and an END that does not match its BEGIN
      all lead here. Go skips such a block without a word.`,
  },
  'pem-framing': {
    severity: 'error',
    seen: [
      { program: 'elastic-agent', text: 'no pem file' },
      { program: 'elastic-agent', text: 'file is not a certificate adding {path} to the list of known CAs' },
    ],
    cause: 'the file holds a certificate, but its PEM marks do not stand where Go looks for them',
    fix: 'put each BEGIN and END mark on a line of its own, without anything before or after it: openssl x509 -in FILE',
    explanation: paragraph`Go finds a block only where its BEGIN and END each begin a line and end it (encoding/pem pem.go). Files that were
      joined without a newline, indented in YAML, quoted or pasted into one line are not found. Java finds a mark anywhere
      in a line and skips white space, but refuses text directly behind a mark.`,
  },
  'certificate-refused': {
    severity: 'error',
    seen: [
      ...GO_REFUSALS.map((text) => ({ program: 'elastic-agent', text }) as const),
      { program: 'elastic-agent', text: 'file is not a certificate adding {path} to the list of known CAs' },
      { program: 'elasticsearch', text: 'cannot load {type} from [{path}] due to {message}' },
      ...JAVA_REFUSALS.map((text) => ({ program: 'elasticsearch', text }) as const),
    ],
    cause: 'the program does not accept the certificate',
    fix: 'have the CA issue the certificate again as RFC 5280 demands; to Elasticsearch give a file of certificates alone',
    explanation: paragraph`Go and Java read certificates more strictly than OpenSSL, each in its own way. Go refuses negative serial
      numbers, malformed names, addresses and constraints, duplicate extensions and RSA keys without parameters. Java refuses an
      empty issuer, an empty subject without critical names, extensions in version 1, and any block of the file that is not a
      certificate. In a list of CAs Go skips such a certificate silently; this is an error where no other one is left.`,
  },
  'certificate-skipped': {
    severity: 'warning',
    cause: 'the program skips a certificate of the file silently',
    fix: 'remove the damaged block, or replace it with the certificate as its CA issued it',
    explanation: paragraph`Go reads what it can of a file and does not log what it left out (crypto/x509 cert_pool.go AppendCertsFromPEM).
      Connections that need the missing certificate fail with "certificate signed by unknown authority". Elasticsearch does not
      start with such a file.`,
  },
  'certificate-not-judged': {
    severity: 'warning',
    cause:
      'this program cannot read a certificate that the program on the host loads, so nothing more is said about it',
    fix: 'look at it with: openssl asn1parse -in FILE',
    explanation: paragraph`Java loads some certificates that OpenSSL does not, such as names that are not valid UTF-8. Other programs of
      the stack refuse them.`,
  },
  'certificate-file-without-certificate': {
    severity: 'error',
    seen: [
      { program: 'elastic-agent', text: 'no pem file' },
      {
        program: 'elastic-agent',
        text: 'tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched',
      },
      {
        program: 'elastic-agent',
        text: 'tls: failed to find "CERTIFICATE" PEM block in certificate input after skipping PEM blocks of the following types: [{types}]',
      },
      { program: 'elasticsearch', text: 'failed to parse any certificates from [{path}]' },
    ],
    cause: 'the file stands for a certificate and holds none',
    fix: 'name the file of the certificate; compare the flags for swapped names',
    explanation: paragraph`Swapped names of certificate and key are the usual reason. A certificate request (CSR) is no certificate either.`,
  },
  'authority-unreadable': {
    severity: 'error',
    seen: [{ program: 'elastic-agent', text: 'file is not a certificate adding {path} to the list of known CAs' }],
    cause: 'a file of authorities holds no readable certificate',
    fix: 'name the file of the authority, such as fleet-ca.pem',
    explanation: paragraph`A file of authorities may hold several certificates; what cannot be read among them is skipped silently. If
      none can be read, Elastic Agent stops, except that from 9.5 Fleet Server only stops if none of its files can be read.`,
  },
  'authority-file-holds-key': {
    severity: 'warning',
    cause: 'a private key lies in a file of authorities, which is copied to every host',
    fix: 'keep the key where certificates are signed, and give hosts the certificate alone',
    explanation: paragraph`Whoever reads the key of an authority can make certificates for everybody. Some tools write key and certificate
      into one file; if that file has been handed out, replace the authority.`,
  },
  'unprivileged-unreadable': {
    severity: 'error',
    seen: [{ program: 'elastic-agent', text: 'open {path}: permission denied' }],
    cause: 'an agent that is installed with --unprivileged runs as elastic-agent-user and may not read the file',
    fix: 'give it the group elastic-agent and mode 0640, and let that group enter the folders above',
    explanation: paragraph`The command itself runs as root, but enrolls as that user. The user and the group are made by the installation, so
      on a fresh host the group has to be made before: groupadd --system elastic-agent.`,
  },
  'private-file-readable': {
    severity: 'warning',
    cause: 'every user of the host can read this private file',
    fix: 'take the rights of others away: chmod o= on the file',
    explanation: paragraph`A private key or a passphrase that everybody can read protects nothing. 0600 is right for a service that runs
      as root, 0640 with the group of the service otherwise.`,
  },
} as const satisfies Rules;
