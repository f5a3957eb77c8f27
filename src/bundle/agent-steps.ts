import type { Platform } from '../deployment/types.js';
import { formatStackVersion } from '../deployment/versions.js';
import { outputToChoose } from '../elastic/outputs.js';
import { markdownCode } from '../text/quote.js';
import { cleanUp, type Step, type StepInput, type Steps } from './step-parts.js';
import { canBeUnprivileged } from './unprivileged.js';

/** Else the agent is healthy and sends nothing: the default output names files of other hosts. */
const choosePolicy: Steps = ({ plan, host }) => {
  const output = outputToChoose(plan, host.platform);
  if (output === undefined) return [];
  return [
    {
      text: `See that the policy this agent will have uses the output ${markdownCode(output)}, for integrations and for agent monitoring: under **Fleet > Agent policies**, in the policy's **Settings**. That takes a Platinum licence.`,
    },
  ];
};

const haveReady: Steps = ({ answers }) =>
  answers.map(({ source, label }) => ({ text: `Have the ${label} ready. ${source}` }));

/** sudo passes on no variable that it was not told to; as an argument the token would be visible to other users. */
const exported = (variables: readonly string[]): string =>
  `export ${inWords(variables)}, and let sudo pass them on: ${markdownCode(`sudo --preserve-env=${variables.join(',')} ./install.sh`)}`;

const inWords = (variables: readonly string[]): string => variables.map(markdownCode).join(' and ');

/** The script asks for what it needs; an automatic installation has nobody to ask. */
function asked({ host, answers }: StepInput): string {
  const variables = answers.map(({ variable }) => variable);
  if (variables.length === 0) return '';
  const howTo = host.platform === 'windows' ? `set ${inWords(variables)}` : exported(['ELASTIC_AGENT', ...variables]);
  return ` It asks for ${answers.map(({ label }) => `the ${label}`).join(' and ')}. Where nobody can answer, ${howTo}.`;
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
    text: `For your records, this is the command it runs, with the words in capitals filled in${otherServers(input)}:`,
    language,
    code: input.command,
  },
];

/** An agent takes one --url; Kibana's bundle lists every address in `host_urls`, which reach the agent with its policy. */
const otherServers = ({ plan, host }: StepInput): string =>
  host.role === 'agent' && plan.deployment.fleetServers.length > 1
    ? '; the agent enrolls at the first Fleet Server and learns of the others from its policy'
    : '';

const onPosix: Steps = (input) => [
  ...haveReady(input),
  elasticAgent(
    input,
    `the .tar.gz${input.host.platform === 'linux' ? ' (a DEB or RPM package cannot `install`)' : ''}`,
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
  ...choosePolicy(input),
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
  {
    text: `Let the image's user, whose number is 1000, read the files.${
      input.host.certificates.length > 0 ? UNENCRYPTED : ''
    }`,
    language: 'sh',
    code: 'sudo chown -R 1000:1000 certs',
  },
  ...choosePolicy(input),
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

/** The steps on a host with Elastic Agent, a Fleet Server's included. */
export const AGENT_STEPS: Readonly<Record<Platform, Steps>> = {
  linux: onPosix,
  macos: onPosix,
  windows: onWindows,
  container: inContainer,
};
