import type { Help, HelpConfiguration } from 'commander';
import { WIDEST } from './terminal/fold.js';
import type { Terminal } from './terminal/terminal.js';

/** Where descriptions begin. A longer flag gets a line of its own: the longest one must not squeeze all texts to the right. */
const TEXT_COLUMN = 28;
const INDENT = '  ';

/** The help's layout and colours. */
export function helpLayout({ colour }: Pick<Terminal, 'colour'>): HelpConfiguration {
  return {
    styleTitle: (title) => colour.bold(title),
    styleOptionText: (text) => colour.cyan(text),
    styleSubcommandText: (text) => colour.cyan(text),
    styleArgumentText: (text) => colour.cyan(text),
    // Without [options]: every command has some.
    subcommandTerm: (command) =>
      [command.name(), command.usage().replace('[options]', '').trim()].filter(Boolean).join(' '),
    formatItem,
  };
}

function formatItem(term: string, _termWidth: number, description: string, helper: Help): string {
  const width = Math.min(helper.helpWidth ?? 80, WIDEST) - TEXT_COLUMN;
  const [first = '', ...rest] = helper.boxWrap(description, width).split('\n');
  const fill = TEXT_COLUMN - INDENT.length - helper.displayWidth(term);
  const margin = ' '.repeat(TEXT_COLUMN);
  const beginning = fill >= 2 ? `${INDENT}${term}${' '.repeat(fill)}${first}` : `${INDENT}${term}\n${margin}${first}`;
  return [beginning, ...rest.map((line) => `${margin}${line}`)].join('\n');
}
