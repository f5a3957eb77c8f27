import { quotePosix, quotePowerShell } from '../text/quote.js';

/** How a shell takes a word, and how it takes a line that goes on. */
interface ShellText {
  readonly quote: (word: string) => string;
  readonly goesOn: string;
}

const POSIX: ShellText = { quote: quotePosix, goesOn: ' \\' };
const POWERSHELL: ShellText = {
  quote: (word) => (/^[\w@%+=:/.-]+$/.test(word) ? word : quotePowerShell(word)),
  goesOn: ' `',
};

/** A command to be copied, for the shell of this machine; lines longer than `width` are broken between flags. */
export function commandText(words: readonly string[], width = 78, platform = process.platform): string {
  const shell = platform === 'win32' ? POWERSHELL : POSIX;
  const lines: string[] = [];
  let line = '';
  for (const part of flagsWithValues(words).map((part) => part.map(shell.quote).join(' '))) {
    if (line !== '' && `${line} ${part}${shell.goesOn}`.length > width) {
      lines.push(line);
      line = `  ${part}`;
    } else line = line === '' ? part : `${line} ${part}`;
  }
  return [...lines, line].join(`${shell.goesOn}\n`);
}

/** A flag and its value read as one. */
function flagsWithValues(words: readonly string[]): string[][] {
  const parts: string[][] = [];
  for (const word of words) {
    const before = parts.at(-1);
    if (before?.length === 1 && before[0]?.startsWith('--') && !word.startsWith('--')) before.push(word);
    else parts.push([word]);
  }
  return parts;
}
