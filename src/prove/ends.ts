import type { ClientAuth } from '../deployment/types.js';
import type { Authority } from '../handshake/ends.js';
import type { HostRole, LinkId } from '../plan/types.js';
import type { Identity } from './identity.js';
import type { ProvenInstall } from './types.js';

/** One side of a link as a bundle's command or settings configure it. */
export interface ClientEnd {
  readonly link: LinkId;
  /** Bundle id. */
  readonly bundle: string;
  /** Clients of one kind are configured alike: representatives of each are enough for what must be refused. */
  readonly kind: string;
  /** Host names or addresses it dials. */
  readonly dials: readonly string[];
  /** What the program does about the name: compares it, should find it although it does not look, or does not care. */
  readonly name: 'compared' | 'expected' | 'ignored';
  readonly trusts: readonly Authority[];
  readonly shows?: Identity;
  /** `ca_trusted_fingerprint`, compared with the chain the server sends. */
  readonly trustedFingerprint?: string;
}

/** The other side. */
export interface ServerEnd {
  readonly role: ServerRole;
  readonly bundle: string;
  /** The name it says it has, or the one its bundle has; clients that dial no server's name may reach any of them. */
  readonly host: string;
  readonly shows: Identity;
  readonly trusts: readonly Authority[];
  readonly clientAuth: ClientAuth;
}

export type ServerRole = Extract<HostRole, 'fleet-server' | 'elasticsearch'>;

export interface Ends {
  readonly servers: readonly ServerEnd[];
  readonly clients: readonly ClientEnd[];
  /** What is run on the hosts they are on. */
  readonly installs: readonly ProvenInstall[];
}

/** One link between two bundles. */
export interface LinkEnds {
  readonly client: ClientEnd;
  readonly server: ServerEnd;
  readonly serverName: string;
}

/** Which server the links lead to. */
const SERVER_OF: Readonly<Record<LinkId, ServerRole>> = {
  'agent-to-fleet-server': 'fleet-server',
  'own-agent-to-fleet-server': 'fleet-server',
  'fleet-server-to-elasticsearch': 'elasticsearch',
  'agent-to-elasticsearch': 'elasticsearch',
  'kibana-to-elasticsearch': 'elasticsearch',
};

/** The servers a client may meet behind each name it dials. Nothing but the names decides: no certificate is looked at. */
export function linksOf({ servers, clients }: Ends): LinkEnds[] {
  return clients.flatMap((client) =>
    client.dials.flatMap((serverName) =>
      reachedBy(client, serverName, servers).map((server) => ({ client, server, serverName })),
    ),
  );
}

function reachedBy(client: ClientEnd, serverName: string, servers: readonly ServerEnd[]): ServerEnd[] {
  if (client.link === 'own-agent-to-fleet-server') return servers.filter((server) => server.bundle === client.bundle);
  const candidates = servers.filter((server) => server.role === SERVER_OF[client.link]);
  const named = candidates.filter((server) => isCalled(server, serverName));
  return named.length > 0 ? named : candidates;
}

/** Bundles of addresses have dashes for colons, and those of long names end in a digest. */
function isCalled({ host }: ServerEnd, serverName: string): boolean {
  const label = serverName.replaceAll(':', '-');
  const [, beginning] = /^(.{60,})-[0-9a-f]{12}$/.exec(host) ?? [];
  return host.replaceAll(':', '-') === label || (beginning !== undefined && label.startsWith(beginning));
}
