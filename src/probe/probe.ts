import { NEWEST_VERSION } from '../deployment/versions.js';
import { finding } from '../rules/index.js';
import { pathTo } from '../rules/judges/paths.js';
import type { Finding } from '../rules/types.js';
import { knock } from './admission.js';
import { describeCertificate, type PresentedCertificate } from './certificate.js';
import { chooseClients } from './choose.js';
import type { Callers } from './clients.js';
import { type Credentials, readCallers } from './clients.js';
import { judge } from './judge.js';
import { type Observation, observe } from './observe.js';
import type { Route } from './route.js';
import type { Admission, ProbeResult } from './types.js';

/**
 * Looks at a live server: what it presents and asks for, and whether the given clients get in. Nothing but the target, or
 * the proxy on the way to it, is connected to; redirects are not followed.
 *
 * @throws CertlabError ERR_CONNECT when the server cannot be reached, ERR_READ for credentials that cannot be read,
 *   ERR_USAGE for half a pair; the signal's reason when it aborts
 */
export async function probe(route: Route, credentials: Credentials, now: Date): Promise<ProbeResult> {
  const options = { now, fips: false, stackVersion: NEWEST_VERSION };
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
  const madeBy = makerOf(seen, callers);
  const findings = [...callers.findings, ...judge(route.target, seen, callers.clients, options)];
  const explained = findings.some(({ severity }) => severity === 'error');
  return {
    url: route.target.url,
    versions: seen.versions,
    chain: seen.chain.map((certificate): PresentedCertificate => describeCertificate(certificate, now)),
    request: seen.request,
    ...(application && { application }),
    ...(madeBy !== undefined && { madeBy }),
    admissions,
    findings: distinct([...findings, ...(explained ? [] : admissions.flatMap(unexplained))]),
  };
}

/** A refusal that no rule explains: the server knows more than it shows. */
const unexplained = ({ admitted, client, tls, reason }: Admission): Finding[] =>
  admitted ? [] : [finding('handshake-refused', `${client}, ${tls}`, { detail: reason })];

/** The file of the authority that the server's chain leads to. */
function makerOf({ chain }: Observation, { authorities }: Callers): string | undefined {
  const path = pathTo(
    chain,
    authorities.map(({ certificate }) => certificate),
  );
  return path && authorities.find(({ certificate }) => certificate === path.at(-1))?.name;
}

const distinct = <T>(items: readonly T[]): T[] => [
  ...new Map(items.map((item) => [JSON.stringify(item), item])).values(),
];
