import { parse } from 'yaml';
import { type Bundle, textOf } from './bundle.js';
import { type InstallOptions, optionsFromEnvironment, optionsFromWords } from './options.js';
import { environmentText, powerShellCommand, shellCommand } from './printable.js';
import { powerShellWords, shellWords, UnreadableWords } from './words.js';

/** What a bundle's install file does on its host. */
export interface Installation {
  /** The file it was read from. */
  readonly file: string;
  /** Where the files of `certs/` end up: absolute, in the host's style. */
  readonly folder: string;
  /** The options of `elastic-agent install`; none where the file only copies. */
  readonly options?: InstallOptions;
  /** The same for people: the command or the environment, without its secrets. */
  readonly printed?: string;
}

const BEGIN = /^# fleet-certlab: command begin\r?\n/m;
const END = /^# fleet-certlab: command end$/m;

/** What stands between the two marks. Looked for one after the other: a script may hold one of them many times. */
function commandIn(script: string): string | undefined {
  const begin = BEGIN.exec(script);
  const rest = begin && script.slice(begin.index + begin[0].length);
  const end = rest && END.exec(rest);
  return end ? rest.slice(0, end.index) : undefined;
}

/** One row for each way a bundle installs itself. */
const READERS: readonly {
  readonly file: string;
  readonly read: (bundle: Bundle, text: string) => Omit<Installation, 'file'>;
}[] = [
  { file: 'install.sh', read: (_, text) => fromShell(text) },
  { file: 'install.ps1', read: (_, text) => fromPowerShell(text) },
  { file: 'agent.env', read: fromContainer },
];

/**
 * Reads how a bundle is installed.
 *
 * @throws UnreadableWords when the bundle has no install file, or one without what every install file says
 */
export function readInstallation(bundle: Bundle): Installation {
  for (const { file, read } of READERS) {
    const text = textOf(bundle, file);
    if (text !== undefined) return { file, ...read(bundle, text) };
  }
  throw new UnreadableWords(`none of ${READERS.map(({ file }) => file).join(', ')} is in the bundle`);
}

function fromShell(text: string): Omit<Installation, 'file'> {
  const folder = shellWords(/^folder=(.*)$/m.exec(text)?.[1] ?? '')[0];
  if (folder === undefined) throw new UnreadableWords('no line says which folder the files go to');
  const command = commandIn(text);
  if (command === undefined) return { folder };
  const [set, dashes, ...words] = shellWords(command.replace(/\s"\$@"\s*$/, ''));
  if (set !== 'set' || dashes !== '--') throw new UnreadableWords('the command does not begin with set --');
  return { folder, options: installOptions(words), printed: shellCommand(words) };
}

function fromPowerShell(text: string): Omit<Installation, 'file'> {
  const folder = powerShellWords(/^\$folder = (.*)$/m.exec(text)?.[1] ?? '')[0];
  if (folder === undefined) throw new UnreadableWords('no line says which folder the files go to');
  const list = /^\s*\$command = @\((.*)\)$/s.exec(commandIn(text)?.trimEnd() ?? '')?.[1];
  if (list === undefined) throw new UnreadableWords('there is no list of words');
  const words = powerShellWords(list);
  return { folder, options: installOptions(words), printed: powerShellCommand(words) };
}

function installOptions([program, verb, ...rest]: readonly string[]): InstallOptions {
  if (!/^elastic-agent(\.exe)?$/.test(program?.split(/[\\/]/).at(-1) ?? '') || verb !== 'install') {
    throw new UnreadableWords('the command is not elastic-agent install');
  }
  return optionsFromWords(rest);
}

function fromContainer(bundle: Bundle, text: string): Omit<Installation, 'file'> {
  const compose = parse(textOf(bundle, 'compose.yml') ?? '') as Compose | null;
  const volumes = Object.values(compose?.services ?? {}).flatMap((service) => service.volumes ?? []);
  const folder = volumes.find((volume) => volume.source === './certs')?.target;
  if (folder === undefined) throw new UnreadableWords('compose.yml does not mount ./certs');
  return { folder, options: optionsFromEnvironment(text), printed: environmentText(text) };
}

interface Compose {
  readonly services?: Record<string, { readonly volumes?: readonly { source?: string; target?: string }[] }>;
}
