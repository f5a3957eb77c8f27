import type { Finding } from '../rules/types.js';
import type { Application } from './application.js';
import type { PresentedCertificate } from './certificate.js';

export const PROBED_VERSIONS = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const;
export type ProbedVersion = (typeof PROBED_VERSIONS)[number];

/** What the server asks its clients for. */
export interface ClientCertificateRequest {
  /** `unknown`: the server speaks TLS 1.3 only, which hides the request of a server that can do without. */
  readonly asks: 'no' | 'optional' | 'required' | 'unknown';
  /** Subjects in the server's list of authorities, RFC 4514 style; absent where TLS 1.3 hides the list. */
  readonly authorities?: readonly string[];
}

/** Whether one client of the bundle gets in with one version. */
export interface Admission {
  /** What the client is in the deployment, e.g. `agent-to-fleet-server`; `given files` where nobody knows. */
  readonly client: string;
  readonly tls: ProbedVersion;
  readonly admitted: boolean;
  /** OpenSSL's or Node's code, or the HTTP status of the answer. */
  readonly reason: string;
}

export interface ProbeResult {
  readonly url: string;
  /** Versions by whether the server accepted them. */
  readonly versions: Readonly<Record<ProbedVersion, boolean>>;
  /** Leaf first, as sent. */
  readonly chain: readonly PresentedCertificate[];
  readonly request: ClientCertificateRequest;
  /** Absent when nobody was let in far enough to ask, or another program answers. */
  readonly application?: Application;
  /** The file among those given that holds the authority of the server's certificate. */
  readonly madeBy?: string;
  /** The public CA that the chain leads to, by its common name. */
  readonly publicAuthority?: string;
  readonly admissions: readonly Admission[];
  readonly findings: readonly Finding[];
}
