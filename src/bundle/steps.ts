import type { Platform } from '../deployment/types.js';
import { formatStackVersion } from '../deployment/versions.js';
import { KEYSTORE_COMMAND } from '../elastic/elasticsearch.js';
import type { HostRole, Plan, PlannedHost } from '../plan/types.js';
import { markdownCode, quotePosix, quotePowerShell } from '../text/quote.js';
import type { Answer } from './answers.js';
import { canBeUnprivileged } from './unprivileged.js';

/** One numbered step of a README: a sentence, and what to type or to merge. */
export interface Step {
  readonly text: string;
  readonly language?: 'sh' | 'powershell' | 'yaml';
  readonly code?: string;
}

/** What the steps of a host are made from. */
export interface StepInput {
  readonly plan: Plan;
  readonly host: PlannedHost;
  readonly folder: string;
  /** The install command as it is printed, for hosts with an agent. */
  readonly command: string;
  /** What the install command still needs. */
  readonly answers: readonly Answer[];
  /** Settings to merge, for Elasticsearch and Kibana. */
  readonly settings: string;
}

type Steps = (input: StepInput) => readonly Step[];

const cleanUp = (host: PlannedHost): Step => ({
  text: `When everything works, delete this folder and the zip from this host${
    host.certificates.length > 0 ? ': both hold private keys' : ''
  }.`,
});

const unpack: Steps = ({ host, folder }) => [
  {
    text: 'Bring the zip to this host over a connection you trust, and unpack it:',
    language: 'sh',
    code: `unzip ${quotePosix(`${host.id}.zip`)} && cd ${quotePosix(folder)}`,
  },
];

const unpackOnWindows: Steps = ({ host, folder }) => [
  {
    text: 'Bring the zip to this host over a connection you trust. In an elevated PowerShell, unpack it:',
    language: 'powershell',
    code: `Expand-Archive ${quotePowerShell(`${host.id}.zip`)} .\nSet-Location ${quotePowerShell(folder)}`,
  },
];

const haveReady: Steps = ({ answers }) =>
  answers.map(({ source, label }) => ({ text: `Have the ${label} ready. ${source}` }));

/** sudo passes on no variable that it was not told to; as an argument the token would be visible to other users. */
const HOW_TO_PASS_ON: Readonly<Partial<Record<Platform, (variables: readonly string[]) => string>>> = {
  linux: (variables) =>
    ` and let sudo pass them on: ${markdownCode(`sudo --preserve-env=${variables.join(',')} ./install.sh`)}`,
  macos: (variables) =>
    ` and let sudo pass them on: ${markdownCode(`sudo --preserve-env=${variables.join(',')} ./install.sh`)}`,
};

/** The script asks for what it needs; an automatic installation has nobody to ask. */
function asked({ host, answers }: StepInput): string {
  const variables = answers.map(({ variable }) => variable);
  if (variables.length === 0) return '';
  const howTo = HOW_TO_PASS_ON[host.platform]?.(['ELASTIC_AGENT', ...variables]) ?? '';
  return ` It asks for ${answers.map(({ label }) => `the ${label}`).join(' and ')}. Where nobody can answer, set ${variables.map(markdownCode).join(' and ')}${howTo}.`;
}

const PLATFORM_NAMES: Readonly<Record<Platform, string>> = {
  linux: 'Linux',
  macos: 'macOS',
  windows: 'Windows',
  container: 'Docker',
};

const elasticAgent = ({ plan, host }: StepInput, archive: string, place: string): Step => ({
  text: `Download Elastic Agent ${formatStackVersion(plan.deployment.stackVersion)} for ${PLATFORM_NAMES[host.platform]} from <https://www.elastic.co/downloads/elastic-agent>, as ${archive}, and unpack it on this host. ${place}`,
});

interface Install {
  readonly language: 'sh' | 'powershell';
  readonly unprivileged: string;
  readonly tryOut: string;
  readonly run: string;
}

const install = (input: StepInput, { language, unprivileged, tryOut, run }: Install): readonly Step[] => [
  {
    text: `See what will happen; nothing is changed.${
      canBeUnprivileged(input.plan)
        ? ` With ${markdownCode(unprivileged)}, here and in the next step, the agent will run without the rights of an administrator.`
        : ''
    }`,
    language,
    code: tryOut,
  },
  { text: `Do it.${asked(input)}`, language, code: run },
  {
    text: 'For your records, this is the command it runs, with the words in capitals filled in:',
    language,
    code: input.command,
  },
];

const onPosix: Steps = (input) => [
  ...unpack(input),
  ...haveReady(input),
  elasticAgent(
    input,
    'the .tar.gz (a DEB or RPM package cannot `install`)',
    'The variable `ELASTIC_AGENT` below says where the program is.',
  ),
  ...install(input, {
    language: 'sh',
    unprivileged: '--unprivileged',
    tryOut: './install.sh --dry-run',
    run: 'sudo ELASTIC_AGENT=/path/to/elastic-agent ./install.sh',
  }),
  cleanUp(input.host),
];

