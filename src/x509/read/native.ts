import { type KeyObject, X509Certificate } from 'node:crypto';

/**
 * Everything that Node's X509Certificate is asked about a certificate that somebody else made. Its getters throw for a key
 * that OpenSSL cannot decode, and answer undefined for an empty name: nothing here does.
 */
export interface NativeCertificate {
  readonly x509: X509Certificate;
  /** One attribute a line, e.g. `CN=es.example.com`; empty for an empty name. */
  readonly subject: string;
  readonly issuer: string;
  /** Absent where OpenSSL does not know its algorithm, or cannot decode it. */
  readonly publicKey?: KeyObject;
}

/**
 * Hands one certificate to OpenSSL.
 *
 * @param der exactly one certificate
 * @throws Error when OpenSSL does not read it
 */
export function openNative(der: Buffer): NativeCertificate {
  const x509 = new X509Certificate(der);
  const publicKey = attempt(() => x509.publicKey);
  return {
    x509,
    subject: attempt(() => x509.subject) ?? '',
    issuer: attempt(() => x509.issuer) ?? '',
    ...(publicKey && { publicKey }),
  };
}

/** Whether a private key is that of the certificate. */
export const belongsTo = (key: KeyObject, { x509 }: Pick<NativeCertificate, 'x509'>): boolean =>
  attempt(() => x509.checkPrivateKey(key)) ?? false;

/** Whether the signature on a certificate is by the key of another, whatever the names say. */
export const isSignedWith = (
  { x509 }: Pick<NativeCertificate, 'x509'>,
  { publicKey }: Pick<NativeCertificate, 'publicKey'>,
): boolean => publicKey !== undefined && (attempt(() => x509.verify(publicKey)) ?? false);

function attempt<T>(ask: () => T | undefined): T | undefined {
  try {
    return ask();
  } catch {
    return undefined;
  }
}
