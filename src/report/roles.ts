import type { AuthorityName, CertificateName, HostRole } from '../plan/types.js';
import type { CertificateRecord, HostRecord, Inventory } from '../store/types.js';
import { grouped } from './groups.js';
import { firstToEnd } from './life.js';

/** All certificates of one name that hosts of one role hold. */
export interface CertificateGroup {
  readonly name: CertificateName;
  /** The authority whose subject is their issuer; undefined when the inventory lists none. */
  readonly authority: AuthorityName | undefined;
  readonly records: readonly CertificateRecord[];
  readonly firstToEnd: CertificateRecord;
}

/** All hosts of one role. */
export interface RoleGroup {
  readonly role: HostRole;
  readonly title: string;
  readonly hosts: readonly HostRecord[];
  readonly certificates: readonly CertificateGroup[];
}

const TITLES: Readonly<Record<HostRole, readonly [one: string, several: string]>> = {
  agent: ['Elastic Agent', 'Elastic Agents'],
  'fleet-server': ['Fleet Server', 'Fleet Servers'],
  elasticsearch: ['Elasticsearch', 'Elasticsearch'],
  kibana: ['Kibana', 'Kibana'],
};

export function roleGroup({ hosts, authorities }: Inventory, role: HostRole): RoleGroup {
  const own = hosts.filter((host) => host.role === role);
  const [one, several] = TITLES[role];
  const byName = grouped(
    own.flatMap((host) => host.certificates),
    (record) => record.name as CertificateName,
  );
  return {
    role,
    title: own.length === 1 ? one : several,
    hosts: own,
    certificates: [...byName].map(([name, records]) => ({
      name,
      authority: authorities.find(({ subject }) => subject === records[0]!.issuer)?.name as AuthorityName | undefined,
      records,
      firstToEnd: firstToEnd(records)!,
    })),
  };
}

/** How many hosts run on each platform, most first: `1,990 linux, 10 windows`. */
export function platformsOf(hosts: readonly HostRecord[]): [platform: string, hosts: number][] {
  return [...grouped(hosts, ({ platform }) => platform)]
    .map(([platform, { length }]): [string, number] => [platform, length])
    .toSorted(([, a], [, b]) => b - a);
}