const onWindows: Steps = (input) => [
  ...unpackOnWindows(input),
  ...haveReady(input),
  elasticAgent(input, 'the .zip', 'The parameter `-ElasticAgent` below says where the program is.'),
  ...install(input, {
    language: 'powershell',
    unprivileged: '-Unprivileged',
    tryOut: 'powershell -ExecutionPolicy Bypass -File .\\install.ps1 -DryRun',
    run: 'powershell -ExecutionPolicy Bypass -File .\\install.ps1 -ElasticAgent C:\\path\\to\\elastic-agent.exe',
  }),
  cleanUp(input.host),
];

/** elastic-agent internal/pkg/agent/cmd/container.go:555-560 reads no variable for it. */
const UNENCRYPTED =
  ' The key is not encrypted, because no variable of the container carries a passphrase: its owner and its mode 0600 protect it.';

const inContainer: Steps = (input) => [
  ...unpack(input),
  {
    text: `Let the image's user, whose number is 1000, read the files.${
      input.host.certificates.length > 0 ? UNENCRYPTED : ''
    }`,
    language: 'sh',
    code: 'sudo chown -R 1000:1000 certs',
  },
  ...input.answers.map(({ source, placeholder }) => ({
    text: `${source} Write it into \`agent.env\`, in place of ${markdownCode(placeholder)}.`,
  })),
  {
    text: 'Start it from this folder, or merge `compose.yml` into yours first:',
    language: 'sh',
    code: 'docker compose up -d',
  },
  { text: 'Keep this folder: the container reads `agent.env` and `certs` at every start.' },
];

const forElasticsearch: Steps = (input) => [
  ...unpack(input),
  { text: 'Copy the files into the configuration folder of Elasticsearch:', language: 'sh', code: 'sudo ./install.sh' },
  ...(input.host.certificates.some((certificate) => certificate.passphrase !== 'none')
    ? [{ text: "Put the key's passphrase into the keystore:", language: 'sh', code: KEYSTORE_COMMAND } as const]
    : []),
  {
    text: 'Put these settings into `/etc/elasticsearch/elasticsearch.yml`, in place of every line there that begins with `xpack.security.http.ssl` (Elasticsearch writes such lines at its first start):',
    language: 'yaml',
    code: input.settings.trimEnd(),
  },
  {
    text: 'Restart this node, and wait until it is back before the next one:',
    language: 'sh',
    code: 'sudo systemctl restart elasticsearch',
  },
  cleanUp(input.host),
];

const forKibana: Steps = (input) => [
  ...unpack(input),
  { text: 'Copy the files into the configuration folder of Kibana:', language: 'sh', code: 'sudo ./install.sh' },
  {
    text: 'Put the lines of `settings/kibana.yml` into `/etc/kibana/kibana.yml`, in place of those that are there under the same names. Keep an `xpack.encryptedSavedObjects.encryptionKey` that is there already: what it encrypted is lost without it.',
  },
  {
    text: 'Where Fleet is in use already, leave its `xpack.fleet` lines out and make the same settings with `settings/fleet-api.sh` or by hand with `settings/fleet-ui.md`.',
  },
  { text: 'Restart Kibana:', language: 'sh', code: 'sudo systemctl restart kibana' },
  cleanUp(input.host),
];

const BY_ROLE: Readonly<Partial<Record<HostRole, Steps>>> = { elasticsearch: forElasticsearch, kibana: forKibana };
const BY_PLATFORM: Readonly<Record<Platform, Steps>> = {
  linux: onPosix,
  macos: onPosix,
  windows: onWindows,
  container: inContainer,
};

/** The numbered steps of a bundle's README. */
export function stepsFor(input: StepInput): readonly Step[] {
  return (BY_ROLE[input.host.role] ?? BY_PLATFORM[input.host.platform])(input);
}

/** What install.sh leaves to the operator: it never edits the settings of a program that runs. */
export function leftToDo(host: PlannedHost): readonly string[] {
  return LEFT_TO_DO[host.role]?.(host) ?? [];
}

const LEFT_TO_DO: Readonly<Partial<Record<HostRole, (host: PlannedHost) => readonly string[]>>> = {
  elasticsearch: (host) => [
    ...(host.certificates.some((certificate) => certificate.passphrase !== 'none') ? [`  ${KEYSTORE_COMMAND}`] : []),
    '  merge settings/elasticsearch.yml into /etc/elasticsearch/elasticsearch.yml',
    '  restart Elasticsearch',
  ],
  kibana: () => ['  merge settings/kibana.yml into /etc/kibana/kibana.yml', '  restart Kibana'],
};
