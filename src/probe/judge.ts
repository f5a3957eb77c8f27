import { finding } from '../rules/index.js';
import { judgeConnections } from '../rules/judge.js';
import { judgeChain } from '../rules/judges/certificates.js';
import { goReception } from '../rules/judges/received.js';
import type { Finding, JudgeOptions } from '../rules/types.js';
import type { ClientEnd, Link, ServerEnd } from '../setup/ends.js';
import type { Presented } from '../setup/pairs.js';
import type { FoundCertificate } from '../x509/read/certificate.js';
import { issuerName } from './certificate.js';
import type { Observation } from './observe.js';
import type { Target } from './target.js';

/** Judges what a server presents, by itself and from each client's point of view, by the same rules as a deployment. */
export function judge(
  target: Target,
  seen: Observation,
  clients: readonly ClientEnd[],
  options: JudgeOptions,
): Finding[] {
  const unreadable = judgeSent(seen, target);
  const presented = presentedBy(seen, target);
  if (!presented) return unreadable;
  const server: ServerEnd = {
    role: seen.application?.name === 'Elasticsearch' ? 'elasticsearch' : 'fleet-server',
    id: target.url,
    host: target.host,
    presented,
    // The server keeps its CAs' certificates to itself: only their names are judged, below.
    clientAuth: seen.request.asks === 'required' ? 'required' : 'none',
  };
  const links: Link[] = clients.map((client) => ({ client, server, serverName: target.host }));
  return [
    ...unreadable,
    ...judgeChain(presented, 'server', options),
    ...judgeConnections({ servers: [server], clients: [...clients] }, links, options),
    ...notRequested(seen, clients, target, options),
  ];
}

/** What Elastic Agent says when it gets certificates that Go cannot read, or that nobody can. */
function judgeSent({ sent, chain }: Observation, { url }: Target): Finding[] {
  const reasons = sent.flatMap((der, index) => {
    const text = goReception(der, 'server');
    if (text !== undefined) return [{ text, detail: `certificate ${index + 1}, ${text}` }];
    return index === chain.length ? [{ detail: `certificate ${index + 1} cannot be read here` }] : [];
  });
  return reasons.map((details) => finding('certificate-refused', `${url}: certificate`, details));
}

function presentedBy({ chain: [leaf, ...rest] }: Observation, { url }: Target): Presented | undefined {
  return leaf && { where: `${url}: certificate`, name: 'certificate', chain: [leaf, ...rest] };
}

/** Go's client compares the issuers of its chain with the names in the list, byte for byte (RFC 8446 section 4.2.4). */
function notRequested(
  { requestedNames }: Observation,
  clients: readonly ClientEnd[],
  { url }: Target,
  { stackVersion: version }: JudgeOptions,
): Finding[] {
  // An empty list means that every CA will do (RFC 5246 section 7.4.4).
  if (!requestedNames || requestedNames.length === 0) return [];
  const isNamed = ({ x509 }: FoundCertificate) => requestedNames.some((name) => name.equals(issuerName(x509)));
  return clients
    .filter(({ presented }) => presented && !presented.chain.some(isNamed))
    .map(({ id, link }) => finding('client-authority-not-requested', `${id}: ${link}, ${url}`, { version }));
}
