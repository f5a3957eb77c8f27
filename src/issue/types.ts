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
  /** PEM of every generation that hosts are to trust, the one that signs included; `certificate` unless a rollout is under way. */
  readonly trusted: string;
}

/** An authority after issuing. Its private key leaves this process only into `authorities/`. */
export interface IssuedAuthority extends AuthorityCertificate {
  readonly plan: PlannedAuthority;
  /** PKCS#8 PEM, encrypted when plan.passphrase is not `none`. */
  readonly key: string;
  /** Set when a passphrase was generated for this key. */
  readonly generatedPassphrase?: string;
}

/** An authority that can sign. */
export interface AuthorityMaterial extends IssuedAuthority {
  readonly issuer: Issuer;
}

/** An authority as hosts are issued from it; without an issuer where nothing has to be signed. */
export type IssuingAuthority = AuthorityCertificate & Partial<Pick<AuthorityMaterial, 'issuer'>>;

/** What a host has already of one certificate. */
export interface HeldCertificate {
  /** How much of it stays: everything, the key with its passphrase, or the passphrase alone. */
  readonly keep: 'certificate' | 'key' | 'passphrase';
  /** PEM as in the bundle: leaf, perhaps followed by its authority. */
  readonly certificate: string;
  /** PKCS#8 PEM. */
  readonly key: string;
  readonly passphrase?: string;
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
