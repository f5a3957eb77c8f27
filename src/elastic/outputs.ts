import type { Notice, Platform, StackVersion } from '../deployment/types.js';
import type { Plan } from '../plan/types.js';
import { hasSslFields, misplacesOutputFields } from './fleet-versions.js';
import { fileName, hostPath, keyPairPaths, type Place } from './paths.js';
import { yamlLines } from './yaml.js';

/** Fleet accepts no more addresses in one output or Fleet Server host (kibana fleet server/types/models/output.ts). */
export const ADDRESS_LIMIT = 10;

/** Agents that find their files at the same paths, and so can share an output: a policy has one. */
export interface AgentGroup {
  /** Ends the names of its files and ids; empty for the default output. */
  readonly suffix: '' | '-windows' | '-container';
  /** Whose output it is, for a sentence: `agents on Linux and macOS`. */
  readonly title: string;
  readonly place: Place;
  /** Whether the key of agent-cert needs its passphrase file. */
  readonly encrypted: boolean;
}

const KINDS: readonly (Pick<AgentGroup, 'suffix'> & {
  readonly where: string;
  readonly platforms: readonly Platform[];
})[] = [
  { suffix: '', where: 'on Linux and macOS', platforms: ['linux', 'macos'] },
  { suffix: '-windows', where: 'on Windows', platforms: ['windows'] },
  { suffix: '-container', where: 'in containers', platforms: ['container'] },
];

/** The default group, which Fleet Servers are always in, and those of the agents that it does not fit. */
export function agentGroups({ deployment, links }: Plan): AgentGroup[] {
  const showsCertificate = links.some((link) => link.id === 'agent-to-elasticsearch' && link.clientCertificate);
  const used = KINDS.filter(
    ({ suffix, platforms }) => suffix === '' || deployment.agents.some(({ platform }) => platforms.includes(platform)),
  );
  const groups = used.map(({ suffix, where, platforms }) => ({
    suffix,
    where,
    place: {
      platform: platforms[0]!,
      targetDir: suffix === '-windows' ? deployment.targetDir.windows : deployment.targetDir.posix,
    },
    encrypted: showsCertificate && suffix !== '-container' && deployment.agentKeyPassphrase !== 'none',
  }));
  const [first, ...others] = groups as [(typeof groups)[number], ...typeof groups];
  const fits = ({ place, encrypted }: typeof first) =>
    place.targetDir === first.place.targetDir && encrypted === first.encrypted;
  const together = [first, ...others.filter(fits)].map(({ where }) => where);
  return [
    { ...first, title: `agents ${together.join(', ')}, and on the hosts of Fleet Servers` },
    ...others.filter((group) => !fits(group)).map((group) => ({ ...group, title: `agents ${group.where}` })),
  ];
}

/** The name of the output that a policy of agents on this platform must choose; undefined where the default one fits. */
export function outputToChoose(plan: Plan, platform: Platform): string | undefined {
  const kind = KINDS.find(({ platforms }) => platforms.includes(platform))!;
  const group = agentGroups(plan)
    .slice(1)
    .find(({ suffix }) => suffix === kind.suffix);
  return group && outputBase(plan, group).name;
}

/** What that means, for people. */
export const CERTIFICATE_SWITCH =
  'Fleet Server presents fleet-es-cert to Elasticsearch until it has its policy, and agent-cert of its host from then on: before 9.1 the output of the policy replaces it. Elasticsearch trusts the CAs of both, so keep agent-ca and es-ca in its list';

const SWITCH: Notice = { code: 'fleet-server-presents-agent-cert', message: CERTIFICATE_SWITCH };

/** What an operator should know before Fleet is set up: about the default output, and who cannot use it. */
export function outputNotices(plan: Plan): Notice[] {
  const switching = switchesToAgentCertificate(plan) ? [SWITCH] : [];
  const others = agentGroups(plan).slice(1);
  if (others.length === 0) return switching;
  const message = `${others.map(({ title }) => title).join(' and ')} need outputs of their own in Fleet, chosen in their policies, because their files lie elsewhere or their keys have no passphrase; that takes a Platinum licence`;
  return [{ code: 'outputs-to-choose', message }, ...switching];
}

/**
 * Whether Fleet Server presents agent-cert to Elasticsearch once it has its policy: the output wins over the flags (fleet-server
 * internal/pkg/server/agent.go:459-489), and a Fleet Server host without SSL fields cannot keep fleet-es-cert.
 */
export const switchesToAgentCertificate = ({ deployment, links }: Plan): boolean =>
  !hasSslFields(deployment.stackVersion) &&
  links.some(({ id, clientCertificate }) => id === 'agent-to-elasticsearch' && clientCertificate !== undefined);

/** The settings below `ssl` of an output, by the names Elastic Agent knows them. */
export interface OutputSsl {
  readonly certificate_authorities: readonly string[];
  readonly certificate?: string;
  readonly key?: string;
  readonly key_passphrase_path?: string;
}

/** What these agents trust and show when they send data. The authority is always named: a policy wins over any flag. */
export function outputSsl({ links }: Plan, { place, encrypted }: AgentGroup): OutputSsl {
  const link = links.find(({ id }) => id === 'agent-to-elasticsearch')!;
  const shown = link.clientCertificate && keyPairPaths(place, link.clientCertificate, encrypted);
  return {
    certificate_authorities: [hostPath(place, fileName(link.clientTrusts))],
    ...(shown && { certificate: shown.certificate, key: shown.key }),
    ...(shown?.passphrase !== undefined && { key_passphrase_path: shown.passphrase }),
  };
}

/** What every way of writing an output has in common. */
export interface OutputBase {
  readonly id: string;
  readonly name: string;
  readonly type: 'elasticsearch';
  readonly hosts: readonly string[];
  readonly is_default: boolean;
  readonly is_default_monitoring: boolean;
}

/** The part of an output that does not depend on how its SSL settings are written. */
export function outputBase({ deployment }: Plan, { suffix }: AgentGroup): OutputBase {
  const name = `${deployment.name}-elasticsearch${suffix}`;
  return {
    id: name,
    name,
    type: 'elasticsearch',
    hosts: deployment.elasticsearch.slice(0, ADDRESS_LIMIT).map(({ url }) => url),
    is_default: suffix === '',
    is_default_monitoring: suffix === '',
  };
}

/** An output's SSL settings as its form and its API take them. */
export interface OutputForm {
  /** The fields of the form. */
  readonly ssl?: Omit<OutputSsl, 'key_passphrase_path'>;
  /** The advanced YAML: what the form has no field for, or everything where its fields are missing or misplaced. */
  readonly advanced?: string;
}

/** Divides the settings between the form's fields and its advanced YAML, as the version of Kibana needs it. */
export function outputForm(settings: OutputSsl, version: StackVersion): OutputForm {
  if (!hasSslFields(version) || misplacesOutputFields(version)) {
    return { advanced: yamlLines({ ssl: { ...settings } }).join('\n') };
  }
  const { key_passphrase_path, ...ssl } = settings;
  // By its dotted name: Kibana 9.1 to 9.2 were not of one mind whether a mapping `ssl` here adds to the fields or replaces them.
  return {
    ssl,
    ...(key_passphrase_path !== undefined && {
      advanced: yamlLines({ 'ssl.key_passphrase_path': key_passphrase_path }).join('\n'),
    }),
  };
}
