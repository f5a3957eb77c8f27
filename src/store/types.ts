import type { ClientAuth, Mode, Platform } from '../deployment/types.js';
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

/** inventory.json: documented in docs/inventory.schema.json. */
export interface Inventory {
  readonly inventoryVersion: 1;
  readonly name: string;
  readonly mode: Mode;
  readonly stackVersion: string;
  readonly clientAuth: ClientAuth;
  readonly esClientAuth: ClientAuth;
  readonly createdAt: string;
  readonly links: readonly Link[];
  readonly authorities: readonly CertificateRecord[];
  readonly hosts: readonly HostRecord[];
}
