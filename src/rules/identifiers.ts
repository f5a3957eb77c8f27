import { paragraph, type Rules } from './rule.js';

/** Authorities that are named by a fingerprint of theirs or a pin of their key, instead of a file. */
export const IDENTIFIER_RULES = {
  'trusted-fingerprint-not-in-chain': {
    severity: 'error',
    seen: [
      {
        program: 'fleet-server',
        text: "The provided 'ca_trusted_fingerprint': '{fingerprint}' does not match the fingerprint of any Certificate Authority present in the server's certificate chain.",
      },
      {
        program: 'fleet-server',
        text: "The remote server's certificate is presented without its certificate chain. Using 'ca_trusted_fingerprint' requires that the server presents a certificate chain that includes the certificate's issuing certificate authority.",
      },
      { program: 'elastic-agent', text: 'no CA certificate matching the fingerprint' },
    ],
    cause: 'ca_trusted_fingerprint is not the SHA-256 of an authority that the server sends after its certificate',
    fix: 'give the fingerprint of the authority in lower-case hex, and let the server send it',
    explanation: paragraph`The client looks for the fingerprint among what the server sends. Elasticsearch with a PKCS#12 file sends its
      authority, with a PEM file that holds its own certificate alone it does not: append the authority to that file. The
      connection then fails with "certificate signed by unknown authority"; the texts above stand before it in the log.`,
  },
  'trusted-fingerprint-malformed': {
    severity: 'error',
    seen: [
      { program: 'fleet-server', text: "decode 'ca_trusted_fingerprint': encoding/hex: invalid byte: U+003A ':'" },
    ],
    cause: 'the fingerprint is not 64 hexadecimal digits',
    fix: 'print it with: openssl x509 -fingerprint -sha256 -noout -in es-ca.pem, and remove the colons',
    explanation: paragraph`The value is the SHA-256 of the whole certificate in hex, without colons. A shorter value is the SHA-1; a
      value in Base64 belongs to --ca-sha256.`,
  },
  'trusted-fingerprint-of-leaf': {
    severity: 'error',
    seen: [
      {
        program: 'fleet-server',
        text: "Certificate matching 'ca_trusted_fingerprint' found, but it is not a CA certificate. 'ca_trusted_fingerprint' can only be used to trust CA certificates.",
      },
    ],
    cause: 'the fingerprint is that of a certificate that is no authority',
    fix: 'give the fingerprint of the authority that signed it',
    explanation: paragraph`Elasticsearch prints the fingerprint of its authority when it first starts; browsers show that of the server's
      own certificate. Only certificates with CA:TRUE are compared.`,
  },
  'ca-pin-malformed': {
    severity: 'error',
    seen: [
      {
        program: 'elastic-agent',
        text: "provided CA certificate pins doesn't match any of the certificate authorities used to validate the certificate",
      },
    ],
    cause: 'a pin of --ca-sha256 is the SHA-256 of a public key in Base64: 44 characters that end in =',
    fix: 'take it from: openssl x509 -in ca.pem -pubkey -noout | openssl pkey -pubin -outform DER | openssl dgst -sha256 -binary | base64',
    explanation: paragraph`The pin is made from the public key (SubjectPublicKeyInfo), not from the certificate, and is not written in
      hex. It comes on top of the ordinary verification and does not replace --certificate-authorities.`,
  },
  'ca-pin-mismatch': {
    severity: 'error',
    seen: [
      {
        program: 'elastic-agent',
        text: "provided CA certificate pins doesn't match any of the certificate authorities used to validate the certificate",
      },
    ],
    cause: 'no certificate among the listed authorities has the pinned public key',
    fix: 'give the pin of an authority that is in the chain',
    explanation: paragraph`Every certificate of the verified chain is compared. A pin of an authority that was since replaced refuses
      everything.`,
  },
} as const satisfies Rules;
