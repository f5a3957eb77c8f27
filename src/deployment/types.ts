import type { KeyType } from '../x509/write/types.js';

/** Who shows a certificate: servers alone, or clients too. */
export const MODES = ['one-way', 'mutual'] as const;
/** @see MODES */
export type Mode = (typeof MODES)[number];

/** Whether a server asks its clients for a certificate: Elastic's words, in Fleet Server's flag and Elasticsearch's setting alike. */
export const CLIENT_AUTHS = ['none', 'optional', 'required'] as const;
/** @see CLIENT_AUTHS */
export type ClientAuth = (typeof CLIENT_AUTHS)[number];

/** What an agent runs on. */
export const PLATFORMS = ['linux', 'windows', 'macos', 'container'] as const;
/** @see PLATFORMS */
export type Platform = (typeof PLATFORMS)[number];

/** How a host writes absolute paths. */
export type PathStyle = 'posix' | 'windows';

/** Where a passphrase comes from. The passphrase itself is never part of a Deployment: see {@link Secrets}. */
export type PassphraseChoice = 'none' | 'generate' | 'given';

/** A URL that clients dial, split and canonical. */
export interface Endpoint {
  /** `https://host:port`, IPv6 in brackets, the port always explicit. */
  readonly url: string;
  /** A-label DNS name in lower case without trailing dot, or an IP address without brackets. */
  readonly host: string;
  readonly port: number;
}

/** A host with an ordinary agent. */
export interface Agent {
  /** A DNS-like name, also the bundle's name. */
  readonly name: string;
  readonly platform: Platform;
  /** Further names of the certificate: DNS names or IP addresses, canonical. */
  readonly altNames: readonly string[];
}

/** A release of the Elastic Stack. */
export interface StackVersion {
  readonly major: number;
  readonly minor: number;
  /** undefined where the operator named only major.minor: every patch level is then meant. */
  readonly patch?: number;
}

/** One validated value: what the operator asked for, with every default filled in. No secrets. */
export interface Deployment {
  readonly name: string;
  readonly mode: Mode;
  readonly fleetServers: readonly Endpoint[];
  /** What Fleet Server listens on. */
  readonly fleetPort: number;
  readonly elasticsearch: readonly Endpoint[];
  readonly kibana?: Endpoint;
  readonly agents: readonly Agent[];
  /** Further names by host name (of a Fleet Server, node, Kibana or agent). */
  readonly sans: Readonly<Record<string, readonly string[]>>;
  /** What Fleet Server asks of agents. */
  readonly clientAuth: ClientAuth;
  /** What Elasticsearch asks of its clients. */
  readonly esClientAuth: ClientAuth;
  readonly stackVersion: StackVersion;
  /** `auto` already resolved: authorities may get a stronger type than leaves. */
  readonly keyTypes: { readonly authority: KeyType; readonly leaf: KeyType };
  /** How long certificates, and authorities, are valid: whole days. */
  readonly days: number;
  readonly caDays: number;
  readonly agentKeyPassphrase: PassphraseChoice;
  readonly fleetKeyPassphrase: PassphraseChoice;
  readonly esKeyPassphrase: PassphraseChoice;
  readonly caKeyPassphrase: PassphraseChoice;
  /** PBKDF2 iterations, already resolved for each choice. */
  readonly kdfIterations: { readonly generated: number; readonly given: number };
  readonly fips: boolean;
  /** Where the files live on an agent's or Fleet Server's host, by path style. */
  readonly targetDir: { readonly posix: string; readonly windows: string };
  /** The id of Fleet Server's policy, where it is known. */
  readonly fleetPolicy?: string;
}

/** What must never be written to deployment.yml, logs or errors. Given values only; generated ones are made in issue/. */
export interface Secrets {
  readonly agentKeyPassphrase?: string;
  readonly fleetKeyPassphrase?: string;
  readonly esKeyPassphrase?: string;
  readonly caKeyPassphrase?: string;
  /** Content of --service-token-file and --enrollment-token-file, trimmed. */
  readonly serviceToken?: string;
  readonly enrollmentToken?: string;
}

/** Something the operator should know although nothing is wrong. */
export interface Notice {
  /** Stable, for programs that read --json. */
  readonly code: string;
  /** One line, no secret. */
  readonly message: string;
}
