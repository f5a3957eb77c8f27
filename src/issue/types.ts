import type {
  AuthorityName,
  CertificateName,
  PlannedAuthority,
  PlannedCertificate,
  PlannedHost,
} from '../plan/types.js';
import type { Issuer } from '../x509/write/issuer.js';

/** What the hosts may know of an authority: its self-signed certificate, never its key. */
export interface AuthorityCertificate {
  readonly name: AuthorityName;
  /** PEM with one trailing newline. */
  readonly certificate: string;
  readonly der: Buffer;
}

/** An authority after issuing. Its private key leaves this process only into `authorities/`. */
export interface IssuedAuthority extends AuthorityCertificate {
  readonly plan: PlannedAuthority;
  /** PKCS#8 PEM, encrypted when plan.passphrase is not `none`. */
  readonly key: string;
  /** Set when a passphrase was generated for this key. */
  readonly generatedPassphrase?: string;
}

/** An authority that can sign: stays inside issue/. */
export interface AuthorityMaterial extends IssuedAuthority {
  readonly issuer: Issuer;
}

export interface IssuedCertificate {
  readonly plan: PlannedCertificate;
  readonly name: CertificateName;
  /** PEM: leaf, followed by its authority for the certificates a server shows (fleet-cert, es-cert). */
  readonly certificate: string;
  readonly der: Buffer;
  /** Octets of its serial number. */
  readonly serial: Buffer;
  /** DER of its SubjectPublicKeyInfo. */
  readonly spki: Buffer;
  /** PKCS#8 PEM, encrypted when plan.passphrase is not `none`. */
  readonly key: string;
  /** The passphrase of `key`: goes into `<certificate>-key-passphrase`, byte for byte, without a newline. */
  readonly passphrase?: string;
}

/** All that a bundle is rendered from. */
export interface IssuedHost {
  readonly host: PlannedHost;
  /** Certificates of the authorities this host trusts or shows. */
  readonly authorities: Readonly<Partial<Record<AuthorityName, AuthorityCertificate>>>;
  readonly certificates: readonly IssuedCertificate[];
}
