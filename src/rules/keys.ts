import { paragraph, type Rules } from './rule.js';

const CONVERT = 'convert it: openssl pkcs8 -topk8 -v2 aes-256-cbc -v2prf hmacWithSHA256';

/** Private keys: their format, their encryption, and whether they belong to the certificate. */
export const KEY_RULES = {
  'key-file-without-key': {
    severity: 'error',
    seen: [
      { program: 'elastic-agent', text: 'no pem file' },
      {
        program: 'elastic-agent',
        text: 'tls: failed to find PEM block with type ending in "PRIVATE KEY" in key input after skipping PEM blocks of the following types: [{types}]',
      },
      { program: 'elastic-agent', text: 'tls: found a certificate rather than a key in the PEM for the private key' },
      {
        program: 'elasticsearch',
        text: 'cannot read PEM private key [{path}] because the file does not contain a supported key format',
      },
    ],
    cause: 'the file stands for a private key and holds none',
    fix: 'name the file of the key; look for a flag given twice',
    explanation: paragraph`"no pem file" nearly always means that the passphrase file was given as the key. A certificate in the place of
      the key says so in so many words.`,
  },
  'key-mismatch': {
    severity: 'error',
    seen: [
      { program: 'elastic-agent', text: 'tls: private key does not match public key' },
      { program: 'elastic-agent', text: 'tls: private key type does not match public key type' },
    ],
    cause: 'the key is not the one that the certificate was made for',
    fix: 'name the files that belong together',
    explanation: paragraph`Compare the public keys: openssl x509 -pubkey -noout -in cert.pem, and openssl pkey -pubout -in key.pem. In a
      file with several certificates the first one counts: if that is the authority, its key would be needed.`,
  },
  'key-legacy-encryption': {
    severity: 'warning',
    seen: [
      {
        program: 'elastic-agent',
        text: 'Encrypted PKCS#1 PEM keys are deprecated and insecure, support will be removed in a future release; please convert the key to encrypted PKCS#8',
      },
      { program: 'elastic-agent', text: 'encrypted PKCS#1 PEM keys are not supported; convert to PKCS#8' },
    ],
    cause: 'the key is encrypted the old way of OpenSSL (DEK-Info), which Elastic Agent will stop reading',
    fix: CONVERT,
    explanation: paragraph`The header "Proc-Type: 4,ENCRYPTED" marks it. elasticsearch-certutil --pem --pass still writes such keys. The
      passphrase is hashed once with MD5, so it protects little.`,
  },
  'key-headers-around-pkcs8': {
    severity: 'error',
    seen: [
      { program: 'elasticsearch', text: 'Illegal base64 character 2d' },
      { program: 'elastic-agent', text: 'x509: encrypted PEM data is not a multiple of the block size' },
    ],
    cause: 'headers of the older encryption (Proc-Type, DEK-Info) stand in a key that is labeled as PKCS#8',
    fix: CONVERT,
    explanation: paragraph`PRIVATE KEY and ENCRYPTED PRIVATE KEY hold no headers (RFC 7468). Elasticsearch takes the header lines for
      Base64, in 8.19 and 9.5. Elastic Agent and Fleet Server decrypt by the headers whatever the label says: that opens a
      plain key below them, with the warning of key-legacy-encryption, and fails where the key below is encrypted once more.`,
  },
  'key-encryption-unsupported': {
    severity: 'error',
    seen: [
      { program: 'elastic-agent', text: 'pkcs8: only PBES2 supported' },
      { program: 'elasticsearch', text: 'expecting the object identifier for PBKDF2' },
    ],
    cause: 'the key is encrypted in a way that Elastic Agent or Java cannot read: both know PBES2 with PBKDF2',
    fix: CONVERT,
    explanation: paragraph`The older schemes of PKCS#5 and PKCS#12 (openssl pkcs8 -v1) are read by Java and not by Elastic Agent; scrypt
      (openssl pkcs8 -scrypt) by Elastic Agent and not by Java.`,
  },
  'key-prf-unsupported': {
    severity: 'error',
    seen: [{ program: 'elastic-agent', text: 'pkcs8: unsupported hash function' }],
    cause: "the key's PBKDF2 uses another function than HMAC-SHA-256 or HMAC-SHA-1",
    fix: CONVERT,
    explanation: paragraph`HMAC-SHA-384 and HMAC-SHA-512 look stronger, and Java reads them, but Elastic Agent's parser knows the two
      only. The strength lies in the iterations and the passphrase.`,
  },
  'key-pbkdf2-key-length': {
    severity: 'error',
    seen: [{ program: 'elastic-agent', text: 'pkcs8: incorrect password' }],
    cause: "the key's PBKDF2 parameters hold a keyLength, which Elastic Agent takes for something else",
    fix: CONVERT,
    explanation: paragraph`RFC 8018 allows the field, and node-forge and Bouncy Castle write it. Elastic Agent's parser does not expect it,
      falls back to HMAC-SHA-1 and calls the right passphrase incorrect. OpenSSL and Node do not write it.`,
  },
  'key-cipher-unsupported': {
    severity: 'error',
    seen: [
      {
        program: 'elasticsearch',
        text: 'PKCS#8 Private Key is encrypted with unsupported PBES2 algorithm [{oid}]',
      },
      { program: 'elasticsearch', text: 'expecting the object identifier for AES cipher' },
      { program: 'elastic-agent', text: 'pkcs8: unsupported cipher (OID: {oid})' },
    ],
    cause: 'the key is encrypted with another cipher than AES-128-CBC or AES-256-CBC',
    fix: CONVERT,
    explanation: paragraph`Java reads neither AES-192 nor triple DES in this place, Elastic Agent no AES-GCM.`,
  },
  'key-ed25519-encrypted': {
    severity: 'error',
    seen: [{ program: 'elastic-agent', text: 'unknown key type ed25519.PrivateKey' }],
    cause: 'Elastic Agent opens no encrypted Ed25519 key, whatever the passphrase',
    fix: 'use an EC key on P-256 or an RSA key, or an unencrypted key',
    explanation: paragraph`After decrypting, its loader knows RSA and ECDSA keys only. An unencrypted Ed25519 key works for Elastic Agent and
      Fleet Server, and not for Elasticsearch.`,
  },
  'key-algorithm-unsupported': {
    severity: 'error',
    seen: [{ program: 'elasticsearch', text: 'Algorithm with OID [{oid}] is not supported' }],
    cause: 'Elasticsearch reads RSA, DSA and EC keys on NIST curves only',
    fix: 'create the certificate again with an EC key on P-256 or an RSA key',
    explanation: paragraph`Ed25519 and RSA-PSS keys are refused by their object identifier. Curves such as secp256k1 and brainpool are
      refused too.`,
  },
  'key-not-first': {
    severity: 'error',
    seen: [
      {
        program: 'elasticsearch',
        text: 'cannot read PEM private key [{path}] because the file does not contain a supported key format',
      },
    ],
    cause: 'Elasticsearch reads the first block of a key file, and here that is no key',
    fix: 'put the key into a file of its own',
    explanation: paragraph`Elastic Agent finds a key behind a certificate in one file; Elasticsearch looks at the first line that begins
      a block. The attributes that openssl pkcs12 prints before the block do no harm.`,
  },
  'fleet-es-key-encrypted': {
    severity: 'error',
    seen: [
      { program: 'fleet-server', text: 'no PEM blocks' },
      { program: 'fleet-server', text: 'no passphrase available' },
    ],
    cause: "the key of Fleet Server's certificate for Elasticsearch is encrypted, and no flag takes its passphrase",
    fix: 'use an unencrypted key, protected by mode 0600: openssl pkey -in key.pem -out plain.pem',
    explanation: paragraph`There are passphrase flags for the agent's key and for Fleet Server's own key, and none for this one.`,
  },
  'container-key-encrypted': {
    severity: 'error',
    seen: [
      { program: 'elastic-agent', text: 'no PEM blocks' },
      { program: 'elastic-agent', text: 'no passphrase available' },
    ],
    cause: "the agent's key in the container is encrypted, and no variable takes its passphrase",
    fix: 'mount an unencrypted key as a secret',
    explanation: paragraph`FLEET_SERVER_CERT_KEY_PASSPHRASE exists for Fleet Server's key; a variable for ELASTIC_AGENT_CERT_KEY does
      not, in any version.`,
  },
  'fips-key-encrypted': {
    severity: 'error',
    seen: [
      { program: 'elastic-agent', text: 'encrypted private keys are unsupported in FIPS mode' },
      { program: 'elastic-agent', text: 'encrypted PKCS#1 keys are unsupported in FIPS mode' },
    ],
    cause: 'a FIPS build opens no encrypted key',
    fix: 'use an unencrypted key, protected by mode 0600 and the encryption of the disk',
    explanation: paragraph`The code that decrypts keys is left out of FIPS builds of Elastic Agent and Fleet Server altogether.
      Elasticsearch with a FIPS provider opens none of these formats either.`,
  },
  'fips-key-type': {
    severity: 'error',
    seen: [
      { program: 'elastic-agent', text: 'tls: certificate uses {type} public key which is not allowed by FIPS 140-3' },
      { program: 'elastic-agent', text: 'certificate is using an RSA key of < 2048 bits' },
    ],
    cause: 'a FIPS build accepts RSA of 2048 bits and more, P-256, P-384 and P-521',
    fix: 'create the certificate again with one of these keys',
    explanation: paragraph`The rule is applied to every certificate of the chain, authorities included, from 9.4 on by Fleet Server and
      Elastic Agent themselves.`,
  },
  'defend-key-type': {
    severity: 'warning',
    seen: [{ program: 'elastic-defend', text: 'Invalid or unsupported PEM' }],
    cause: 'the key of the agent is an EC key, and Elastic Defend before 9.1 reads RSA keys alone',
    fix: 'use an RSA key for agents that run Elastic Defend, or upgrade to 9.1',
    explanation: paragraph`Elastic Agent and its Beats read EC keys in every version. Elastic Defend takes the same files from the policy with a
      library of its own.`,
  },
  'weak-key': {
    severity: 'error',
    cause: 'the key is none that every program here accepts: RSA of 2048 bits or more, P-256, P-384 or P-521',
    fix: 'create the certificate again with another key type',
    explanation: paragraph`Go refuses RSA below 1024 bits since 1.24 and Java's default policy does so too; below 2048 bits no authority signs
      any more. Ed25519 keys are not read by Elasticsearch.`,
  },
} as const satisfies Rules;
