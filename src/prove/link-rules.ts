import type { X509Certificate } from 'node:crypto';
import { checkServerIdentity } from 'node:tls';
import type { Finding } from '../check/types.js';
import type { Authority } from '../handshake/ends.js';
import { checkAuthority, checkIdentity } from './certificate-rules.js';
import type { Ends, LinkEnds } from './ends.js';
import { type BundleRule, found } from './findings.js';
import type { Identity } from './identity.js';

/** What Go or Java would do about a link where OpenSSL does otherwise, or says something else. */
const LINK_RULES: readonly { readonly rule: BundleRule; readonly broken: (link: LinkEnds) => boolean }[] = [
  {
    // Go's client shows nothing when no authority that the server names signed its certificate (RFC 8446 section 4.2.4).
    rule: 'client-authority-not-requested',
    broken: ({ client, server }) =>
      server.clientAuth !== 'none' && client.shows !== undefined && !isIssuedBy(client.shows, server.trusts),
  },
  {
    rule: 'trusted-fingerprint-malformed',
    broken: ({ client }) => client.trustedFingerprint !== undefined && !isFingerprint(client.trustedFingerprint),
  },
  {
    rule: 'trusted-fingerprint-of-leaf',
    broken: ({ client, server: { shows } }) => hasFingerprint(shows.chain[0], client.trustedFingerprint),
  },
  {
    rule: 'trusted-fingerprint-not-in-chain',
    broken: ({ client: { trustedFingerprint: trusted = '' }, server: { shows } }) =>
      isFingerprint(trusted) &&
      !hasFingerprint(shows.chain[0], trusted) &&
      !shows.chain.some((certificate) => certificate.ca && hasFingerprint(certificate, trusted)),
  },
  {
    // Enrollment dialled --url before 8.19.13; health checks on the host dial localhost still.
    rule: 'localhost-not-in-san',
    broken: ({ client, server, serverName }) =>
      client.name === 'ignored' && serverName === 'localhost' && !holdsName(server.shows, serverName),
  },
];

/** Judges both ends of the links by the rules no handshake of OpenSSL shows. */
export function checkLinks({ servers, clients }: Ends, links: readonly LinkEnds[]): Finding[] {
  return [
    ...incomplete(clients, new Set(links.map(({ client }) => client)), ({ bundle, link }) => `${bundle}: ${link}`),
    ...incomplete(servers, new Set(links.map(({ server }) => server)), ({ bundle }) => bundle),
    ...LINK_RULES.flatMap(({ rule, broken }) =>
      links
        .filter(broken)
        .map(({ client, server }) => found(rule, `${client.bundle}: ${client.link}, ${server.bundle}`)),
    ),
    ...[...servers, ...clients].flatMap(({ bundle, shows, trusts }) => [
      ...(shows ? checkIdentity(shows, `${bundle}: ${shows.name}`) : []),
      ...trusts.flatMap((authority) => checkAuthority(authority, `${bundle}: ${authority.name}`)),
    ]),
  ];
}

/** Ends whose other end is not among the bundles. */
function incomplete<End>(ends: readonly End[], linked: ReadonlySet<End>, where: (end: End) => string): Finding[] {
  return ends.filter((end) => !linked.has(end)).map((end) => found('link-incomplete', where(end)));
}

const isIssuedBy = ({ chain }: Identity, authorities: readonly Authority[]): boolean =>
  chain.some((shown) => authorities.some(({ certificate }) => shown.checkIssued(certificate)));

const isFingerprint = (text: string): boolean => /^[0-9a-f]{64}$/i.test(text);

const hasFingerprint = ({ fingerprint256 }: X509Certificate, text: string | undefined): boolean =>
  fingerprint256.replaceAll(':', '').toLowerCase() === text?.toLowerCase();

const holdsName = ({ chain: [leaf] }: Identity, name: string): boolean =>
  checkServerIdentity(name, leaf.toLegacyObject() as Parameters<typeof checkServerIdentity>[1]) === undefined;
