/** Small readers of the languages that have none in this project, each written from the language's own rules. */

const isSingleQuote = (character: string | undefined): boolean =>
  character !== undefined && "'\u2018\u2019\u201a\u201b".includes(character);

/**
 * Reads one single-quoted string of PowerShell from the beginning of `source`, as its tokenizer does: character by
 * character, until a quotation mark that is not followed by another one.
 */
export function powerShellString(source: string): { text: string; rest: string } {
  if (!isSingleQuote(source[0])) throw new Error('not a string');
  let text = '';
  for (let at = 1; at < source.length; at++) {
    if (isSingleQuote(source[at])) {
      if (!isSingleQuote(source[at + 1])) return { text, rest: source.slice(at + 1) };
      at++;
      text += source[at - 1];
    } else text += source[at];
  }
  throw new Error('the string does not end');
}

/** Reads a value of an environment file as Compose's parser does: character by character, `\'` being a quotation mark. */
export function composeValue(source: string): string {
  if (source[0] !== "'") {
    if (/[$"\\]| #|^ | $/.test(source)) throw new Error('Compose would expand or trim this');
    return source;
  }
  let text = '';
  for (let at = 1; at < source.length; at++) {
    if (source[at] === "'") {
      if (at !== source.length - 1) throw new Error('text behind the quotation');
      return text;
    }
    if (source[at] === '\\' && source[at + 1] === "'") at++;
    text += source[at];
  }
  throw new Error('the quotation does not end');
}

/** The cells of a table's row (GitHub Flavored Markdown section 4.10): a bar is part of a cell behind a backslash only. */
export function tableCells(row: string): string[] {
  const cells = [...row.matchAll(/((?:\\.|[^\\|])*)\|/gsu)].map(([, cell]) => cell!.trim());
  return cells.slice(1);
}

/** Undoes backslash escapes, and fails where punctuation without one could begin some markup. */
export function withoutEscapes(text: string): string {
  const rest = text.replaceAll(/\\[!-/:-@[-`{-~]/g, '');
  if (/[!-/:-@[-`{-~]/.test(rest)) throw new Error(`unescaped punctuation in ${JSON.stringify(text)}`);
  return text.replaceAll(/\\([!-/:-@[-`{-~])/g, '$1');
}

/** The texts of the code spans in a line (CommonMark section 6.1), and of `<code>` elements with character references. */
export function codeSpans(line: string): string[] {
  const spans: string[] = [];
  let at = 0;
  while (at < line.length) {
    const element = /^<code>((?:[^<`&]|&#\d+;)*)<\/code>/.exec(line.slice(at));
    if (element) {
      spans.push(element[1]!.replaceAll(/&#(\d+);/g, (_, code) => String.fromCharCode(code)));
      at += element[0].length;
      continue;
    }
    const fence = /^`+/.exec(line.slice(at))?.[0];
    if (fence === undefined) {
      at++;
      continue;
    }
    const closing = [...line.matchAll(/`+/g)].find(({ index, 0: run }) => index > at && run === fence);
    if (closing === undefined) throw new Error('a code span does not end');
    const content = line.slice(at + fence.length, closing.index);
    spans.push(/^ .*[^ ].* $/su.test(content) ? content.slice(1, -1) : content);
    at = closing.index + fence.length;
  }
  return spans;
}
