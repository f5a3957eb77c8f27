import { formatStackVersion } from '../deployment/versions.js';
import { installWords, printedCommand, renderContainerEnv } from '../elastic/command.js';
import { elasticsearchYml } from '../elastic/elasticsearch.js';
import { curlCommands, fleetApiFiles } from '../elastic/fleet-api.js';
import { fingerprintSection } from '../elastic/fleet-fingerprints.js';
import { fleetUiPage } from '../elastic/fleet-ui.js';
import type { Identifiers } from '../elastic/identifiers.js';
import { kibanaYml } from '../elastic/kibana.js';
import { CERTIFICATE_SWITCH, switchesToAgentCertificate } from '../elastic/outputs.js';
import type { HostRole, Plan, PlannedHost } from '../plan/types.js';
import { escapeMarkdown, markdownCode } from '../text/quote.js';
import { type Answer, answersOf } from './answers.js';
import { oncePerKind } from './host-kinds.js';
import { nameList } from './name-list.js';
import { SSL_EDITING_WARNING } from './readme.js';
import { ORDER, TLS_MODES } from './roles.js';
import { renderTemplate } from './templates.js';

/** Something to type or to merge, and what it is. */
interface Block {
  readonly text: string;
  readonly language?: 'sh' | 'powershell' | 'yaml' | 'json' | 'ini';
  readonly code?: string;
}

/** Hosts that do the same. */
interface Group {
  readonly title: string;
  readonly blocks: readonly Block[];
}

interface Section {
  readonly title: string;
  readonly groups: readonly Group[];
  readonly warning?: string;
}

/** What the page is made from. */
interface Source {
  readonly plan: Plan;
  readonly identifiers: Identifiers;
  readonly commandOf: (host: PlannedHost) => Command;
}

interface Command {
  readonly block: Block;
  /** What it waits for. */
  readonly answers: readonly Answer[];
}

type Render = (hosts: readonly PlannedHost[], source: Source) => Section;

/** In place of the key itself: this page is for reading, the bundle's settings/kibana.yml is for Kibana. */
export const ENCRYPTION_KEY = 'THE-KEY-IN-SETTINGS-OF-THE-BUNDLE-OF-KIBANA';

const SECTIONS: readonly { readonly role: HostRole; readonly render: Render }[] = [
  {
    role: 'elasticsearch',
    render: (hosts, { plan }) => ({
      title: 'Elasticsearch',
      groups: grouped(hosts, (host) => ({
        text: `${installed(host, 'install.sh')}, and these settings belong into \`/etc/elasticsearch/elasticsearch.yml\`:`,
        language: 'yaml',
        code: elasticsearchYml(plan, host).trimEnd(),
      })),
    }),
  },
  {
    role: 'kibana',
    render: (hosts, { plan, identifiers }) => ({
      title: 'Kibana and Fleet',
      warning: SSL_EDITING_WARNING,
      groups: [
        ...grouped(hosts, (host) => ({
          text: `${installed(host, 'install.sh')}, and these settings belong into \`/etc/kibana/kibana.yml\`; the real encryption key is in \`settings/kibana.yml\` of the bundle:`,
          language: 'yaml',
          code: kibanaYml(plan, host, { identifiers, encryptionKey: ENCRYPTION_KEY }).trimEnd(),
        })),
        fleetApi(plan),
        {
          title: 'The same in the Fleet UI',
          blocks: [{ text: nested(withoutFingerprints(fleetUiPage(plan, identifiers), identifiers)) }],
        },
      ],
    }),
  },
  {
    role: 'fleet-server',
    render: (hosts, { plan, commandOf }) => ({
      title: 'Fleet Server',
      warning: SSL_EDITING_WARNING,
      groups: [
        ...grouped(hosts, (host) => commandOf(host).block),
        ...(switchesToAgentCertificate(plan)
          ? [{ title: 'Its certificate for Elasticsearch', blocks: [{ text: `${CERTIFICATE_SWITCH}.` }] }]
          : []),
      ],
    }),
  },
  {
    role: 'agent',
    render: (hosts, { commandOf }) => ({
      title: 'Elastic Agent',
      groups: grouped(hosts, (host) => commandOf(host).block),
    }),
  },
];

