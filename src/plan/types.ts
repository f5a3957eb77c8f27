import type { ClientAuth, Deployment, Endpoint, Notice, PassphraseChoice, Platform } from '../deployment/types.js';
import type { DistinguishedName, ExtendedKeyUsage, KeyType, SubjectAltName, Validity } from '../x509/write/types.js';

/** The authorities; each signs for the certificates of one role (src/plan/certificates.ts). */
export const AUTHORITY_NAMES = ['fleet-ca', 'agent-ca', 'es-ca'] as const;
/** @see AUTHORITY_NAMES */
export type AuthorityName = (typeof AUTHORITY_NAMES)[number];

/** The leaf certificates, which also name their files, in the order they are listed everywhere. */
export const CERTIFICATE_NAMES = ['fleet-cert', 'agent-cert', 'fleet-es-cert', 'es-cert', 'kibana-es-cert'] as const;
/** @see CERTIFICATE_NAMES */
export type CertificateName = (typeof CERTIFICATE_NAMES)[number];

/** What a host is there for. */
export const HOST_ROLES = ['fleet-server', 'elasticsearch', 'kibana', 'agent'] as const;
/** @see HOST_ROLES */
export type HostRole = (typeof HOST_ROLES)[number];

/** Roles that listen. */
export type ServerRole = Extract<HostRole, 'fleet-server' | 'elasticsearch'>;

/** The TLS connections of a deployment, `<client>-to-<server>`. */
export const LINK_IDS = [
  'agent-to-fleet-server',
  'own-agent-to-fleet-server',
  'fleet-server-to-elasticsearch',
  'agent-to-elasticsearch',
  'kibana-to-elasticsearch',
] as const;
/** @see LINK_IDS */
export type LinkId = (typeof LINK_IDS)[number];

/** One TLS connection between two roles, as this deployment configures it. */
export interface Link {
  readonly id: LinkId;
  readonly client: HostRole;
  readonly server: HostRole;
  /** What the server shows, and the authority by which the client trusts it. */
  readonly serverCertificate: CertificateName;
  readonly clientTrusts: AuthorityName;
  readonly clientAuth: ClientAuth;
  /** What the client shows and the authority by which the server trusts it; present unless clientAuth is `none`. */
  readonly clientCertificate?: CertificateName;
  readonly serverTrusts?: AuthorityName;
}

/** An authority to be made. */
export interface PlannedAuthority {
  readonly name: AuthorityName;
  /** Counts from 1. */
  readonly generation: number;
  readonly subject: DistinguishedName;
  readonly keyType: KeyType;
  readonly extendedKeyUsage: readonly ExtendedKeyUsage[];
  readonly validity: Validity;
  readonly passphrase: PassphraseChoice;
}

/** A leaf certificate to be made for one host. */
export interface PlannedCertificate {
  readonly name: CertificateName;
  readonly authority: AuthorityName;
  readonly subject: DistinguishedName;
  readonly keyType: KeyType;
  readonly extendedKeyUsage: readonly ExtendedKeyUsage[];
  readonly subjectAltNames: readonly SubjectAltName[];
  readonly validity: Validity;
  readonly passphrase: PassphraseChoice;
}

/** A machine that receives a bundle. */
export interface PlannedHost {
  /** `<role>-<name>` made safe for every file system: names the zip and the folder in it. Unique. */
  readonly id: string;
  readonly role: HostRole;
  /** Host name as in its URL, or the agent's name. */
  readonly name: string;
  readonly platform: Platform;
  /** Where its files live: absolute, no trailing separator, in the platform's style. */
  readonly targetDir: string;
  /** Authorities whose certificates it needs. */
  readonly authorities: readonly AuthorityName[];
  readonly certificates: readonly PlannedCertificate[];
  /** Its own URL (Fleet Server, Elasticsearch, Kibana when known). */
  readonly endpoint?: Endpoint;
}

/** Everything that will be made: pure data, no keys. */
export interface Plan {
  readonly deployment: Deployment;
  readonly links: readonly Link[];
  readonly authorities: readonly PlannedAuthority[];
  readonly hosts: readonly PlannedHost[];
  readonly notices: readonly Notice[];
}
