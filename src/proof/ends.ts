import type { X509Certificate } from 'node:crypto';
import type { ClientAuth } from '../deployment/types.js';
import { linkRow } from '../plan/links.js';
import type { ServerRole } from '../plan/types.js';
import type { ClientEnd, Link, ServerEnd, Trust } from '../setup/ends.js';
import type { Presented } from '../setup/pairs.js';
import type { Authority, Shown, TrustAnchors } from './handshake/ends.js';

/** What one endpoint of a link presents in a handshake. */
export interface Identity extends Shown {
  /** File name without extension, e.g. `agent-cert`. */
  readonly name: string;
  readonly chain: readonly [X509Certificate, ...X509Certificate[]];
}

/** A client as a handshake takes it. */
export interface ProvenClient extends Pick<ClientEnd, 'link' | 'kind' | 'name'> {
  /** Bundle id. */
  readonly bundle: string;
  readonly trusts: readonly Authority[];
  readonly anchors: TrustAnchors;
  readonly shows?: Identity;
}

/** A server as a handshake takes it. */
export interface ProvenServer {
  readonly role: ServerRole;
  readonly bundle: string;
  /** The name it says it has, or the one its bundle has. */
  readonly host: string;
  readonly shows: Identity;
  readonly trusts: readonly Authority[];
  readonly clientAuth: ClientAuth;
}

/** One link between two bundles. */
export interface LinkEnds {
  readonly client: ProvenClient;
  readonly server: ProvenServer;
  readonly serverName: string;
}

/** The links that a handshake can be tried on. Each endpoint is one object however many links it has. */
export function linkEndsOf(links: readonly Link[]): LinkEnds[] {
  const clients = onceEach(clientSide);
  const servers = onceEach(serverSide);
  return links.flatMap(({ client, server, serverName }) => {
    const proven = servers(server);
    if (proven === undefined || serverName === undefined || client.assumed) return [];
    return [{ client: clients(client), server: proven, serverName }];
  });
}

/**
 * The first link of each kind of client to each server: clients of one kind are configured alike.
 *
 * @param further what else tells two links apart
 */
export function representatives(
  links: readonly LinkEnds[],
  further: (link: LinkEnds) => string = () => '',
): LinkEnds[] {
  const first = new Map<string, LinkEnds>();
  for (const link of links) {
    const key = [link.client.link, link.server.bundle, link.client.kind, further(link)].join('\n');
    if (!first.has(key)) first.set(key, link);
  }
  return [...first.values()];
}

/** Node builds a chain up to a self-signed certificate, Go does not. */
const ANCHORS: Readonly<Record<ReturnType<typeof linkRow>['clientProgram'], TrustAnchors>> = {
  'elastic-agent': 'listed',
  'fleet-server': 'listed',
  kibana: 'self-signed',
};

/** A client with what its program could open. */
export function clientSide({ link, id, kind, name, presented, trust }: ClientEnd): ProvenClient {
  const shows = presented && identityOf(presented);
  return {
    link,
    bundle: id,
    kind,
    name,
    trusts: authoritiesOf(trust),
    anchors: ANCHORS[linkRow(link).clientProgram],
    ...(shows && { shows }),
  };
}

/** Undefined for a server that could not start with what it is told to present. */
export function serverSide({ role, id, host, presented, trust, clientAuth }: ServerEnd): ProvenServer | undefined {
  const shows = presented && identityOf(presented);
  return shows && { role, bundle: id, host: host ?? id, shows, trusts: authoritiesOf(trust), clientAuth };
}

const IDENTITIES = new WeakMap<Presented, Identity>();

function identityOf(presented: Presented): Identity | undefined {
  const { name, chain, key } = presented;
  if (key === undefined) return undefined;
  const [leaf, ...rest] = chain.map(({ x509 }) => x509);
  const identity = IDENTITIES.get(presented) ?? {
    name,
    key,
    certificate: chain.map(({ x509 }) => x509.toString()).join(''),
    chain: [leaf!, ...rest],
  };
  IDENTITIES.set(presented, identity);
  return identity;
}

const authoritiesOf = (trust: Trust | undefined): Authority[] =>
  (trust?.files ?? []).flatMap(({ name, anchors }) => anchors.map(({ x509 }) => ({ name, certificate: x509 })));

function onceEach<In extends object, Out>(make: (one: In) => Out): (one: In) => Out {
  const made = new Map<In, Out>();
  return (one) => {
    const known = made.has(one) ? made.get(one)! : make(one);
    made.set(one, known);
    return known;
  };
}
