import { parse } from 'yaml';
import type { PathStyle } from '../deployment/types.js';
import { type Bundle, textOf } from './bundle.js';
import { readWords } from './command.js';
import { readEnvironment } from './environment.js';
import type { Setup } from './setup.js';
import { type Dialect, listedWords, POSIX, POWERSHELL, plainWords, UnreadableWords } from './shell.js';

/** What a bundle's install file does on its host. */
export interface Installation {
  /** The file it was read from. */
  readonly file: string;
  /** Where the files of `certs/` end up: absolute, in the host's style. */
  readonly folder: string;
  /** What is told to Elastic Agent; none where the file only copies. */
  readonly setup?: Setup;
  /** The words of the command, or the environment file as it stands. */
  readonly command?: { readonly words: readonly string[] } | { readonly environment: string };
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

type Read = (bundle: Bundle, text: string, source: string) => Omit<Installation, 'file'>;

/** One row for each way a bundle installs itself. */
const READERS: readonly { readonly file: string; readonly read: Read }[] = [
  { file: 'install.sh', read: fromShell },
  { file: 'install.ps1', read: fromPowerShell },
  { file: 'agent.env', read: fromContainer },
];

/**
 * Reads how a bundle is installed, and nothing that a shell would expand: what this program made holds no such thing.
 *
 * @throws UnreadableWords when the bundle has no install file, or one without what every install file says
 */
export function readInstallation(bundle: Bundle): Installation {
  for (const { file, read } of READERS) {
    const text = textOf(bundle, file);
    if (text !== undefined) return { file, ...read(bundle, text, `${bundle.id}: ${file}`) };
  }
  throw new UnreadableWords(`none of ${READERS.map(({ file }) => file).join(', ')} is in the bundle`);
}

function fromShell(_: Bundle, text: string, source: string): Omit<Installation, 'file'> {
  const folder = folderIn(/^folder=(.*)$/m.exec(text)?.[1], POSIX);
  const command = commandIn(text);
  if (command === undefined) return { folder };
  const [set, dashes, ...words] = plainWords(command.replace(/\s"\$@"\s*$/, ''), POSIX);
  if (set !== 'set' || dashes !== '--') throw new UnreadableWords('the command does not begin with set --');
  return { folder, ...installed(source, words, 'posix') };
}

function fromPowerShell(_: Bundle, text: string, source: string): Omit<Installation, 'file'> {
  const folder = folderIn(/^\$folder = (.*)$/m.exec(text)?.[1], POWERSHELL);
  const list = /^\s*\$command = @\((.*)\)$/s.exec(commandIn(text)?.trimEnd() ?? '')?.[1];
  if (list === undefined) throw new UnreadableWords('there is no list of words');
  return { folder, ...installed(source, listedWords(list), 'windows') };
}

function folderIn(text: string | undefined, dialect: Dialect): string {
  const [folder] = plainWords(text ?? '', dialect);
  if (folder === undefined) throw new UnreadableWords('no line says which folder the files go to');
  return folder;
}

function installed(source: string, words: readonly string[], style: PathStyle) {
  const [program, verb] = words;
  if (!/^elastic-agent(\.exe)?$/.test(program?.split(/[\\/]/).at(-1) ?? '') || verb !== 'install') {
    throw new UnreadableWords('the command is not elastic-agent install');
  }
  return { setup: readWords({ source, words, style }), command: { words } };
}

function fromContainer(bundle: Bundle, text: string, source: string): Omit<Installation, 'file'> {
  const compose = parse(textOf(bundle, 'compose.yml') ?? '') as Compose | null;
  const volumes = Object.values(compose?.services ?? {}).flatMap((service) => service.volumes ?? []);
  const folder = volumes.find((volume) => volume.source === './certs')?.target;
  if (folder === undefined) throw new UnreadableWords('compose.yml does not mount ./certs');
  return { folder, setup: readEnvironment({ name: source, text }), command: { environment: text } };
}

interface Compose {
  readonly services?: Record<string, { readonly volumes?: readonly { source?: string; target?: string }[] }>;
}
