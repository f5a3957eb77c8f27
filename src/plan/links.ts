import type { Deployment } from '../deployment/types.js';
import type { AuthorityName, CertificateName, HostRole, Link, LinkId, ServerRole } from './types.js';

/** A row of the links table: what both ends show and trust once client authentication is on. */
interface LinkRow {
  readonly id: LinkId;
  readonly client: HostRole;
  readonly server: ServerRole;
  /** The client in a sentence about this link. */
  readonly clientTitle: string;
  /** Whose words it speaks: the agent and Fleet Server are Go, Kibana is Node. */
  readonly clientProgram: 'elastic-agent' | 'fleet-server' | 'kibana';
  readonly serverCertificate: CertificateName;
  readonly clientTrusts: AuthorityName;
  readonly clientCertificate: CertificateName;
  readonly serverTrusts: AuthorityName;
  /** Which answer says whether this server asks its clients for a certificate. */
  readonly clientAuth: 'clientAuth' | 'esClientAuth';
}

/**
 * Everything derives from this table: certificates and their usages, names, bundles, flags, settings and the handshakes
 * to prove. The second row is the agent that lives on each Fleet Server host: it checks in over localhost:8221, a
 * listener with the same TLS settings as the public one (fleet-server internal/pkg/config/input.go:163-188), so it must
 * show a client certificate like every other agent.
 */
export const LINK_ROWS: readonly LinkRow[] = [
  {
    id: 'agent-to-fleet-server',
    client: 'agent',
    server: 'fleet-server',
    clientTitle: 'the agent',
    clientProgram: 'elastic-agent',
    serverCertificate: 'fleet-cert',
    clientTrusts: 'fleet-ca',
    clientCertificate: 'agent-cert',
    serverTrusts: 'agent-ca',
    clientAuth: 'clientAuth',
  },
  {
    id: 'own-agent-to-fleet-server',
    client: 'fleet-server',
    server: 'fleet-server',
    clientTitle: "Fleet Server's own agent",
    clientProgram: 'elastic-agent',
    serverCertificate: 'fleet-cert',
    clientTrusts: 'fleet-ca',
    clientCertificate: 'agent-cert',
    serverTrusts: 'agent-ca',
    clientAuth: 'clientAuth',
  },
  {
    id: 'fleet-server-to-elasticsearch',
    client: 'fleet-server',
    server: 'elasticsearch',
    clientTitle: 'Fleet Server',
    clientProgram: 'fleet-server',
    serverCertificate: 'es-cert',
    clientTrusts: 'es-ca',
    clientCertificate: 'fleet-es-cert',
    serverTrusts: 'es-ca',
    clientAuth: 'esClientAuth',
  },
  {
    id: 'agent-to-elasticsearch',
    client: 'agent',
    server: 'elasticsearch',
    clientTitle: "the agent's output",
    clientProgram: 'elastic-agent',
    serverCertificate: 'es-cert',
    clientTrusts: 'es-ca',
    clientCertificate: 'agent-cert',
    serverTrusts: 'agent-ca',
    clientAuth: 'esClientAuth',
  },
  {
    id: 'kibana-to-elasticsearch',
    client: 'kibana',
    server: 'elasticsearch',
    clientTitle: 'Kibana',
    clientProgram: 'kibana',
    serverCertificate: 'es-cert',
    clientTrusts: 'es-ca',
    clientCertificate: 'kibana-es-cert',
    serverTrusts: 'es-ca',
    clientAuth: 'esClientAuth',
  },
];

const ROW_OF = new Map(LINK_ROWS.map((row) => [row.id, row]));

/** The row of a link. */
export const linkRow = (id: LinkId): LinkRow => ROW_OF.get(id)!;

/** The links of one deployment: the table's rows with this deployment's client authentication applied. */
export function linksOf(deployment: Pick<Deployment, 'clientAuth' | 'esClientAuth'>): Link[] {
  return LINK_ROWS.map(({ id, client, server, serverCertificate, clientTrusts, ...about }) => {
    const row = { id, client, server, serverCertificate, clientTrusts };
    const { clientCertificate, serverTrusts } = about;
    const clientAuth = deployment[about.clientAuth];
    return clientAuth === 'none' ? { ...row, clientAuth } : { ...row, clientAuth, clientCertificate, serverTrusts };
  });
}

/** Links that a role begins beside its own: the agent on a Fleet Server host sends its logs and metrics like any other. */
const FURTHER_LINKS: Readonly<Partial<Record<HostRole, readonly LinkId[]>>> = {
  'fleet-server': ['agent-to-elasticsearch'],
};

/** What a host of this role shows and trusts, over all its links. */
export function needsOf(
  role: HostRole,
  links: readonly Link[],
): { certificates: Set<CertificateName>; authorities: Set<AuthorityName> } {
  const certificates = new Set<CertificateName>();
  const authorities = new Set<AuthorityName>();
  for (const link of links) {
    if (link.server === role) {
      certificates.add(link.serverCertificate);
      if (link.serverTrusts) authorities.add(link.serverTrusts);
    }
    if (link.client === role || FURTHER_LINKS[role]?.includes(link.id)) {
      authorities.add(link.clientTrusts);
      if (link.clientCertificate) certificates.add(link.clientCertificate);
    }
  }
  return { certificates, authorities };
}
