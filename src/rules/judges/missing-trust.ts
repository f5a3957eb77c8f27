import { isIP } from 'node:net';
import { rootCertificates } from 'node:tls';
import type { ClientEnd, Link } from '../../setup/ends.js';
import { labelOf, type Setup, textOf } from '../../setup/setup.js';
import { urlIn } from '../../setup/urls.js';
import type { FoundCertificate } from '../../x509/read/certificate.js';
import { inspect } from '../../x509/read/material.js';
import { finding, type RuleId } from '../index.js';
import type { Finding } from '../types.js';
import { issuerOf } from './certificates.js';
import { pathTo } from './paths.js';

/** A link whose client may do without a list of CAs, and what says that it does. */
interface Row {
  readonly links: readonly ClientEnd['link'][];
  readonly rule: RuleId;
  readonly list: string;
  readonly url: string;
  /** Any of them tells the client whom to trust, or not to look. */
  readonly told: readonly string[];
}

const ROWS: readonly Row[] = [
  {
    links: ['agent-to-fleet-server', 'own-agent-to-fleet-server'],
    rule: 'authorities-missing',
    list: 'certificate-authorities',
    url: 'url',
    told: ['certificate-authorities', 'insecure'],
  },
  {
    links: ['fleet-server-to-elasticsearch'],
    rule: 'es-authorities-missing',
    list: 'fleet-server-es-ca',
    url: 'fleet-server-es',
    told: ['fleet-server-es-ca', 'fleet-server-es-ca-trusted-fingerprint', 'fleet-server-es-insecure'],
  },
];

/** Judges clients that are told no CA: they trust those of their system, which is right for a public certificate alone. */
export function judgeMissingTrust(setup: Setup, clients: readonly ClientEnd[], links: readonly Link[]): Finding[] {
  return ROWS.flatMap(({ links: ids, rule, list, url, told }) => {
    const own = clients.filter((client) => client.setup === setup && ids.includes(client.link));
    // A Fleet Server that makes its own certificate makes its CA, too.
    const isOwn =
      list === 'certificate-authorities' && setup.startsFleetServer && !setup.values.has('fleet-server-cert');
    const written = urlIn(textOf(setup, url));
    if (own.length === 0 || isOwn || told.some((flag) => setup.values.has(flag)) || written?.scheme !== 'https')
      return [];
    const chains = links.filter(({ client }) => own.includes(client)).flatMap(({ server }) => server.presented ?? []);
    if (chains.length === 0) {
      return [finding(isPrivateName(written.host) ? 'private-name-without-authorities' : rule, labelOf(setup, list))];
    }
    const broken = chains.flatMap(({ where, chain }) => judgePublicChain(where, chain));
    return broken.length === 0 ? [] : [finding(rule, labelOf(setup, list)), ...broken];
  });
}

/** What is wrong with a chain for somebody who trusts the public CAs alone. */
function judgePublicChain(where: string, chain: readonly FoundCertificate[]): Finding[] {
  if (pathTo(chain, publicAuthorities()) !== undefined) return [];
  const last = chain.at(-1)!;
  const issuer = issuerOf(last.x509);
  const isWhole = last.x509.issuer === last.x509.subject;
  return isWhole
    ? [finding('issuer-not-trusted', where, { detail: `no CA is listed, and ${issuer} is not a public CA` })]
    : [
        finding('intermediate-missing', where, {
          detail: `no CA is listed, and ${issuer} is neither sent nor a public CA`,
        }),
      ];
}

let known: readonly FoundCertificate[] | undefined;

/** The CAs of Mozilla's list as Node brings it along. */
export function publicAuthorities(): readonly FoundCertificate[] {
  known ??= rootCertificates.flatMap((pem) => inspect(Buffer.from(pem)).certificates);
  return known;
}

/** Names for which no public CA may issue (CA/Browser Forum Baseline Requirements section 4.2.2; RFC 1918, 4193, 6762). */
export function isPrivateName(host: string): boolean {
  if (isIP(host) === 4) return /^(10\.|127\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.)/.test(host);
  if (isIP(host) === 6) return /^(::1$|f[cd]|fe[89ab])/i.test(host);
  return (
    !host.includes('.') ||
    /\.(svc|local|internal|lan|home|corp|localhost|localdomain|test|svc\.cluster\.local)$/i.test(host)
  );
}

/** Judges an https:// proxy: it is verified with the CAs that are listed for Fleet Server. */
export function judgeProxy(setup: Setup, clients: readonly ClientEnd[]): Finding[] {
  if (urlIn(textOf(setup, 'proxy-url'))?.scheme !== 'https' || setup.startsFleetServer) return [];
  const anchors = clients
    .filter((client) => client.setup === setup && client.link === 'agent-to-fleet-server')
    .flatMap(({ trust }) => trust?.anchors ?? []);
  const distinct = new Set(anchors.map(({ x509 }) => x509.fingerprint256));
  return distinct.size === 1 ? [finding('proxy-shares-authorities', labelOf(setup, 'certificate-authorities'))] : [];
}
