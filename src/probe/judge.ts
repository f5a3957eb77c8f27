import { createSecretKey, type X509Certificate } from 'node:crypto';
import { judgeChain } from '../check/judging/certificates.js';
import type { Finding } from '../check/types.js';
import type { ClientAuth } from '../deployment/types.js';
import { NEWEST_VERSION } from '../deployment/versions.js';
import { checkConnections, circumstances } from '../prove/connection-rules.js';
import type { ClientEnd, LinkEnds } from '../prove/ends.js';
import { found } from '../prove/findings.js';
import type { Identity } from '../prove/identity.js';
import { checkLinks } from '../prove/link-rules.js';
import { inspectCertificate } from '../x509/read/certificate.js';
import { openNative } from '../x509/read/native.js';
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
  const required = seen.request.asks === 'required' ? 'required' : 'none';
  return byRuleAndPlace([
    ...judgePresented(shows, target, now),
    // The server keeps its authorities' certificates to itself: only their names are judged, below.
    ...checkLinks({ servers: [{ ...server, clientAuth: 'none' }], clients, installs: [] }, linked('none')),
    ...checkConnections(linked(required), circumstances([], callers.findings, now)),
    ...notRequested(seen, clients, target),
  ]).filter(({ rule }) => rule !== 'link-incomplete');
}

/** What the server presents by itself, whoever looks at it. */
function judgePresented({ name, chain: [leaf, ...rest] }: Identity, { url }: Target, now: Date): Finding[] {
  const chain = [inspectCertificate(leaf.raw), ...rest.map(({ raw }) => inspectCertificate(raw))] as const;
  return judgeChain({ where: `${url}: ${name}`, chain }, 'server', { stackVersion: NEWEST_VERSION, fips: false, now });
}

/** The presented certificate is judged alone and again for each client: the first judgement says the most. */
function byRuleAndPlace(findings: readonly Finding[]): Finding[] {
  const first = new Map<string, Finding>();
  for (const finding of findings) {
    const key = `${finding.rule}\n${finding.where}`;
    if (!first.has(key)) first.set(key, finding);
  }
  return [...first.values()];
}

/** Stands for a public key that OpenSSL cannot decode. */
const NO_KEY = createSecretKey(Buffer.of(0));

/** What the server shows as one end of a link: nothing that judges it looks at more than the public half of its key. */
function shownBy({ chain: [leaf, ...rest] }: Observation): Identity | undefined {
  if (!leaf) return undefined;
  const key = openNative(leaf.raw).publicKey ?? NO_KEY;
  return { name: 'certificate', certificate: [leaf, ...rest].join(''), chain: [leaf, ...rest], key };
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
