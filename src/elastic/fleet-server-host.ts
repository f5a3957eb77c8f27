import type { Plan } from '../plan/types.js';
import { hasAgentFields, hasSslFields } from './fleet-versions.js';
import { ADDRESS_LIMIT } from './outputs.js';
import { fileName, hostPath, keyPairPaths } from './paths.js';

/** SSL fields of a Fleet Server host: what Fleet Server does with agents, what it does with Elasticsearch, what agents do. */
export interface FleetServerSsl {
  readonly certificate_authorities?: readonly string[];
  readonly certificate?: string;
  readonly key?: string;
  readonly client_auth?: string;
  readonly es_certificate_authorities?: readonly string[];
  readonly es_certificate?: string;
  readonly es_key?: string;
  readonly agent_certificate_authorities?: readonly string[];
  readonly agent_certificate?: string;
  readonly agent_key?: string;
}

/** One set of URLs that agents may dial, with the SSL fields that the version of Kibana has. */
export interface FleetServerHost {
  readonly id: string;
  readonly name: string;
  readonly is_default: true;
  readonly host_urls: readonly string[];
  readonly ssl?: FleetServerSsl;
}

/** The Fleet Server host of a deployment: all its Fleet Servers keep their files in the same place. */
export function fleetServerHost(plan: Plan): FleetServerHost {
  const { name, fleetServers, stackVersion } = plan.deployment;
  return {
    id: `${name}-fleet-server`,
    name: `${name}-fleet-server`,
    is_default: true,
    host_urls: fleetServers.slice(0, ADDRESS_LIMIT).map(({ url }) => url),
    ...(hasSslFields(stackVersion) && { ssl: fleetServerSsl(plan) }),
  };
}

function fleetServerSsl(plan: Plan): FleetServerSsl {
  return {
    ...serverFields(plan),
    ...elasticsearchFields(plan),
    ...(hasAgentFields(plan.deployment.stackVersion) && agentFields(plan)),
  };
}

function serverFields(plan: Plan): FleetServerSsl {
  const link = linkOf(plan, 'agent-to-fleet-server');
  const host = fleetServerOf(plan);
  const shown = keyPairPaths(host, link.serverCertificate, false);
  return {
    ...(link.serverTrusts && { certificate_authorities: [hostPath(host, fileName(link.serverTrusts))] }),
    ...(passphraseIsNeeded(plan) ? {} : { certificate: shown.certificate, key: shown.key }),
    ...(link.clientAuth !== 'none' && { client_auth: link.clientAuth }),
  };
}

/** No field takes a passphrase: the command's flags, which win over these fields, must then say it all. */
export const passphraseIsNeeded = ({ deployment }: Plan): boolean => deployment.fleetKeyPassphrase !== 'none';

function elasticsearchFields(plan: Plan): FleetServerSsl {
  const link = linkOf(plan, 'fleet-server-to-elasticsearch');
  const host = fleetServerOf(plan);
  const shown = link.clientCertificate && keyPairPaths(host, link.clientCertificate, false);
  return {
    es_certificate_authorities: [hostPath(host, fileName(link.clientTrusts))],
    ...(shown && { es_certificate: shown.certificate, es_key: shown.key }),
  };
}

/**
 * These reach every agent of a policy, so they are given only where all agents find their files in one place. A
 * certificate among them takes the place of the one in the agent's command, and that one's passphrase file is then
 * forgotten (elastic-agent handler_action_policy_change.go:211-235): agents with encrypted keys keep their command's.
 */
function agentFields(plan: Plan): FleetServerSsl {
  const place = placeOfAllAgents(plan);
  if (!place) return {};
  const link = linkOf(plan, 'agent-to-fleet-server');
  const shown =
    plan.deployment.agentKeyPassphrase === 'none' && link.clientCertificate
      ? keyPairPaths(place, link.clientCertificate, false)
      : undefined;
  return {
    agent_certificate_authorities: [hostPath(place, fileName(link.clientTrusts))],
    ...(shown && { agent_certificate: shown.certificate, agent_key: shown.key }),
  };
}

/** Where all agents keep their files; undefined where some keep them elsewhere. Without agents, where the next one will. */
export function placeOfAllAgents({ hosts, deployment }: Plan) {
  const agents = hosts.filter((host) => host.role === 'agent');
  const [first = { platform: 'linux' as const, targetDir: deployment.targetDir.posix }] = agents;
  return agents.every((agent) => agent.targetDir === first.targetDir) ? first : undefined;
}

const linkOf = ({ links }: Plan, id: Plan['links'][number]['id']) => links.find((link) => link.id === id)!;
const fleetServerOf = ({ hosts }: Plan) => hosts.find((host) => host.role === 'fleet-server')!;
