import type { ChalkInstance } from 'chalk';
import { allPages, explain, type Page } from '../check/explain.js';
import { WIDEST, wrapped } from '../terminal/fold.js';
import type { CommandContext } from './context.js';

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
  const pages = words.length === 0 ? allPages() : explain(words.join(' '));
  const width = Math.min(terminal.output.columns ?? WIDEST, WIDEST);
  if (flags.json) terminal.print(JSON.stringify(pages, null, 2));
  else if (words.length === 0) terminal.print(listText(pages, terminal.colour));
  else terminal.print(pagesText(pages, terminal.colour, width));
}

/** The ids with their causes, by topic. */
function listText(pages: readonly Page[], colour: ChalkInstance): string {
  const longest = Math.max(...pages.map(({ id }) => id.length));
  const topics = [...new Set(pages.map(({ topic }) => topic))];
  return topics
    .map((topic) => {
      const own = pages.filter((page) => page.topic === topic);
      const lines = own.map(
        ({ id, severity, cause }) => `  ${colour.cyan(id.padEnd(longest))}  ${severity.padEnd(7)}  ${cause}`,
      );
      return [colour.bold(topic), ...lines].join('\n');
    })
    .join('\n\n');
}

/** Beyond this many, only the ids are listed. */
const FULL_PAGES = 3;

function pagesText(pages: readonly Page[], colour: ChalkInstance, width: number): string {
  const full = pages.slice(0, FULL_PAGES).map((page) => pageText(page, colour, width));
  const rest = pages.slice(FULL_PAGES);
  if (rest.length === 0) return full.join('\n\n');
  const longest = Math.max(...rest.map(({ id }) => id.length));
  const lines = rest.map(({ id, cause }) => `  ${colour.cyan(id.padEnd(longest))}  ${cause}`);
  return [...full, [colour.bold('It can also come from'), ...lines].join('\n')].join('\n\n');
}

function pageText({ id, severity, seen, cause, fix, explanation }: Page, colour: ChalkInstance, width: number): string {
  const part = (title: string, lines: readonly string[]) => [
    colour.bold(title),
    ...lines.flatMap((line) => wrapped(line, width - 2).map((one) => `  ${one}`)),
  ];
  return [
    `${colour.cyan.bold(id)} ${colour.dim(`(${severity})`)}`,
    ...part('Seen', seen.length === 0 ? ['nothing is said'] : seen.map(({ program, text }) => `${program}: ${text}`)),
    ...part('Cause', [cause]),
    ...part('Fix', [fix]),
    '',
    ...wrapped(explanation, width),
  ].join('\n');
}
