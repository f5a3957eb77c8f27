import type { Finding } from '../check/types.js';
import type { LinkId } from '../plan/types.js';

export type TlsVersion = 'TLSv1.2' | 'TLSv1.3';

/** One handshake, done over the very files of two bundles. */
export interface ProofCase {
  readonly link: LinkId;
  /** Bundle ids of the two ends. */
  readonly client: string;
  readonly server: string;
  /** Stable id of the case, e.g. `works`, `no-client-certificate`, `stranger-authority`, `wrong-name`, `expired`. */
  readonly case: string;
  readonly tls: TlsVersion;
  /** The server name the client dials. */
  readonly serverName: string;
  readonly expected: 'accept' | 'refuse';
  readonly outcome: 'accept' | 'refuse';
  /** Which end decided and in which words (OpenSSL's error code or alert). */
  readonly reason: string;
  readonly ok: boolean;
}

export interface Proof {
  readonly cases: readonly ProofCase[];
  /** Broken rules where Go or Java differ from OpenSSL, and everything that could not even be read. */
  readonly findings: readonly Finding[];
  /** True when every case is ok and no finding is an error. */
  readonly ok: boolean;
}
