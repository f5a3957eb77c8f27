import type { ClientAuth } from '../deployment/types.js';
import { linkRow } from '../plan/links.js';
import type { LinkId, ServerRole } from '../plan/types.js';
import type { FoundCertificate } from '../x509/read/certificate.js';
import type { Presented } from './pairs.js';
import type { Setup } from './setup.js';
import type { WrittenUrl } from './urls.js';

/** CAs that an endpoint lists. */
export interface Trust {
  /** What lists them. */
  readonly where: string;
  readonly anchors: readonly FoundCertificate[];
  /** The same by the file each one is in. */
  readonly files: readonly {
    readonly where: string;
    /** File name without extension, e.g. `agent-ca`. */
    readonly name: string;
    readonly anchors: readonly FoundCertificate[];
  }[];
}

interface End {
  /** The bundle's id, or what was read: `command line` or a file's name. */
  readonly id: string;
  /** The command or container it belongs to: a file may hold several. */
  readonly setup?: Setup;
  /** Absent where it presents nothing, or what it presents cannot be read. */
  readonly presented?: Presented;
  /** Absent where nothing is listed: the CAs of the system are taken. */
  readonly trust?: Trust;
}

/** A value, and what gives it. */
export interface Placed {
  readonly where: string;
  readonly value: string;
}

export interface ClientEnd extends End {
  readonly link: LinkId;
  /** Clients of one kind are configured alike: representatives of each are enough for what must be rejected. */
  readonly kind: string;
  /** Host names or addresses it connects to; none where they are not known. */
  readonly serverNames: readonly string[];
  /** Its own URL, as written. */
  readonly url?: WrittenUrl;
  readonly urlWhere: string;
  /** What the program does about the name: compares it, should find it although it does not look, or does not care. */
  readonly name: 'compared' | 'expected' | 'ignored';
  /** Whether a certificate is named at all. */
  readonly hasPair: boolean;
  /** What names its certificate, or would. */
  readonly pairWhere: string;
  /** What turns the verification of the server off; absent where it is on. */
  readonly unverified?: Placed;
  /** `ca_trusted_fingerprint`, compared with the chain the server sends. */
  readonly trustedFingerprint?: Placed;
  /** True where its command does not say what it presents and trusts on this link: an output does. */
  readonly assumed?: true;
}

export interface ServerEnd extends End {
  readonly role: ServerRole;
  readonly clientAuth: ClientAuth;
  /** What it listens on; absent where it is not known. */
  readonly port?: number;
  /** The host in its own URL, or the one its bundle is named after. */
  readonly host?: string;
}

/** Both kinds of endpoints. */
export interface Ends {
  readonly servers: readonly ServerEnd[];
  readonly clients: readonly ClientEnd[];
}

/** A client that connects to a server. */
export interface Link {
  readonly client: ClientEnd;
  readonly server: ServerEnd;
  /** The name it connects to; absent where that is not known. */
  readonly serverName?: string;
}

/** The servers a client may meet behind each name it connects to. Nothing but the names decides: no certificate is looked at. */
export function linksOf({ servers, clients }: Ends): Link[] {
  return clients.flatMap((client) =>
    client.serverNames.length === 0
      ? reachedBy(client, undefined, servers).map((server) => ({ client, server }))
      : client.serverNames.flatMap((serverName) =>
          reachedBy(client, serverName, servers).map((server) => ({ client, server, serverName })),
        ),
  );
}

function reachedBy(client: ClientEnd, serverName: string | undefined, servers: readonly ServerEnd[]): ServerEnd[] {
  const candidates = servers.filter(({ role }) => role === linkRow(client.link).server);
  if (client.link === 'own-agent-to-fleet-server') return candidates.filter(({ setup }) => setup === client.setup);
  const named = serverName === undefined ? [] : candidates.filter((server) => isCalled(server, serverName));
  return named.length > 0 ? named : candidates;
}

/** Bundles of addresses have dashes for colons, and those of long names end in a digest. */
function isCalled({ host }: ServerEnd, serverName: string): boolean {
  if (host === undefined) return false;
  const label = serverName.replaceAll(':', '-');
  const [, beginning] = /^(.{60,})-[0-9a-f]{12}$/.exec(host) ?? [];
  return host.replaceAll(':', '-') === label || (beginning !== undefined && label.startsWith(beginning));
}
