/** A script that this program cannot read as plain words. */
export class UnreadableWords extends Error {}

const SHELL_SPECIAL = /[$`;&|<>()*?[\]~!#{}]/;

/**
 * The words of one simple shell command, as POSIX sh would pass them on (Shell Command Language section 2.2): quotes and
 * backslashes are undone, anything the shell would expand is refused.
 *
 * @throws UnreadableWords for expansions, operators and quotes that do not end
 */
export function shellWords(text: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  const pattern = /\\\r?\n|\\(.)|'([^']*)'|"((?:[^"\\]|\\.)*)"|(\s+)|(.)/gs;
  for (const [whole, escaped, single, double, space, plain] of text.matchAll(pattern)) {
    if (space !== undefined) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (single !== undefined) word = (word ?? '') + single;
    else if (double !== undefined) word = (word ?? '') + doubleQuoted(double);
    else if (escaped !== undefined) word = (word ?? '') + escaped;
    else if (plain !== undefined) {
      if (plain === "'" || plain === '"' || SHELL_SPECIAL.test(plain)) {
        throw new UnreadableWords(`${JSON.stringify(plain)} outside quotes`);
      }
      word = (word ?? '') + plain;
    } else if (!whole.startsWith('\\')) throw new UnreadableWords(JSON.stringify(whole));
  }
  if (word !== undefined) words.push(word);
  return words;
}

function doubleQuoted(text: string): string {
  if (/(?<!\\)(?:\\\\)*[$`]/.test(text)) throw new UnreadableWords('an expansion inside double quotes');
  return text.replace(/\\([$`"\\])/g, '$1').replace(/\\\r?\n/g, '');
}

/** PowerShell ends a single-quoted string at any of these, and takes two of them for one. */
const POWERSHELL_STRING =
  /['\u2018-\u201b]((?:[^'\u2018-\u201b]|(['\u2018-\u201b])['\u2018-\u201b])*)['\u2018-\u201b]/g;

/**
 * The elements of a PowerShell array of single-quoted strings.
 *
 * @throws UnreadableWords when anything but strings, commas and spaces stands there
 */
export function powerShellWords(text: string): string[] {
  const words = [...text.matchAll(POWERSHELL_STRING)].map(([, body]) =>
    body!.replace(/(['\u2018-\u201b])['\u2018-\u201b]/g, '$1'),
  );
  const rest = text.replace(POWERSHELL_STRING, '').replace(/[\s,]/g, '');
  if (rest !== '') throw new UnreadableWords(`${JSON.stringify(rest.slice(0, 20))} outside quotes`);
  return words;
}
