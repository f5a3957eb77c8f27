import { programAt, readWords } from '../command.js';
import type { NamedText } from '../remark.js';
import { commandsIn } from '../script.js';
import { POSIX, readCommand } from '../shell.js';
import { fieldOf, isObject, textAt } from './documents.js';
import type { Piece } from './piece.js';

const setupPiece = (setup: ReturnType<typeof readWords>): Piece => ({ kind: 'setup', setup, mounts: [] });

/** Commands of a script of sh or PowerShell; undefined where it has none. */
export function readScript(file: NamedText): Piece[] | undefined {
  const commands = commandsIn(file);
  if (commands.length === 0) return undefined;
  return commands.map((one) => setupPiece(readWords({ ...one, source: file.name })));
}

/** A batch file of Windows: `^` continues a line, `%NAME%` is a variable. */
export function readBatch(file: NamedText): Piece[] | undefined {
  const isBatch = /\.(cmd|bat)$/i.test(file.name) || /\^[ \t]*\r?$/m.test(file.text);
  if (!isBatch || !/elastic-agent/i.test(file.text)) return undefined;
  const text = file.text.replace(/\^[ \t]*\r?\n[ \t]*/g, ' ').replace(/%(\w+)%/g, (_, name: string) => `\${${name}}`);
  const lines = text.split(/\r?\n/).filter((line) => /elastic-agent/i.test(line) && !/^\s*(rem\b|::)/i.test(line));
  const pieces = lines.flatMap((line): Piece[] => {
    const words = batchWords(line);
    return programAt(words) === undefined
      ? []
      : [setupPiece(readWords({ source: file.name, words, style: 'windows' }))];
  });
  return pieces.length === 0 ? undefined : pieces;
}

/** Backslashes are no escapes in cmd.exe, and only double quotes quote. */
const batchWords = (line: string): string[] =>
  (line.match(/(?:"[^"]*"|[^\s"])+/g) ?? []).map((word) => word.replaceAll('"', ''));

/** `msiexec /i elastic-agent.msi INSTALLARGS="..."`. */
export function readMsiexec(file: NamedText): Piece[] | undefined {
  const [, args] = /\bmsiexec\b[^\r\n]*?\bINSTALLARGS=(?:\\?"([^"]*?)\\?"|'([^']*)')/i.exec(file.text)?.slice(0) ?? [];
  if (args === undefined) return undefined;
  const words = ['elastic-agent.exe', 'install', ...batchWords(args)];
  return [setupPiece(readWords({ source: file.name, words, style: 'windows' }))];
}

const MODULES = ['command', 'shell', 'win_command', 'win_shell', 'raw'].flatMap((name) => [
  name,
  `ansible.builtin.${name}`,
  `ansible.windows.${name}`,
]);

/** Tasks of Ansible whose command installs or enrolls an Elastic Agent; undefined where there are none. */
export function readAnsible({ name }: NamedText, documents: readonly object[]): Piece[] | undefined {
  const commands = documents.flatMap(tasksIn).flatMap((task) =>
    MODULES.flatMap((module) => {
      const given = fieldOf(task, module);
      const argv = isObject(given) ? fieldOf(given, 'argv') : undefined;
      if (Array.isArray(argv)) return [argv.map(String)];
      const text = typeof given === 'string' ? given : (textAt(given, 'cmd') ?? textAt(given, '_raw_params'));
      return text === undefined ? [] : [wordsOf(text)];
    }),
  );
  const own = commands.filter((words) => programAt(words) !== undefined);
  return own.length === 0 ? undefined : own.map((words) => setupPiece(readWords({ source: name, words })));
}

/** Variables of Ansible's templates are not known here. */
const wordsOf = (text: string): string[] => [
  ...readCommand(text.replace(/\{\{\s*([\w.]+)[^}]*\}\}/g, '$${$1}').replace(/\s+/g, ' '), 0, POSIX, new Map()).words,
];

function tasksIn(value: unknown): object[] {
  if (Array.isArray(value)) return value.flatMap(tasksIn);
  if (!isObject(value)) return [];
  const below = ['tasks', 'pre_tasks', 'post_tasks', 'handlers', 'block', 'rescue', 'always'];
  return [value, ...below.flatMap((name) => tasksIn(fieldOf(value, name) ?? []))];
}
