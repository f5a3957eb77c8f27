import type { Plan, PlannedHost } from '../plan/types.js';
import { fleetServerHost, passphraseIsNeeded, placeOfAllAgents } from './fleet-server-host.js';
import { hasAgentFields, hasFleetServerHosts, hasSslFields, misplacesOutputFields } from './fleet-versions.js';
import type { Identifiers } from './identifiers.js';
import { ADDRESS_LIMIT, agentGroups, outputBase, outputSsl } from './outputs.js';
import { fileName, hostPath, keyPairPaths } from './paths.js';
import { type YamlMapping, yamlLines } from './yaml.js';

/** What kibana.yml needs beyond the plan. */
export interface KibanaSecrets {
  readonly identifiers: Identifiers;
  /** At least 32 characters. */
  readonly encryptionKey: string;
}

/** The settings of Kibana, to be merged into its kibana.yml: its own connection to Elasticsearch, and what Fleet tells agents. */
export function kibanaYml(plan: Plan, host: PlannedHost, { identifiers, encryptionKey }: KibanaSecrets): string {
  const sections = [
    ['# Merge this into kibana.yml, the same on every Kibana. How Kibana signs in to Elasticsearch stays as it is.'],
    ownConnection(plan, host),
    [
      '# Without this key Fleet saves no Fleet Server host. Keep the one that is there already: what it encrypted is lost',
      '# without it.',
      ...yamlLines({ 'xpack.encryptedSavedObjects.encryptionKey': encryptionKey }),
    ],
    [
      '# Objects configured here are greyed out in the Fleet UI. To edit them there, leave the rest of this file out and use',
      '# settings/fleet-api.sh or settings/fleet-ui.md.',
      '# What a policy says wins over the flags an agent was installed with. Editing the SSL or proxy settings of a Fleet',
      '# Server in use can cut its agents off, and new client certificates can make it necessary to enroll them again.',
      ...fleetServers(plan),
    ],
    outputs(plan, identifiers),
  ];
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function ownConnection({ deployment, links }: Plan, host: PlannedHost): string[] {
  const { clientTrusts, clientCertificate, clientAuth } = links.find(({ id }) => id === 'kibana-to-elasticsearch')!;
  const shown = clientCertificate && keyPairPaths(host, clientCertificate, false);
  return [
    "# Kibana's own connection to Elasticsearch.",
    ...yamlLines({
      'elasticsearch.hosts': deployment.elasticsearch.map(({ url }) => url),
      'elasticsearch.ssl.certificateAuthorities': [hostPath(host, fileName(clientTrusts))],
      'elasticsearch.ssl.certificate': shown?.certificate,
      'elasticsearch.ssl.key': shown?.key,
    }),
    ...(clientAuth === 'required'
      ? [
          '# Requests that Kibana passes on for its users need the certificate too. Where a PKI realm makes users of',
          '# certificates, leave this out: everybody would be the user of this one.',
          ...yamlLines({ 'elasticsearch.ssl.alwaysPresentCertificate': true }),
        ]
      : []),
  ];
}

function fleetServers(plan: Plan): string[] {
  const { stackVersion, fleetServers: servers } = plan.deployment;
  const object = fleetServerHost(plan);
  if (!hasFleetServerHosts(stackVersion)) {
    return yamlLines({ 'xpack.fleet.agents.fleet_server.hosts': object.host_urls });
  }
  return [
    ...tooMany('Fleet Server URLs', servers.length),
    ...(hasSslFields(stackVersion) ? sslNotes(plan) : []),
    ...yamlLines({ 'xpack.fleet.fleetServerHosts': [{ ...object, ssl: object.ssl && { ...object.ssl } }] }),
  ];
}

/** Why some of the SSL fields are not there. */
function sslNotes(plan: Plan): string[] {
  const { stackVersion, agentKeyPassphrase, clientAuth } = plan.deployment;
  return [
    "# The flags of Fleet Server's command win over what stands here, except for es_*, which wins over the flags.",
    ...(passphraseIsNeeded(plan)
      ? ["# certificate and key are left to the command, because no field takes the passphrase of Fleet Server's key."]
      : []),
    ...(hasAgentFields(stackVersion) && !placeOfAllAgents(plan)
      ? ['# agent_* are left to the commands, because not all agents have their files in the same folder.']
      : []),
    ...(hasAgentFields(stackVersion) && placeOfAllAgents(plan) && clientAuth !== 'none' && agentKeyPassphrase !== 'none'
      ? [
          "# agent_certificate is left to the commands: with it, agents would forget the passphrase of their command's key.",
        ]
      : []),
  ];
}

function outputs(plan: Plan, identifiers: Identifiers): string[] {
  const groups = agentGroups(plan);
  return [
    '# Where agents send their data. Paths are on the hosts of the agents.',
    ...tooMany('addresses of Elasticsearch', plan.deployment.elasticsearch.length),
    ...(misplacesOutputFields(plan.deployment.stackVersion)
      ? [
          '# Leave config as it is: releases of Kibana 9.1 before 9.1.6 may put what stands in ssl into another connection.',
        ]
      : []),
    ...groups.slice(1).map((group) => `# ${outputBase(plan, group).name} is for ${group.title}.`),
    ...(groups.length > 1
      ? [
          '# Agents that do not use the default output need policies that choose theirs, for integrations and for monitoring.',
          '# That takes a Platinum licence.',
        ]
      : []),
    ...identifierNotes(identifiers),
    ...yamlLines({
      'xpack.fleet.outputs': groups.map((group): YamlMapping => {
        // A mapping in every version: the fields of the API were lost on their way into policies more than once (kibana
        // pull requests 219902 and 230211).
        return { ...outputBase(plan, group), config: { ssl: { ...outputSsl(plan, group) } } };
      }),
    }),
  ];
}

function identifierNotes(identifiers: Identifiers): string[] {
  const authority = identifiers['es-ca'];
  if (!authority) return [];
  return [
    '# Beside hosts, an output may also name es-ca by one of these:',
    `#   ca_trusted_fingerprint: ${authority.caTrustedFingerprint}`,
    '#     instead of its file: hex SHA-256 of the certificate, which Elasticsearch sends with its own',
    `#   ca_sha256: "${authority.caSha256}"`,
    '#     on top of its file, as a pin: base64 SHA-256 of the public key',
  ];
}

const tooMany = (what: string, count: number): string[] =>
  count > ADDRESS_LIMIT
    ? [`# Fleet takes ${ADDRESS_LIMIT} ${what} at most: the last ${count - ADDRESS_LIMIT} of ${count} are left out.`]
    : [];
