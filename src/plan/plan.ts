import type { Deployment, Endpoint, Platform } from '../deployment/types.js';
import { CertlabError } from '../errors.js';
import type { Validity } from '../x509/write/types.js';
import { CERTIFICATE_KINDS, planAuthority, planCertificate } from './certificates.js';
import { linksOf, needsOf } from './links.js';
import { noticesOf } from './notices.js';
import { hostId } from './subjects.js';
import { AUTHORITY_NAMES, CERTIFICATE_NAMES, type HostRole, type Link, type Plan, type PlannedHost } from './types.js';

const DAY = 86_400_000;
/** Clocks of other hosts may be a little behind. */
const BACK_DATED = 10 * 60_000;

/** Where packages look for the files of programs that are not agents: Elasticsearch reads nothing outside its own folder. */
const FIXED_TARGET_DIRS: Partial<Record<HostRole, string>> = {
  elasticsearch: '/etc/elasticsearch/certs',
  kibana: '/etc/kibana/certs',
};

/** Kibana's bundle carries the Fleet settings, so it is made even where nobody said where Kibana lives. */
const UNNAMED_KIBANA = 'kibana';

/**
 * Says everything that will be made for a deployment, without making any of it.
 *
 * @param now the moment of issue: validity begins ten minutes earlier
 * @throws CertlabError ERR_INPUT when two hosts would get the same bundle
 */
export function planDeployment(deployment: Deployment, now: Date): Plan {
  const links = linksOf(deployment);
  const validity = validityFrom(now, deployment.days);
  const hosts = hostsOf(deployment).map((host) => planHost(host, deployment, links, validity));
  refuseSameBundle(hosts);
  const needed = new Set(
    hosts.flatMap((host) => [
      ...host.authorities,
      ...host.certificates.map((certificate) => CERTIFICATE_KINDS[certificate.name].authority),
    ]),
  );
  const authorities = AUTHORITY_NAMES.filter((name) => needed.has(name)).map((name) =>
    planAuthority(name, deployment, validityFrom(now, deployment.caDays)),
  );
  return { deployment, links, authorities, hosts, notices: noticesOf(deployment, hosts) };
}

interface NamedHost {
  readonly role: HostRole;
  readonly name: string;
  readonly platform: Platform;
  readonly endpoint?: Endpoint;
}

function hostsOf(deployment: Deployment): NamedHost[] {
  const served = (role: HostRole) => (endpoint: Endpoint) =>
    ({ role, name: endpoint.host, platform: 'linux', endpoint }) as const;
  return [
    ...deployment.fleetServers.map(served('fleet-server')),
    ...deployment.elasticsearch.map(served('elasticsearch')),
    deployment.kibana
      ? served('kibana')(deployment.kibana)
      : { role: 'kibana', name: UNNAMED_KIBANA, platform: 'linux' },
    ...deployment.agents.map(({ name, platform }) => ({ role: 'agent', name, platform }) as const),
  ];
}

function planHost(host: NamedHost, deployment: Deployment, links: readonly Link[], validity: Validity): PlannedHost {
  const needs = needsOf(host.role, links);
  const style = host.platform === 'windows' ? 'windows' : 'posix';
  return {
    ...host,
    id: hostId(host.role, host.name),
    targetDir: FIXED_TARGET_DIRS[host.role] ?? deployment.targetDir[style],
    authorities: AUTHORITY_NAMES.filter((name) => needs.authorities.has(name)),
    certificates: CERTIFICATE_NAMES.filter((name) => needs.certificates.has(name)).map((name) =>
      planCertificate(name, host, deployment, validity),
    ),
  };
}

/** Both ends of a validity are inclusive (RFC 5280 section 4.1.2.5), in whole seconds: hence the last second taken off. */
export function validityFrom(now: Date, days: number): Validity {
  const notBefore = Math.floor((now.getTime() - BACK_DATED) / 1000) * 1000;
  return { notBefore: new Date(notBefore), notAfter: new Date(notBefore + days * DAY - 1000) };
}

function refuseSameBundle(hosts: readonly PlannedHost[]): void {
  const seen = new Map<string, PlannedHost>();
  for (const host of hosts) {
    const key = host.id.toLowerCase();
    const other = seen.get(key);
    if (other) {
      throw new CertlabError({
        code: 'ERR_INPUT',
        message: `${host.role} ${host.name} and ${other.role} ${other.name} would both get the bundle ${host.id}.zip`,
        hint: 'give one of them another name',
      });
    }
    seen.set(key, host);
  }
}
