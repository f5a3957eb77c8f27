import type { ClientAuth, Deployment, Mode, Platform } from '../deployment/types.js';
import type { RotatedAuthority } from '../plan/rollout.js';
import type { AuthorityName, CertificateName, HostRole, Link } from '../plan/types.js';

/** One certificate as written to disk. Times are RFC 3339 in UTC. */
export interface CertificateRecord {
  readonly name: AuthorityName | CertificateName;
  /** Path inside the deployment folder (authority) or inside the bundle (leaf). */
  readonly file: string;
  /** RFC 4514 style, e.g. `CN=web-01,OU=agent-cert,O=fleet`. */
  readonly subject: string;
  readonly issuer: string;
  /** `DNS:name` or `IP:address`. */
  readonly subjectAltNames: readonly string[];
  readonly serial: string;
  readonly keyType: string;
  readonly keyEncrypted: boolean;
  /** Hex, lower case, no colons: the form of `ca_trusted_fingerprint`. */
  readonly sha256: string;
  /** Hex, lower case, no colons: the form Elasticsearch logs. */
  readonly sha1: string;
  /** Base64 SHA-256 of the SubjectPublicKeyInfo: the form of `ca_sha256`. */
  readonly spkiSha256: string;
  readonly notBefore: string;
  readonly notAfter: string;
}

export interface HostRecord {
  readonly id: string;
  readonly role: HostRole;
  readonly name: string;
  readonly platform: Platform;
  readonly targetDir: string;
  /** `bundles/<id>.zip` and its SHA-256. */
  readonly bundle: string;
  readonly bundleSha256: string;
  readonly certificates: readonly CertificateRecord[];
}

/** A CA of one generation. CAs of one name are told apart by their subjects. */
export interface AuthorityRecord extends CertificateRecord {
  readonly name: AuthorityName;
  /** Counts from 1. */
  readonly generation: number;
  /** Whether new certificates are signed by it: one generation of each name. */
  readonly signs: boolean;
  /** Whether hosts are to trust it. A CA that neither signs nor is trusted is retired. */
  readonly trusted: boolean;
}

/** A certificate that no host is to use any more. It stays valid until it expires: nothing here revokes it. */
export interface RetiredRecord extends CertificateRecord {
  /** Id of the host that had it. */
  readonly host: string;
  /** RFC 3339 in UTC. */
  readonly retiredAt: string;
  readonly reason: 'host removed' | 'replaced';
}

/** A change that takes several steps on running hosts. */
export interface RolloutRecord {
  /** RFC 3339 in UTC. */
  readonly startedAt: string;
  /** CAs that are replaced. */
  readonly authorities: readonly RotatedAuthority[];
  /** The step whose bundles are in `bundles/`, from 1. */
  readonly step: number;
}

/** inventory.json: documented in docs/inventory.schema.json. */
export interface Inventory {
  readonly inventoryVersion: 2;
  readonly name: string;
  readonly mode: Mode;
  readonly stackVersion: string;
  readonly clientAuth: ClientAuth;
  readonly esClientAuth: ClientAuth;
  readonly createdAt: string;
  /** Every answer with the defaults filled in. Absent in what version 0.1.0 wrote: its deployment.yml holds them. */
  readonly deployment?: Deployment;
  readonly links: readonly Link[];
  readonly authorities: readonly AuthorityRecord[];
  readonly hosts: readonly HostRecord[];
  readonly retired: readonly RetiredRecord[];
  readonly rollout?: RolloutRecord;
}
