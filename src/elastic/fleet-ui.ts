import { formatStackVersion } from '../deployment/versions.js';
import type { Plan } from '../plan/types.js';
import { markdownCode } from '../text/quote.js';
import { fingerprintSection } from './fleet-fingerprints.js';
import { FLEET_SERVER_FIELDS, labelOf, OUTPUT_FIELDS } from './fleet-labels.js';
import { fleetServerHost, passphraseIsNeeded, placeOfAllAgents } from './fleet-server-host.js';
import { hasAgentFields, hasRemoteOutputs, hasSslFields, misplacesOutputFields } from './fleet-versions.js';
import type { Identifiers } from './identifiers.js';
import { table } from './markdown.js';
import { type AgentGroup, agentGroups, type OutputSsl, outputBase, outputForm, outputSsl } from './outputs.js';

/** The fields of Fleet's settings with this deployment's values, under the labels of its version of Kibana, in Markdown. */
export function fleetUiPage(plan: Plan, identifiers: Identifiers): string {
  const { stackVersion } = plan.deployment;
  const groups = agentGroups(plan);
  const left =
    groups.length === 1
      ? 'nothing is left to do here'
      : "only the choice of output in agents' policies is left to do here";
  const sections = [
    `# Fleet settings, field by field`,
    `For Kibana ${formatStackVersion(stackVersion)}, under **Management > Fleet > Settings**. Where \`settings/kibana.yml\` was merged or \`settings/fleet-api.sh\` was run, ${left}.`,
    '> **Warning:** editing the SSL or proxy settings of a Fleet Server that is in use can cut its agents off, and after a change of client certificates they may have to be enrolled again. Try it with one agent first.',
    fleetServerSection(plan),
    ...groups.map((group) => outputSection(plan, group, identifiers)),
    ...(hasRemoteOutputs(stackVersion) ? [remoteSection(plan)] : []),
    ...fingerprintSection(identifiers),
  ];
  return `${sections.join('\n\n')}\n`;
}

type FieldValue = string | readonly string[] | undefined;

/** A list has one field for each of its values. */
const shown = (value: FieldValue): string =>
  value === undefined ? '(leave empty)' : [value].flat().map(markdownCode).join('<br>');

/** A choice is shown as its button is labelled. */
const CHOICES: Readonly<Record<string, string>> = { none: 'None', optional: 'Optional', required: 'Required' };

function fleetServerSection(plan: Plan): string {
  const { stackVersion, clientAuth } = plan.deployment;
  const { name, host_urls, ssl } = fleetServerHost(plan);
  const fields = FLEET_SERVER_FIELDS.filter((field) => labelOf(field, stackVersion) !== undefined);
  const general = table(
    ['field', 'value'],
    [
      ['Name', shown(name)],
      ['URL', shown(host_urls)],
    ],
  );
  const title = '## Fleet Server host';
  if (!ssl) {
    return [
      title,
      '**Fleet Server hosts**, **Add host** or **Edit hosts**:',
      general,
      'This version has no SSL fields here: the flags of the install commands say it all.',
    ].join('\n\n');
  }
  return [
    title,
    '**Fleet Server hosts**, **Add host**:',
    general,
    'Then, under **SSL options** or **Authentication**; paths are on the hosts of Fleet Servers unless said otherwise:',
    table(
      ['field', 'value', 'what it is', 'flag'],
      fields.map((field) => [
        `**${labelOf(field, stackVersion)}**`,
        field.name === 'client_auth' ? `**${CHOICES[clientAuth]}**` : shown(ssl[field.name]),
        field.meaning,
        markdownCode(`--${field.flag}`),
      ]),
    ),
    fieldNotes(plan).join(' '),
  ].join('\n\n');
}

/** What the labels do not say. */
function fieldNotes(plan: Plan): string[] {
  const { stackVersion } = plan.deployment;
  return [
    "The flags of Fleet Server's install command win over its fields for agents; its fields for Elasticsearch win over the flags.",
    ...(passphraseIsNeeded(plan)
      ? [
          "No field takes a passphrase, so Fleet Server's certificate and its encrypted key are left to its install command.",
        ]
      : []),
    ...(hasAgentFields(stackVersion)
      ? placeOfAllAgents(plan)
        ? plan.deployment.agentKeyPassphrase === 'none'
          ? []
          : [
              'With a certificate from here agents would forget the passphrase of their key, so theirs is left to their install commands.',
            ]
        : ['The fields for agents stay empty, because not all agents have their files in the same folder.']
      : [
          'What agents trust and show at Fleet Server is said by their install commands: this version has no fields for it.',
        ]),
  ];
}

