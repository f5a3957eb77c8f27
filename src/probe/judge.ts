import type { X509Certificate } from 'node:crypto';
import type { Finding } from '../check/types.js';
import type { ClientAuth } from '../deployment/types.js';
import { checkConnections, circumstances } from '../prove/connection-rules.js';
import type { ClientEnd, LinkEnds } from '../prove/ends.js';
import { found } from '../prove/findings.js';
import type { Identity } from '../prove/identity.js';
import { checkLinks } from '../prove/link-rules.js';
import { checkPath } from '../prove/path-rules.js';
import { issuerName } from './certificate.js';
import type { Callers } from './clients.js';
import type { Observation } from './observe.js';
import type { Target } from './target.js';

/**
 * Judges what a server presents, by itself and from each client's point of view, by the same rules as a deployment.
 *
 * @param callers the clients, and what was found while their files were read
 */
export function judge(target: Target, seen: Observation, callers: Callers, now: Date): Finding[] {
  const { clients } = callers;
  const shows = shownBy(seen);
  if (!shows) return [];
  const server = { role: 'fleet-server', bundle: target.url, host: target.host, shows, trusts: [] } as const;
  const linked = (clientAuth: ClientAuth): LinkEnds[] =>
    clients.map((client) => ({ client, server: { ...server, clientAuth }, serverName: target.host }));
  const alone = clients.length === 0 ? checkPath(shows, { ends: 'untrusted' }, 'serverAuth', target.url, now) : [];
  const required = seen.request.asks === 'required' ? 'required' : 'none';
  return [
    ...alone,
    // The server keeps its authorities' certificates to itself: only their names are judged, below.
    ...checkLinks({ servers: [{ ...server, clientAuth: 'none' }], clients, installs: [] }, linked('none')),
    ...checkConnections(linked(required), circumstances([], callers.findings, now)),
    ...notRequested(seen, clients, target),
  ].filter(({ rule }) => rule !== 'link-incomplete');
}

/** What the server shows as one end of a link: nothing that judges it looks at more than the public half of its key. */
function shownBy({ chain: [leaf, ...rest] }: Observation): Identity | undefined {
  if (!leaf) return undefined;
  return { name: 'certificate', certificate: [leaf, ...rest].join(''), chain: [leaf, ...rest], key: leaf.publicKey };
}

/** Go's client compares the issuers of its chain with the names in the list, byte for byte (RFC 8446 section 4.2.4). */
function notRequested({ requestedNames }: Observation, clients: readonly ClientEnd[], { url }: Target): Finding[] {
  // An empty list means that every authority will do (RFC 5246 section 7.4.4).
  if (!requestedNames || requestedNames.length === 0) return [];
  const isNamed = (certificate: X509Certificate) => requestedNames.some((name) => name.equals(issuerName(certificate)));
  return clients
    .filter(({ shows }) => shows && !shows.chain.some(isNamed))
    .map(({ bundle, link }) => found('client-authority-not-requested', `${bundle}: ${link}, ${url}`));
}
