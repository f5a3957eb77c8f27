interface Reason {
  readonly cause: string;
  readonly fix: string;
}

const UNKNOWN_AUTHORITY: Reason = {
  cause: 'none of the authorities that this end trusts signed what the other end shows',
  fix: "name the authority that signed it in this end's command or settings, or create the certificate again under that authority",
};

const INCOMPLETE_CHAIN: Reason = {
  cause: 'an authority between the certificate and the trusted one is neither shown nor trusted',
  fix: 'put every intermediate authority behind the certificate in its file',
};

const BROKEN_SIGNATURE: Reason = {
  cause: 'the signature was not made by the authority of that name: there are two authorities of the same name',
  fix: 'take the authority and the certificate from the same deployment',
};

/** OpenSSL's verification codes as Node names them (X509_V_ERR_* of OpenSSL's x509_vfy.h), and those of its TLS library. */
const REASONS: Readonly<Record<string, Reason>> = {
  SELF_SIGNED_CERT_IN_CHAIN: UNKNOWN_AUTHORITY,
  DEPTH_ZERO_SELF_SIGNED_CERT: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNKNOWN_AUTHORITY,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNKNOWN_AUTHORITY,
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT: INCOMPLETE_CHAIN,
  CERT_SIGNATURE_FAILURE: BROKEN_SIGNATURE,
  CERT_HAS_EXPIRED: {
    cause: 'a certificate on the way is no longer valid',
    fix: 'create it again, and hand out the bundle',
  },
  CERT_NOT_YET_VALID: {
    cause: 'a certificate on the way is not valid yet, or the clock of this machine is behind',
    fix: 'set the clock, or wait for notBefore',
  },
  INVALID_PURPOSE: {
    cause: 'the extended key usage of the certificate or of its authority does not allow this end of a connection',
    fix: 'show a certificate with serverAuth at a server, with clientAuth at a client, signed by an authority that may',
  },
  INVALID_CA: {
    cause: 'what should be an authority is none: its certificate says CA:FALSE, or may not sign certificates',
    fix: "name the authority's own certificate",
  },
  PATH_LENGTH_EXCEEDED: {
    cause: 'the authority may not have another authority below it (pathlen)',
    fix: 'let the authority sign the certificate itself',
  },
  CERT_SIGNATURE_ALGORITHM_TOO_WEAK: {
    cause: 'a certificate on the way is signed with an algorithm that is no longer safe',
    fix: 'create it again, signed with SHA-256 or better',
  },
  EE_KEY_TOO_SMALL: { cause: 'the key of the certificate is too short', fix: 'create it again with another key type' },
  CA_KEY_TOO_SMALL: { cause: 'the key of the authority is too short', fix: 'create it again with another key type' },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    cause: 'the name that is dialled is not in the certificate of the server',
    fix: 'dial a name that is in it, or create the certificate again with that name',
  },
  ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE: {
    cause: 'the server demands a client certificate, and the client is configured with none',
    fix: 'give the client a certificate and its key, or make client authentication optional',
  },
};

/** What an end means by the reason it gave; the code itself where it has no entry. */
export function explainReason(reason: string): Reason {
  const code = /[A-Z][A-Z0-9_]{3,}/.exec(reason)?.[0];
  return (
    REASONS[code ?? ''] ?? {
      cause: `the handshake ended with ${reason}`,
      fix: 'compare what this end shows and trusts with the links table',
    }
  );
}
