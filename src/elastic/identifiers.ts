import type { AuthorityName } from '../plan/types.js';

/** The two ways in which settings name an authority without its file. They look alike, and neither stands for the other. */
export interface AuthorityIdentifiers {
  /** SHA-256 of the certificate: hex, lower case, no colons. */
  readonly caTrustedFingerprint: string;
  /** SHA-256 of the SubjectPublicKeyInfo: base64. */
  readonly caSha256: string;
}

/** By authority; those that a deployment lacks are left out. */
export type Identifiers = Readonly<Partial<Record<AuthorityName, AuthorityIdentifiers>>>;