/** COMMANDS.md: every host's install command and every setting on one page. Hosts whose commands are the same share one. */
export function renderCommandsPage(plan: Plan, identifiers: Identifiers): string {
  const { name, mode, stackVersion } = plan.deployment;
  const source: Source = { plan, identifiers, commandOf: oncePerKind((host) => command(plan, host)) };
  const hostsOf = (role: HostRole) => plan.hosts.filter((host) => host.role === role);
  const present = SECTIONS.filter(({ role }) => hostsOf(role).length > 0);
  return renderTemplate('COMMANDS.md', {
    name: markdownCode(name),
    summary: `Elastic Stack ${formatStackVersion(stackVersion)} with ${TLS_MODES[mode]}.`,
    order: ORDER.filter(({ role }) => hostsOf(role).length > 0).map(({ step }) => step),
    answers: answersIn(source).map((answer) => ({ ...answer, word: markdownCode(answer.placeholder) })),
    fingerprints: fingerprintSection(identifiers).join('\n\n'),
    sections: present.map(({ role, render }) => render(hostsOf(role), source)),
  });
}

/** What the commands of all hosts wait for, each once. */
function answersIn({ plan, commandOf }: Source): Answer[] {
  const answers = plan.hosts.flatMap((host) => commandOf(host).answers);
  return [...new Map(answers.map((answer) => [answer.flag, answer])).values()];
}

const command = (plan: Plan, host: PlannedHost): Command => ({
  answers: answersOf(installWords(plan, host)),
  block: host.platform === 'container' ? containerBlock(plan, host) : commandBlock(plan, host),
});

/** Puts hosts with the same blocks on the same platform together, in the plan's order. */
function grouped(hosts: readonly PlannedHost[], blockOf: (host: PlannedHost) => Block): Group[] {
  const groups = new Map<string, { hosts: PlannedHost[]; block: Block }>();
  for (const host of hosts) {
    const block = blockOf(host);
    const key = `${host.platform} ${block.text} ${block.code}`;
    const group = groups.get(key) ?? { hosts: [], block };
    group.hosts.push(host);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ hosts: same, block }) => ({
    title: titleOf(same),
    blocks: [{ ...block, text: `${nameList(same)} ${block.text}` }],
  }));
}

const PLATFORMS = { linux: 'on Linux', macos: 'on macOS', windows: 'on Windows', container: 'in containers' } as const;

function titleOf(hosts: readonly PlannedHost[]): string {
  const [first] = hosts;
  if (first?.role !== 'agent') return hosts.map((host) => escapeMarkdownName(host.name)).join(', ');
  return `${hosts.length === 1 ? '1 agent' : `${hosts.length} agents`} ${PLATFORMS[first.platform]}`;
}

const escapeMarkdownName = (name: string): string => (/^[a-z0-9.:-]*$/i.test(name) ? name : escapeMarkdown(name));

const installed = ({ targetDir }: PlannedHost, script: string): string =>
  `${markdownCode(script)} puts the files into ${markdownCode(targetDir)}`;

function commandBlock(plan: Plan, host: PlannedHost): Block {
  const [language, script] =
    host.platform === 'windows' ? (['powershell', 'install.ps1'] as const) : (['sh', 'install.sh'] as const);
  return { text: `${installed(host, script)} and runs:`, language, code: printedCommand(plan, host) };
}

function containerBlock(plan: Plan, host: PlannedHost): Block {
  return {
    text: `\`compose.yml\` mounts the files at ${markdownCode(host.targetDir)}, with this environment in \`agent.env\`:`,
    language: 'ini',
    code: renderContainerEnv(plan, host).trimEnd(),
  };
}

function fleetApi(plan: Plan): Group {
  return {
    title: 'The same by the Fleet API',
    blocks: [
      { text: 'From the unpacked bundle of Kibana:', language: 'sh', code: curlCommands(plan).trimEnd() },
      ...fleetApiFiles(plan).map(
        ({ path, text }): Block => ({ text: `${markdownCode(path)}:`, language: 'json', code: text.trimEnd() }),
      ),
    ],
  };
}

/** They stand at the beginning of this page. */
const withoutFingerprints = (page: string, identifiers: Identifiers): string =>
  page.replace(fingerprintSection(identifiers).join('\n\n'), () => '');

/** A page as part of another: its headings become smaller ones, what is inside code stays. */
function nested(page: string): string {
  let inCode = false;
  const lines = page
    .trimEnd()
    .split('\n')
    .map((line) => {
      if (line.startsWith('```')) inCode = !inCode;
      return inCode || !/^#+ /.test(line) ? line : `###${line}`;
    });
  return lines.join('\n');
}
