import type { ChalkInstance } from 'chalk';
import { allPages, type Explained, explainText, type Page, speakerOf } from '../rules/explain.js';
import type { LogLine } from '../rules/log-line.js';
import type { CommandContext } from './context.js';
import { fold, WIDEST, wrapped } from './terminal/fold.js';
import { visible } from './terminal/terminal.js';

/**
 * `fleet-certlab explain`: one page, the pages a message can come from, or the list of all ids.
 *
 * @throws CertlabError ERR_USAGE when nothing is known about the words
 */
export function runExplain(
  words: readonly string[],
  flags: { readonly json?: boolean },
  { terminal }: CommandContext,
): void {
  const { pages, line }: Explained = words.length === 0 ? { pages: allPages() } : explainText(words.join(' '));
  const { columns } = terminal.output;
  const width = Math.min(columns ?? WIDEST, WIDEST);
  if (flags.json) terminal.print(JSON.stringify(pages, null, 2));
  else if (words.length === 0) terminal.print(listText(pages, terminal.colour, columns));
  else {
    const text = pagesText(pages, terminal.colour, width, columns);
    terminal.print(line ? `${lineText(line, terminal.colour)}\n\n${text}` : text);
  }
}

/** What the log line says besides its message. */
function lineText({ message, time, component, address, link }: LogLine, colour: ChalkInstance): string {
  const rows: [string, string | undefined][] = [
    ['message', message],
    ['time', time],
    ['component', component],
    ['address', address],
    ['link', link],
  ];
  return [
    colour.bold('A log line'),
    ...rows.flatMap(([name, value]) => (value === undefined ? [] : [`  ${name.padEnd(9)}  ${visible(value)}`])),
  ].join('\n');
}

/** The ids with their causes, by topic. */
function listText(pages: readonly Page[], colour: ChalkInstance, columns: number | undefined): string {
  const row = rowsOf(pages, colour, columns);
  const topics = [...new Set(pages.map(({ topic }) => topic))];
  return topics
    .map((topic) => {
      const own = pages.filter((page) => page.topic === topic);
      return [colour.bold(topic), ...own.map((page) => row(page, `${page.severity.padEnd(7)}  `))].join('\n');
    })
    .join('\n\n');
}

/** Lines with an id and its cause, which stays in its column in a terminal and on its line in a pipe. */
function rowsOf(pages: readonly Page[], colour: ChalkInstance, columns: number | undefined) {
  const longest = Math.max(...pages.map(({ id }) => id.length));
  return ({ id, cause }: Page, between = ''): string => {
    const margin = 2 + longest + 2 + between.length;
    const text = columns === undefined ? cause : fold(cause, columns, margin);
    return `  ${colour.cyan(id.padEnd(longest))}  ${between}${text}`;
  };
}

/** Beyond this many, only the ids are listed. */
const FULL_PAGES = 3;

function pagesText(pages: readonly Page[], colour: ChalkInstance, width: number, columns: number | undefined): string {
  const full = pages.slice(0, FULL_PAGES).map((page) => pageText(page, colour, width));
  const rest = pages.slice(FULL_PAGES);
  if (rest.length === 0) return full.join('\n\n');
  const row = rowsOf(rest, colour, columns);
  return [...full, [colour.bold('It can also come from'), ...rest.map((page) => row(page))].join('\n')].join('\n\n');
}

function pageText({ id, severity, seen, cause, fix, explanation }: Page, colour: ChalkInstance, width: number): string {
  const part = (title: string, lines: readonly string[]) => [
    colour.bold(title),
    ...lines.flatMap((line) => wrapped(line, width - 2).map((one) => `  ${one}`)),
  ];
  return [
    `${colour.cyan.bold(id)} ${colour.dim(`(${severity})`)}`,
    ...part('Seen', seen.length === 0 ? ['nothing is said'] : seen.map((one) => `${speakerOf(one)}: ${one.text}`)),
    ...part('Cause', [cause]),
    ...part('Fix', [fix]),
    '',
    ...wrapped(explanation, width),
  ].join('\n');
}
