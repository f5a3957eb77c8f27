import { formatStackVersion } from '../deployment/versions.js';
import type { Plan } from '../plan/types.js';
import { count, listed } from './count.js';

/** What a plan is about, in one line: the mode and the hosts. */
export function planTitle({ deployment }: Plan): string {
  const hosts = [
    count(deployment.fleetServers.length, 'Fleet Server'),
    count(deployment.elasticsearch.length, 'Elasticsearch node'),
    'Kibana',
    ...(deployment.agents.length > 0 ? [count(deployment.agents.length, 'agent')] : []),
  ];
  return `${deployment.mode} TLS, ${listed(hosts)}`;
}

/** What will be made, in the three lines a person reads before saying yes. */
export function planSummary(plan: Plan, folder: string): string {
  const { deployment, hosts } = plan;
  const certificates = hosts.reduce((sum, host) => sum + host.certificates.length, 0);
  const { authority, leaf } = deployment.keyTypes;
  const keys = authority === leaf ? leaf : `${leaf}, authorities ${authority}`;
  return [
    planTitle(plan),
    `Elastic Stack ${formatStackVersion(deployment.stackVersion)}; ${plan.authorities.length} authorities, ${count(certificates, 'certificate')} (${keys}, ${count(deployment.days, 'day')})`,
    `${count(hosts.length, 'bundle')}, one for each host, in ${folder}`,
  ].join('\n');
}
