import type { Platform } from '../deployment/types.js';
import type { HostRole, PlannedHost } from '../plan/types.js';
import { quotePosix, quotePowerShell } from '../text/quote.js';
import type { Answer } from './answers.js';
import { type InstalledFile, PROGRAM, textFile } from './files.js';
import { renderTemplate } from './templates.js';
import type { OutputFile } from './types.js';

/** Who may read the installed files. Modes are octal text, as chmod takes them. */
interface Access {
  readonly group: string;
  readonly folder: string;
  readonly public: string;
  readonly private: string;
}

/** Root alone; by number, because the group of that number has another name on macOS. */
const ROOT_ONLY: Access = { group: '0', folder: '0700', public: '0644', private: '0600' };
const readableFor = (group: string): Access => ({ group, folder: '0750', public: '0640', private: '0640' });

interface Program {
  readonly program: string;
  readonly access: Access;
}

const AGENT: Program = { program: 'Elastic Agent', access: ROOT_ONLY };
const PROGRAMS: Readonly<Record<HostRole, Program>> = {
  'fleet-server': AGENT,
  agent: AGENT,
  elasticsearch: { program: 'Elasticsearch', access: readableFor('elasticsearch') },
  kibana: { program: 'Kibana', access: readableFor('kibana') },
};

/** The group Elastic Agent runs as with --unprivileged (elastic-agent internal/pkg/agent/install/install.go:36-37). */
const UNPRIVILEGED = readableFor('elastic-agent');

export interface ScriptInput {
  readonly host: PlannedHost;
  /** Whether the agent may be installed without the rights of an administrator. */
  readonly mayBeUnprivileged: boolean;
  /** Names in `certs/` that the program reads, and which of them are secret. */
  readonly files: readonly InstalledFile[];
  /** The words of the install command; none for Elasticsearch and Kibana. */
  readonly words: readonly string[];
  readonly answers: readonly Answer[];
  /** What the script tells to do by hand when it is done. */
  readonly nextSteps: readonly string[];
}

/** The file that installs a bundle, or none for a container: its files are mounted where they are. */
export function installScript(input: ScriptInput): OutputFile[] {
  return SCRIPTS[input.host.platform](input);
}

const posix = ({ host, files, words, answers, nextSteps, mayBeUnprivileged }: ScriptInput): OutputFile[] => [
  textFile(
    'install.sh',
    PROGRAM,
    renderTemplate('install.sh', {
      ...PROGRAMS[host.role],
      installs: words.length > 0,
      ...(mayBeUnprivileged && { unprivileged: UNPRIVILEGED }),
      targetDir: quotePosix(host.targetDir),
      publicFiles: files.filter((file) => !file.secret).map((file) => file.name),
      privateFiles: files.filter((file) => file.secret).map((file) => file.name),
      words: words.map(quotePosix),
      answers: answers.map((answer) => ({ ...answer, name: answer.variable.toLowerCase() })),
      nextSteps: nextSteps.map(quotePosix),
    }),
  ),
];

const powerShell = ({ host, files, words, answers, mayBeUnprivileged }: ScriptInput): OutputFile[] => [
  textFile(
    'install.ps1',
    PROGRAM,
    renderTemplate('install.ps1', {
      mayBeUnprivileged,
      targetDir: quotePowerShell(host.targetDir),
      files: files.map((file) => quotePowerShell(file.name)),
      words: words.map(quotePowerShell),
      answers: answers.map((answer) => ({
        ...answer,
        word: quotePowerShell(`${answer.flag}=${answer.placeholder}`),
      })),
    }).replaceAll('\n', '\r\n'),
  ),
];

const SCRIPTS: Readonly<Record<Platform, (input: ScriptInput) => OutputFile[]>> = {
  linux: posix,
  macos: posix,
  windows: powerShell,
  container: () => [],
};
