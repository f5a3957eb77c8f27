import type { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { checkServerIdentity } from 'node:tls';
import type { Finding } from '../check/types.js';
import type { Authority } from '../handshake/ends.js';
import type { Bundle } from './bundle.js';
import type { LinkEnds } from './ends.js';
import { found } from './findings.js';
import { certificatesIn, type Identity } from './identity.js';
import { checkPath } from './path-rules.js';
import { type CertificatePath, pathOf } from './paths.js';

/** What the links are judged with. */
export interface Circumstances {
  readonly now: Date;
  /** Every certificate in the bundles; read only when one is missing. */
  readonly known: () => readonly X509Certificate[];
  /** Bundles whose certificate or key could not be opened: their clients were given one. */
  readonly unusable: ReadonlySet<string>;
}

/**
 * Gathers them from bundles.
 *
 * @param findings what was found while their ends were read
 */
export function circumstances(bundles: readonly Bundle[], findings: readonly Finding[], now: Date): Circumstances {
  const spoilt = findings.filter(({ rule }) => rule === 'identity-unusable' || rule === 'file-not-in-bundle');
  let known: X509Certificate[] | undefined;
  return {
    now,
    known: () => {
      known ??= bundles.flatMap(({ files }) =>
        [...files.values()].flatMap(({ content }) => certificatesIn(content.toString('latin1'))),
      );
      return known;
    },
    unusable: new Set(spoilt.map(({ where }) => where.split(': ')[0]!)),
  };
}

/** Says why a handshake that must work does not, in words of the rules: names, authorities, dates, usages, missing certificates. */
export function checkConnections(links: readonly LinkEnds[], circumstances: Circumstances): Finding[] {
  return links.flatMap((link) => [
    ...checkShown(link, 'serverAuth', circumstances),
    ...checkShown(link, 'clientAuth', circumstances),
    ...checkName(link),
    ...checkClientCertificate(link, circumstances),
  ]);
}

/** One end shows a certificate for this purpose, the other one judges it. */
function checkShown(
  { client, server }: LinkEnds,
  purpose: 'serverAuth' | 'clientAuth',
  seen: Circumstances,
): Finding[] {
  const [shows, trusts, bundle] =
    purpose === 'serverAuth'
      ? [server.shows, client.trusts, server.bundle]
      : [client.shows, server.trusts, client.bundle];
  if (!shows || (purpose === 'clientAuth' && server.clientAuth === 'none')) return [];
  const path = pathOf(shows.chain, trusts, seen.known);
  return [
    ...checkTrust(path, purpose, { shows, trusts, bundle }),
    ...checkPath(shows, path, purpose, bundle, seen.now),
  ];
}

interface Showing {
  readonly shows: Identity;
  readonly trusts: readonly Authority[];
  readonly bundle: string;
}

function checkTrust(path: CertificatePath, purpose: string, { shows, trusts, bundle }: Showing): Finding[] {
  const where = `${bundle}: ${shows.name}`;
  if (path.ends === 'incomplete') return [found('intermediate-missing', where, oneLine(path.missing.subject))];
  // A client whose authority the server does not list shows nothing: client-authority-not-requested says so.
  if (path.ends !== 'untrusted' || purpose === 'clientAuth') return [];
  const listed = trusts.map(({ name }) => name).join(', ') || 'none';
  return [found('issuer-not-trusted', where, `${oneLine(shows.chain[0].issuer)}; listed: ${listed}`)];
}

/** Node prints a name as one line for each part. */
const oneLine = (name = ''): string => name.split('\n').reverse().join(',');

function checkName({ client, server, serverName }: LinkEnds): Finding[] {
  if (client.name === 'ignored' || holdsName(server.shows, serverName)) return [];
  const rule = isIP(serverName) ? 'address-not-in-san' : 'name-not-in-san';
  return [found(rule, `${server.bundle}: ${server.shows.name}`, serverName)];
}

const holdsName = ({ chain: [leaf] }: Identity, name: string): boolean =>
  checkServerIdentity(name, leaf.toLegacyObject() as Parameters<typeof checkServerIdentity>[1]) === undefined;

function checkClientCertificate({ client, server }: LinkEnds, { unusable }: Circumstances): Finding[] {
  if (server.clientAuth !== 'required' || client.shows || unusable.has(client.bundle)) return [];
  const own = client.link === 'own-agent-to-fleet-server';
  return [
    found(own ? 'own-agent-certificate-missing' : 'client-certificate-missing', `${client.bundle}: ${client.link}`),
  ];
}
