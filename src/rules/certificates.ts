import { paragraph, type Rules } from './rule.js';

/** Certificates by themselves: what they say they are, and for how long. */
export const CERTIFICATE_RULES = {
  'certificate-expired': {
    severity: 'error',
    seen: [
      {
        program: 'elastic-agent',
        text: 'x509: certificate has expired or is not yet valid: current time {now} is after {end}',
      },
      { program: 'elasticsearch', text: 'java.security.cert.CertificateExpiredException: NotAfter: {end}' },
      { program: 'elasticsearch', text: 'java.security.cert.CertPathValidatorException: validity check failed' },
    ],
    cause: 'the certificate is past its end',
    fix: 'create a new one; the service has to be restarted to read it before 9.5',
    explanation: paragraph`Both ends of every connection check the dates. From 9.5 Elastic Agent and Fleet Server read changed files by
      themselves; before, they keep what they read when they started.`,
  },
  'certificate-not-yet-valid': {
    severity: 'error',
    seen: [
      {
        program: 'elastic-agent',
        text: 'x509: certificate has expired or is not yet valid: current time {now} is before {begin}',
      },
      { program: 'elasticsearch', text: 'java.security.cert.CertificateNotYetValidException: NotBefore: {begin}' },
      { program: 'elasticsearch', text: 'java.security.cert.CertPathValidatorException: validity check failed' },
    ],
    cause: 'the certificate begins in the future',
    fix: 'wait, or correct the clock of the host or of the one that made it',
    explanation: paragraph`A clock that is some minutes late refuses a certificate that was just made. Certificates of this program begin ten
      minutes back for that reason.`,
  },
  'certificate-expires-soon': {
    severity: 'warning',
    cause: 'the certificate ends within 30 days',
    fix: 'create a new one and put it in the same place',
    explanation: paragraph`An agent whose certificate has ended cannot be reached through Fleet any more, so it has to be repaired on its
      host.`,
  },
  'authority-expired': {
    severity: 'error',
    seen: [
      {
        program: 'elastic-agent',
        text: 'x509: certificate has expired or is not yet valid: current time {now} is after {end}',
      },
      {
        program: 'elastic-agent',
        text: 'x509: certificate signed by unknown authority (possibly because of "x509: certificate has expired or is not yet valid" while trying to verify candidate authority certificate "{name}")',
      },
    ],
    cause: 'every authority in the file is out of its validity',
    fix: 'create a new authority and certificates under it, and list both until the change is done',
    explanation: paragraph`Nothing that an expired authority signed is accepted, however long the certificate itself would be valid. An
      expired authority beside a valid one in the same file does no harm.`,
  },
  'leaf-without-san': {
    severity: 'warning',
    seen: [
      { program: 'elastic-agent', text: 'x509: certificate relies on legacy Common Name field, use SANs instead' },
    ],
    cause:
      'the certificate has no SAN: Elastic Agent, Java and OpenSSL compare the common name instead, other clients reject it',
    fix: 'create the certificate again with every name and address that is dialled',
    explanation: paragraph`RFC 9525 section 2 leaves the common name out of the comparison. Elastic Agent's loader, Java and
      OpenSSL still fall back to it, and refuse where it does not match either; Go's own check does not read it at all.
      elasticsearch-certutil without --dns and --ip writes such certificates, and so does openssl req without
      -addext subjectAltName.`,
  },
  'address-in-dns-san': {
    severity: 'error',
    seen: [
      {
        program: 'elastic-agent',
        text: "x509: cannot validate certificate for {name} because it doesn't contain any IP SANs",
      },
    ],
    cause: 'an address stands among the DNS names, where it never matches',
    fix: 'create the certificate again with the address as an IP name: subjectAltName=IP:…, or --ip',
    explanation: paragraph`Addresses are compared with entries of type iPAddress only (RFC 5280 section 4.2.1.6).`,
  },
  'san-malformed': {
    severity: 'warning',
    cause: 'a subject alternative name has a form that programs treat differently or never match',
    fix: 'use plain host names; a wildcard is the whole leftmost label and has at least two labels behind it',
    explanation: paragraph`A wildcard inside a label (w*.example.com) or directly above a top-level domain is accepted by some libraries and
      refused by others. A trailing dot, a URL, a port or white space never matches in Go.`,
  },
  'leaf-is-authority': {
    severity: 'warning',
    cause: "a CA's certificate is presented as a host's own",
    fix: 'present a certificate of the host, signed by the CA',
    explanation: paragraph`Elastic Agent, Fleet Server and Elasticsearch accept a certificate with CA:TRUE from a host whose certificate
      is trusted, as openssl req -x509 makes it. Whoever has the key on that host can then sign certificates for every other host.
      Where a chain file begins with the CA, its order is wrong: the certificate of the host comes first.`,
  },
  'authority-not-ca': {
    severity: 'warning',
    // What is seen at every other host.
    seen: [{ program: 'elastic-agent', text: 'x509: certificate signed by unknown authority' }],
    cause: 'a certificate that is not a CA is listed among the CAs: it is trusted for itself alone',
    fix: 'list the CA that signed the certificates of the hosts',
    explanation: paragraph`Go and Java take every listed certificate as a trust anchor, also a host's own: the connection to that one host works
      until its certificate is renewed. It vouches for no other certificate (RFC 5280 section 4.2.1.9).`,
  },
  'issuer-not-ca': {
    severity: 'error',
    seen: [
      {
        program: 'elastic-agent',
        text: 'x509: certificate signed by unknown authority (possibly because of "x509: invalid signature: parent certificate cannot sign this kind of certificate" while trying to verify candidate authority certificate "{name}")',
      },
      { program: 'elasticsearch', text: 'TrustAnchor with subject "{name}" is not a CA certificate' },
    ],
    cause: 'the certificate was signed with the key of a certificate that is not a CA',
    fix: 'create the signing certificate with basicConstraints=critical,CA:TRUE, and sign with that one',
    explanation: paragraph`A certificate of version 3 without basicConstraints CA:TRUE cannot sign others (RFC 5280 section 4.2.1.9; Go's
      crypto/x509 CheckSignatureFrom).`,
  },
  'authority-without-usage': {
    severity: 'warning',
    cause:
      'the authority may sign for servers and clients alike: where several are listed, one can stand in for another',
    fix: 'create authorities with an extended key usage of their own',
    explanation: paragraph`On a Fleet Server host --certificate-authorities lists fleet-ca and agent-ca, for both of its roles. Without a
      usage on the authorities, a certificate of fleet-ca passes as an agent's and one of agent-ca as Fleet Server's.`,
  },
  'authority-usage-forbids': {
    severity: 'error',
    seen: [{ program: 'elastic-agent', text: 'x509: certificate specifies an incompatible key usage' }],
    cause: 'the authority carries an extended key usage that does not cover what its certificate is used for here',
    fix: 'sign the certificate with an authority for that use, or list the right authority',
    explanation: paragraph`An extended key usage on an authority limits everything below it, in Go and OpenSSL. Swapped files are the usual
      reason: agent-ca where fleet-ca belongs.`,
  },
  'server-usage-missing': {
    severity: 'error',
    seen: [{ program: 'elastic-agent', text: 'x509: certificate specifies an incompatible key usage' }],
    cause: "the certificate's extended key usage does not allow it to be a server's (serverAuth)",
    fix: 'create the certificate again with extendedKeyUsage=serverAuth',
    explanation: paragraph`Often the certificates of agent and server were swapped. No extended key usage at all is accepted.`,
  },
  'client-usage-missing': {
    severity: 'error',
    seen: [
      { program: 'fleet-server', text: 'x509: certificate specifies an incompatible key usage' },
      { program: 'elasticsearch', text: 'Extended key usage does not permit use for TLS client authentication' },
    ],
    cause: "the certificate's extended key usage does not allow it to be a client's (clientAuth)",
    fix: 'create the certificate again with extendedKeyUsage=clientAuth',
    explanation: paragraph`elasticsearch-certutil http writes certificates for servers only; they cannot be used again for an agent or for
      Fleet Server's way to Elasticsearch.`,
  },
  'key-usage-without-signature': {
    severity: 'error',
    seen: [{ program: 'elasticsearch', text: 'KeyUsage does not allow digital signatures' }],
    cause: 'the key usage lacks digitalSignature, which every handshake of TLS 1.3 and every client certificate needs',
    fix: 'create the certificate again with keyUsage=digitalSignature',
    explanation: paragraph`keyEncipherment alone was enough for the oldest way to exchange keys, which TLS 1.3 no longer has. Go does not
      look at the bits of a leaf; Java and OpenSSL do.`,
  },
  'authority-cannot-sign': {
    severity: 'error',
    seen: [
      {
        program: 'elastic-agent',
        text: 'x509: certificate signed by unknown authority (possibly because of "x509: invalid signature: parent certificate cannot sign this kind of certificate" while trying to verify candidate authority certificate "{name}")',
      },
      {
        program: 'elasticsearch',
        text: 'TrustAnchor with subject "{name}" does not have keyCertSign bit set in KeyUsage extension',
      },
    ],
    cause: 'the authority has a key usage without keyCertSign',
    fix: 'create the authority again with keyUsage=keyCertSign,cRLSign',
    explanation: paragraph`CA:TRUE alone is not enough as soon as a key usage is there (RFC 5280 section 4.2.1.3).`,
  },
  'authority-path-length': {
    severity: 'error',
    seen: [{ program: 'elastic-agent', text: 'x509: too many intermediates for path length constraint' }],
    cause: 'more intermediate authorities follow below this one than its pathlen allows',
    fix: 'sign with an authority nearer to the root, or create it again with a greater pathlen',
    explanation: paragraph`pathlen:0 means that the authority signs hosts only, and no further authority (RFC 5280 section 4.2.1.9).`,
  },
  'chain-out-of-order': {
    severity: 'warning',
    seen: [{ program: 'elastic-agent', text: 'x509: certificate signed by unknown authority' }],
    cause: 'a certificate in the file did not sign the one before it',
    fix: "put the host's certificate first, then each authority behind the one it signed",
    explanation: paragraph`TLS 1.2 demands that order (RFC 5246 section 7.4.2). Go and OpenSSL sort it out, other clients do not. A certificate
      that belongs to another chain altogether is sent to everybody for nothing.`,
  },
  'es-chain-not-linked': {
    severity: 'error',
    seen: [
      {
        program: 'elasticsearch',
        text: 'failed to load a KeyManager for certificate/key pair [{path}]',
      },
    ],
    cause: 'a certificate in the file is not followed by its issuer, or stands there twice',
    fix: "put the host's certificate first, then the certificate of the CA that issued it, and nothing else",
    explanation: paragraph`Elasticsearch puts certificate and key into a key store in memory, which refuses such a chain with
      "Certificate chain is not valid" (KeyStoreException). Elastic Agent and Kibana accept any order.`,
  },
  'leaf-outlives-authority': {
    severity: 'warning',
    cause: 'the certificate ends after the authority that signed it, so it will be refused before its own end',
    fix: 'renew it before the authority ends',
    explanation: paragraph`Watch the date of the authority: monitoring that looks at the certificate alone will be late.`,
  },
  'weak-signature': {
    severity: 'error',
    seen: [
      {
        program: 'elastic-agent',
        text: 'x509: certificate signed by unknown authority (possibly because of "x509: cannot verify signature: insecure algorithm {algorithm}" while trying to verify candidate authority certificate "{name}")',
      },
    ],
    cause: 'the certificate is signed with SHA-1 or MD5, which Go refuses since 1.18',
    fix: 'create the certificate again, signed with SHA-256 or better',
    explanation: paragraph`Elastic Agent is built with such a Go from 8.5. The signature of a self-signed root does not matter, but such
      roots are as old as what they signed.`,
  },
} as const satisfies Rules;