function outputSection(plan: Plan, group: AgentGroup, identifiers: Identifiers): string {
  const { name, hosts, is_default } = outputBase(plan, group);
  const settings = outputSsl(plan, group);
  const fingerprint = identifiers['es-ca']?.caTrustedFingerprint;
  return [
    `## Output for ${group.title}`,
    '**Outputs**, **Add output**:',
    table(
      ['field', 'value'],
      [
        ['Name', shown(name)],
        ['Type', 'Elasticsearch'],
        ['Hosts', shown(hosts)],
        [
          'Elasticsearch CA trusted fingerprint',
          fingerprint === undefined
            ? shown(undefined)
            : `${shown(undefined)}; or ${shown(fingerprint)} in place of the authority's file`,
        ],
        ['Make this output the default', is_default ? 'for agent integrations and for agent monitoring' : 'no'],
      ],
    ),
    ...(is_default
      ? []
      : [
          "Choose it in the settings of these agents' policies, as output for integrations and for agent monitoring. That takes a Platinum licence.",
          ...(settings.certificate === undefined && fingerprint !== undefined
            ? [
                'Without it, give the default output the fingerprint and no authorities: as no path is left in it then, all agents can use it.',
              ]
            : []),
        ]),
    ...sslFields(plan, settings),
  ].join('\n\n');
}

/** The form's SSL fields and its advanced YAML. Paths are on the hosts of these agents. */
function sslFields({ deployment: { stackVersion } }: Plan, settings: OutputSsl): string[] {
  const { ssl, advanced } = outputForm(settings, stackVersion);
  return [
    ...(ssl
      ? ['Then, under **SSL options** or **Authentication**; paths are on the hosts of these agents:']
      : [
          misplacesOutputFields(stackVersion)
            ? 'Leave the SSL fields empty: releases of Kibana 9.1 before 9.1.6 may put them into the connection to Fleet Server instead of this one. Everything goes into the advanced YAML.'
            : 'This version has no SSL fields here: everything goes into the advanced YAML.',
        ]),
    ...(hasSslFields(stackVersion)
      ? [
          table(
            ['field', 'value', 'what it is', 'flag'],
            OUTPUT_FIELDS.map((field) => [
              `**${field.label}**`,
              shown(ssl?.[field.name]),
              field.meaning,
              markdownCode(`--${field.flag}`),
            ]),
          ),
          "The flags named here are those of the agents' connection to Fleet Server. They never reach this one.",
        ]
      : []),
    ...(advanced === undefined ? [] : [`**Advanced YAML configuration**:`, `\`\`\`yaml\n${advanced}\n\`\`\``]),
  ];
}

function remoteSection(plan: Plan): string {
  const [group] = agentGroups(plan) as [AgentGroup];
  const settings = outputSsl(plan, group);
  const { stackVersion } = plan.deployment;
  const title = '## Remote Elasticsearch output';
  const service = '**Service Token** is one that the remote cluster made, and **Hosts** are its addresses.';
  if (!hasSslFields(stackVersion) || misplacesOutputFields(stackVersion)) {
    return [
      title,
      `Its form differs in the type, **Remote Elasticsearch**. ${service} Its advanced YAML is that of the output above, with the authority of the remote cluster where es-ca did not sign for it.`,
    ].join('\n\n');
  }
  return [
    title,
    `For data that goes to another cluster. The type is **Remote Elasticsearch**. ${service} Copy its authority to the agents where es-ca did not sign for it.`,
    table(
      ['field', 'value'],
      OUTPUT_FIELDS.map((field) => [
        `**${field.label}**`,
        field.name === 'certificate_authorities'
          ? `${shown(settings[field.name])}, or the path of the remote cluster's authority`
          : settings[field.name] === undefined
            ? shown(undefined)
            : `${shown(settings[field.name])}, where the remote cluster trusts agent-ca`,
      ]),
    ),
  ].join('\n\n');
}
