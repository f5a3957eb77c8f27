import { paragraph, type Rules } from './rule.js';

/** Files that hold one secret and nothing else. */
export const PASSPHRASE_RULES = {
  'passphrase-trailing-newline': {
    severity: 'error',
    seen: [{ program: 'elastic-agent', text: 'pkcs8: incorrect password' }],
    cause:
      'a line end or byte order mark in the file counts as a part of the passphrase: a line end before 9.5, a byte order mark in every version',
    fix: 'write the passphrase without a newline, for example with printf %s',
    explanation: paragraph`echo and most editors end a file with a newline. OpenSSL's -passin file: takes it off, so a test with openssl
      succeeds where Elastic Agent fails. From 9.5 on Elastic Agent and Fleet Server take white space off both ends of the
      passphrase: see passphrase-newline-for-defend. tail -c 1 file | xxd shows the last byte.`,
  },
  'passphrase-newline-for-defend': {
    severity: 'warning',
    seen: [
      {
        program: 'elastic-agent',
        text: 'EndpointTLSComponentModifier: unable to load TLS certificate key: {problem}',
      },
    ],
    cause: 'Elastic Agent takes the line end off the passphrase, but not where it opens the key for Elastic Defend',
    fix: 'write the passphrase without a newline, for example with printf %s',
    explanation: paragraph`From 9.5 on the agent's own connections work with such a file. For Elastic Defend Elastic Agent decrypts the
      key with the bytes of the file as they are (elastic-agent endpoint_component_modifier.go loadCertificates). Without
      Elastic Defend in the policy nothing fails.`,
  },
  'passphrase-wrong': {
    severity: 'error',
    seen: [
      { program: 'elastic-agent', text: 'pkcs8: incorrect password' },
      { program: 'elastic-agent', text: 'x509: decryption password incorrect' },
      { program: 'elasticsearch', text: 'Cannot retrieve the PKCS8EncodedKeySpec' },
    ],
    cause: 'the key does not open with the bytes of the passphrase file',
    fix: 'give the passphrase that the key was encrypted with; test it with: openssl pkey -in key.pem -noout -passin file:F',
    explanation: paragraph`The passphrase is the content of the file, byte by byte. Elastic Agent also says "incorrect password" for a key
      whose encryption it misreads: see key-pbkdf2-key-length.`,
  },
  'passphrase-missing': {
    severity: 'error',
    seen: [
      { program: 'elastic-agent', text: 'no passphrase available' },
      { program: 'elastic-agent', text: 'no PEM blocks' },
      { program: 'elasticsearch', text: 'Cannot retrieve the PKCS8EncodedKeySpec' },
    ],
    cause: 'the key is encrypted, and no passphrase file is named',
    fix: 'name it: --elastic-agent-cert-key-passphrase, or --fleet-server-cert-key-passphrase',
    explanation: paragraph`Versions before those flags (8.16.0 for the agent's key, 8.8.0 for Fleet Server's) have no way to give it.
      Elasticsearch takes it from its keystore: secure_key_passphrase.`,
  },
  'passphrase-unused': {
    severity: 'warning',
    cause: 'a passphrase file is named, but the key is not encrypted',
    fix: 'remove the flag, or encrypt the key',
    explanation: paragraph`Elastic Agent takes the key as it is and never looks at the passphrase, so the key is less protected than the
      command makes believe.`,
  },
  'passphrase-empty': {
    severity: 'error',
    seen: [
      { program: 'elastic-agent', text: 'no passphrase available' },
      { program: 'elasticsearch', text: 'Cannot retrieve the PKCS8EncodedKeySpec' },
    ],
    cause: 'the passphrase file is empty, which Elastic Agent takes for no passphrase',
    fix: 'write the passphrase into it, without a newline',
    explanation: paragraph`A key that was encrypted with the empty passphrase cannot be used either.`,
  },
  'passphrase-not-ascii': {
    severity: 'error',
    seen: [{ program: 'elasticsearch', text: 'Password is not ASCII' }],
    cause: 'Java opens a key with a passphrase of printable ASCII only',
    fix: 'encrypt the key again under another passphrase',
    explanation: paragraph`OpenSSL and Go take any bytes, so the key works everywhere but in Elasticsearch.`,
  },
  'passphrase-is-pem': {
    severity: 'error',
    seen: [{ program: 'elastic-agent', text: 'pkcs8: incorrect password' }],
    cause:
      'the passphrase flag names a PEM file: it is the path of a file with the passphrase, not of a key or certificate',
    fix: 'name the file that holds the passphrase',
    explanation: paragraph`The names of the three flags differ in their last word only. The whole PEM text is then tried as the
      passphrase.`,
  },
  'token-trailing-newline': {
    severity: 'error',
    seen: [{ program: 'fleet-server', text: 'net/http: invalid header field value for "Authorization"' }],
    cause: 'Fleet Server sends every byte of the token file, a line end too, which no header may hold',
    fix: 'write the token without a newline, for example with printf %s',
    explanation: paragraph`Like passphrase files, the file of --fleet-server-service-token-path is not trimmed.`,
  },
} as const satisfies Rules;
