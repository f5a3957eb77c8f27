import type { PlannedHost } from '../plan/types.js';
import { markdownCode } from '../text/quote.js';

/** A sentence holds this many names; more are folded away, so that a page about thousands of hosts can be read. */
const NAMES_IN_SENTENCE = 12;
const LINE_WIDTH = 118;

/** Says in Markdown which bundles something is about: all of them, so that a search for a name finds it. */
export function nameList(hosts: readonly Pick<PlannedHost, 'id'>[]): string {
  const names = hosts.map(({ id }) => markdownCode(`bundles/${id}.zip`));
  if (names.length <= NAMES_IN_SENTENCE) return `${names.join(', ')}:`;
  return [
    '<details>',
    `<summary>${names.length} bundles, with the same command for each</summary>`,
    '',
    ...wrapped(names.map((name, index) => (index < names.length - 1 ? `${name},` : name))),
    '',
    '</details>',
    '',
    'In each of them,',
  ].join('\n');
}

function wrapped(words: readonly string[]): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const line = lines.at(-1);
    if (line === undefined || line.length + 1 + word.length > LINE_WIDTH) lines.push(word);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return lines;
}
