import type {
  AuthorityName,
  CertificateName,
  PlannedAuthority,
  PlannedCertificate,
  PlannedHost,
} from '../plan/types.js';

/** An authority after issuing. Its private key leaves this process only into `authorities/`. */
export interface IssuedAuthority {
  readonly plan: PlannedAuthority;
  /** Self-signed certificate, PEM with one trailing newline, and its DER. */
  readonly certificate: string;
  readonly der: Buffer;
  /** PKCS#8 PEM, encrypted when plan.passphrase is not `none`. */
  readonly key: string;
  /** Set when a passphrase was generated for this key. */
  readonly generatedPassphrase?: string;
}

export interface IssuedCertificate {
  readonly plan: PlannedCertificate;
  readonly name: CertificateName;
  /** PEM: leaf, followed by its authority for the certificates a server shows (fleet-cert, es-cert). */
  readonly certificate: string;
  readonly der: Buffer;
  /** PKCS#8 PEM, encrypted when plan.passphrase is not `none`. */
  readonly key: string;
  /** The passphrase of `key`: goes into `<certificate>-key-passphrase`, byte for byte, without a newline. */
  readonly passphrase?: string;
}

/** All that a bundle is rendered from. */
export interface IssuedHost {
  readonly host: PlannedHost;
  /** PEM certificates of the authorities this host trusts or shows. */
  readonly authorities: Readonly<Partial<Record<AuthorityName, IssuedAuthority>>>;
  readonly certificates: readonly IssuedCertificate[];
}
