import type { PathStyle } from '../deployment/types.js';
import { programAt } from './command.js';
import type { Details, NamedText, Remark } from './remark.js';
import { type Dialect, POSIX, POWERSHELL, readCommand } from './shell.js';

/** A command that a script runs. */
export interface ScriptCommand {
  readonly words: readonly string[];
  readonly style: PathStyle;
  readonly remarks: readonly Remark[];
}

/** The commands of a script that install or enroll an Elastic Agent, in order. */
export function commandsIn({ name, text }: NamedText): ScriptCommand[] {
  const dialect = dialectOf(name, text);
  const style = dialect === POWERSHELL ? 'windows' : 'posix';
  const variables = assignmentsIn(text, dialect);
  const list = dialect === POWERSHELL ? commandList(text) : undefined;
  if (list) return [{ words: list, style, remarks: [] }];
  const commands: ScriptCommand[] = [];
  let after = 0;
  for (const line of text.matchAll(/^.*\belastic-agent\b.*$/gm)) {
    if (line.index < after || /^\s*#/.test(line[0])) continue;
    const command = readCommand(text, line.index, dialect, variables);
    if (programAt(command.words) === undefined) continue;
    after = command.end;
    const lost = lostWord(text, command.end);
    const broken = command.brokenLine || lost !== undefined;
    const where = lineAt(name, text, command.end);
    const remarks: Remark[] = broken ? [{ rule: 'line-continuation-broken', where, details: brokenDetails(lost) }] : [];
    commands.push({ words: command.words, style, remarks });
  }
  return commands;
}

/** Backticks at the end of a line, paths of Windows and the name of the file tell PowerShell from sh. */
function dialectOf(name: string, text: string): Dialect {
  const isPowerShell = /\.ps1$/i.test(name) || /`[ \t]*$/m.test(text) || /elastic-agent\.exe\b/.test(text);
  return isPowerShell ? POWERSHELL : POSIX;
}

/** `NAME=value`, `export NAME=value`, `$name = 'value'` and `$env:NAME = 'value'`, by lower-case name: enough for folders. */
function assignmentsIn(text: string, dialect: Dialect): Map<string, string> {
  const variables = new Map<string, string>();
  const pattern =
    dialect === POWERSHELL
      ? /^[ \t]*\$(?:env:)?(\w+)[ \t]*=[ \t]*(?=['"])/gim
      : /^[ \t]*(?:export[ \t]+|readonly[ \t]+)?([A-Za-z_]\w*)=(?=[^\s(])/gm;
  for (const match of text.matchAll(pattern)) {
    const [value] = readCommand(text, match.index + match[0].length, dialect, variables).words;
    if (value !== undefined && !value.includes('$')) variables.set(match[1]!.toLowerCase(), value);
  }
  return variables;
}

/** A PowerShell array of strings that is the command. */
function commandList(text: string): string[] | undefined {
  for (const [, body] of text.matchAll(/@\(((?:[^'")]|'(?:[^']|'')*'|"[^"]*")*)\)/g)) {
    const words = readCommand(body!.replaceAll(/[\r\n]+|,(?=\s|$)/g, ' '), 0, POWERSHELL, new Map()).words;
    if (programAt(words) !== undefined) return [...words];
  }
  return undefined;
}

/** A word that the next line begins with and that looks like a flag of the command above. */
function lostWord(text: string, end: number): string | undefined {
  const next = /^[^\n]*\n[ \t]*(\S+)/.exec(text.slice(end, end + 4096))?.[1];
  return next !== undefined && /^--?[a-z]/.test(next) ? next : undefined;
}

/** What the shell says to the next line; its value may be a secret. A slash makes bash look for a file. */
const brokenDetails = (word: string | undefined): Details => ({
  says: word?.includes('/') ? '{word}: No such file' : undefined,
  values: { word: word?.replace(/=.*/s, '=…') ?? '…' },
});

const lineAt = (name: string, text: string, offset: number): string =>
  `${name}: line ${text.slice(0, offset).split('\n').length}`;
