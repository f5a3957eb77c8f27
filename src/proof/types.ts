import type { ClientAuth } from '../deployment/types.js';
import type { LinkId } from '../plan/types.js';
import type { Finding } from '../rules/types.js';
import type { TlsVersion } from './handshake/ends.js';

/** One handshake, done over the very files of two bundles, or one rule applied to both of its ends. */
export interface ProofCase {
  readonly link: LinkId;
  /** Bundle ids of the two ends. */
  readonly client: string;
  readonly server: string;
  /** Stable id of the case, e.g. `works`, `no-client-certificate`, `stranger-server`, `wrong-name`, `after-validity`. */
  readonly case: string;
  /** `rule` where no handshake can show it: OpenSSL's clock cannot be set. */
  readonly tls: TlsVersion | 'rule';
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
  /** The links the cases are about. */
  readonly links: readonly ProvenLink[];
  /** What is run on each host that gets Elastic Agent. */
  readonly installs: readonly ProvenInstall[];
  /** True when every case is ok and no finding is an error. */
  readonly ok: boolean;
}

/** A link as the bundles configure it: names of certificates and authorities as their files are called. */
export interface ProvenLink {
  readonly id: LinkId;
  readonly client: string;
  readonly server: string;
  readonly serverName: string;
  readonly serverShows: string;
  readonly clientTrusts: readonly string[];
  readonly clientAuth: ClientAuth;
  readonly clientShows?: string;
  readonly serverTrusts: readonly string[];
}

/** What a bundle's install file runs, as it was read back: text for people, with placeholders for secrets. */
export interface ProvenInstall {
  /** Bundle id. */
  readonly bundle: string;
  /** `install.sh`, `install.ps1` or `agent.env`. */
  readonly file: string;
  readonly command: string;
}
