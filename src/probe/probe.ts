import type { LinkId } from '../plan/types.js';
import { finding } from '../rules/index.js';
import { withoutRepeats } from '../rules/judge.js';
import { subjectOf } from '../rules/judges/certificates.js';
import { publicAuthorities } from '../rules/judges/missing-trust.js';
import { pathTo } from '../rules/judges/paths.js';
import type { Finding, JudgeOptions } from '../rules/types.js';
import type { FoundCertificate } from '../x509/read/certificate.js';
import { knock } from './admission.js';
import type { Application } from './application.js';
import { describeCertificate, type PresentedCertificate } from './certificate.js';
import { chooseClients } from './choose.js';
import { type Callers, type Credentials, GIVEN_FILES, readCallers } from './clients.js';
import { judge } from './judge.js';
import { observe } from './observe.js';
import type { Route } from './route.js';
import type { Admission, ProbeResult } from './types.js';

/**
 * Looks at a live server: what it presents and asks for, and whether the given clients get in. Nothing but the target, or
 * the proxy on the way to it, is connected to; redirects are not followed.
 *
 * @throws CertlabError ERR_CONNECT when the server cannot be reached, ERR_READ for credentials that cannot be read,
 *   ERR_USAGE for half a pair; the signal's reason when it aborts
 */
export async function probe(route: Route, credentials: Credentials, options: JudgeOptions): Promise<ProbeResult> {
  const given = await readCallers(credentials, route.target, options);
  const seen = await observe(route);
  const callers = { ...given, clients: chooseClients(given.clients, route.target, seen) };
  const admissions: Admission[] = [];
  let { application } = seen;
  for (const client of callers.clients) {
    const knocked = await knock(route, client, seen);
    admissions.push(...knocked.admissions);
    application ??= knocked.application;
  }
  const madeBy = makerOf(seen.chain, callers.authorities);
  const publicAuthority = madeBy === undefined ? publicMakerOf(seen.chain) : undefined;
  const named = admissions.map((one) => ({ ...one, client: nameOf(one.client, application) }));
  const findings = [...callers.findings, ...judge(route.target, seen, callers.clients, options)];
  const explained = findings.some(({ severity }) => severity === 'error');
  return {
    url: route.target.url,
    versions: seen.versions,
    chain: seen.chain.map((certificate): PresentedCertificate => describeCertificate(certificate, options.now)),
    request: seen.request,
    ...(application && { application }),
    ...(madeBy !== undefined && { madeBy }),
    ...(publicAuthority !== undefined && { publicAuthority }),
    admissions: named,
    findings: withoutRepeats([...findings, ...(explained ? [] : named.flatMap(unexplained))]),
  };
}

/** A refusal that no rule explains: the server knows more than it shows. */
const unexplained = ({ admitted, client, tls, reason }: Admission): Finding[] =>
  admitted ? [] : [finding('handshake-refused', `${client}, ${tls}`, { detail: reason })];

/** Files say nothing about the link they are for: the program that answers does. */
const nameOf = (client: string, application: Application | undefined): string =>
  client === GIVEN_FILES ? ((application && LINK_TO[application.name]) ?? GIVEN_FILES) : client;

const LINK_TO: Readonly<Partial<Record<Application['name'], LinkId>>> = {
  'Fleet Server': 'agent-to-fleet-server',
  Elasticsearch: 'agent-to-elasticsearch',
};

/** The public CA that the server's chain leads to; undefined where it leads to none. */
function publicMakerOf(chain: readonly FoundCertificate[]): string | undefined {
  const anchor = pathTo(chain, publicAuthorities())?.at(-1);
  return anchor && subjectOf(anchor);
}

/** The file of the CA that the server's chain leads to. */
function makerOf(chain: readonly FoundCertificate[], authorities: Callers['authorities']): string | undefined {
  const path = pathTo(
    chain,
    authorities.map(({ certificate }) => certificate),
  );
  return path && authorities.find(({ certificate }) => certificate === path.at(-1))?.name;
}
