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

/** A command to be copied, for the shell of this machine, broken between its words where a line gets longer than `width`. */
export function commandText(words: readonly string[], width = 78, platform = process.platform): string {
  const shell = platform === 'win32' ? POWERSHELL : POSIX;
  const lines: string[] = [];
  let line = '';
  for (const word of words.map(shell.quote)) {
    if (line !== '' && `${line} ${word}${shell.goesOn}`.length > width) {
      lines.push(line);
      line = `  ${word}`;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].join(`${shell.goesOn}\n`);
}
