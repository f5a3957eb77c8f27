import type { ClientAuth } from '../deployment/types.js';
import type { FoundCertificate } from '../x509/read/certificate.js';
import type { ShownPair } from './judging/pairs.js';
import type { WrittenUrl } from './judging/urls.js';
import type { Setup } from './reading/setup.js';

/** Authorities that an end lists. */
export interface Trust {
  /** What lists them. */
  readonly where: string;
  readonly anchors: readonly FoundCertificate[];
  /** The same by the file each one is in. */
  readonly files: readonly { readonly where: string; readonly anchors: readonly FoundCertificate[] }[];
}

interface End {
  /** `command line` or a file's name. */
  readonly source: string;
  /** The command or container it belongs to: a file may hold several. */
  readonly setup?: Setup;
  /** Absent where it shows nothing, or what it shows cannot be read. */
  readonly shown?: ShownPair;
  /** Absent where nothing is listed: the system's authorities are taken. */
  readonly trust?: Trust;
}

export interface ClientEnd extends End {
  readonly kind: 'agent' | 'own-agent' | 'fleet-server';
  /** Whether a certificate is named at all. */
  readonly hasPair: boolean;
  readonly dials?: WrittenUrl;
  readonly dialsWhere: string;
  /** Whether the server's certificate is looked at at all. */
  readonly verifies: boolean;
}

export interface ServerEnd extends End {
  readonly kind: 'fleet-server' | 'elasticsearch';
  readonly clientAuth: ClientAuth;
  /** What it listens on; absent where it is not known. */
  readonly port?: number;
  /** The host in its own URL. */
  readonly host?: string;
}

/** Everything that was opened for one source. */
export interface OpenedEnds {
  readonly servers: readonly ServerEnd[];
  readonly clients: readonly ClientEnd[];
}
