/** How a shell writes what the other writes differently. */
export interface Dialect {
  readonly escapeCharacter: '\\' | '`';
}

export const POSIX: Dialect = { escapeCharacter: '\\' };
export const POWERSHELL: Dialect = { escapeCharacter: '`' };

/** One simple command as a shell passes it on. */
export interface ReadCommand {
  readonly words: readonly string[];
  /** Where in the text the command ends. */
  readonly end: number;
  /** It ends because a line goes on only in the eye of the reader: something stands behind the escape. */
  readonly brokenLine: boolean;
  /** The first thing in it that a shell would expand or run, and this reader passes on as it is written. */
  readonly unread?: string;
}

/** Ends a command unless quoted. */
const OPERATORS = new Set([';', '|', '>', '<', ')', '\n']);

/** Characters of sh that mean something else than themselves unless quoted (Shell Command Language section 2.2). */
const EXPANDED = /[`&(*?[\]~!{}]/;

/** PowerShell takes any of these for a single quote, and two of them for one that is meant. */
const POWERSHELL_QUOTE = /['\u2018-\u201b]/;

/** A text that is not one command of plain words. */
export class UnreadableWords extends Error {}

/**
 * The words of a text that is one command and nothing else, as its shell passes them on.
 *
 * @throws UnreadableWords for what the shell would expand or run, and for quotes that do not end
 */
export function plainWords(text: string, dialect: Dialect): string[] {
  const { words, end, unread } = readCommand(text.trimStart(), 0, dialect, new Map());
  const rest = unread ?? text.trimStart().slice(end).trim().slice(0, 20);
  if (rest !== '') throw new UnreadableWords(`${JSON.stringify(rest)} outside quotes`);
  return [...words];
}

/**
 * The elements of a PowerShell array of strings.
 *
 * @throws UnreadableWords when anything but strings stands there
 */
export function listedWords(text: string): string[] {
  const strings = /(?:['\u2018-\u201b](?:[^'\u2018-\u201b]|['\u2018-\u201b]{2})*['\u2018-\u201b])|([^\s,])/g;
  const stray = [...text.matchAll(strings)].find(([, other]) => other !== undefined);
  if (stray) throw new UnreadableWords(`${JSON.stringify(stray[0])} outside quotes`);
  return [...text.matchAll(strings)].flatMap(([string]) => plainWords(string, POWERSHELL));
}

/**
 * Reads the command that begins at `start`, as far as a reader without a shell can: quotes, escapes and continued lines are
 * undone, and variables replaced that `variables` knows; those it does not know stay as they are written.
 */
export function readCommand(
  text: string,
  start: number,
  dialect: Dialect,
  variables: ReadonlyMap<string, string>,
): ReadCommand {
  const words: string[] = [];
  let word: string | undefined;
  let at = start;
  let unread: string | undefined;
  const add = (part: string) => {
    word = (word ?? '') + part;
  };
  const quoted = ({ body, length, unread: inside }: QuotedText) => {
    add(body);
    at += length;
    unread ??= inside;
  };
  const endWord = () => {
    if (word !== undefined) words.push(word);
    word = undefined;
  };
  const stop = (brokenLine: boolean): ReadCommand => {
    endWord();
    return { words, end: at, brokenLine, ...(unread !== undefined && { unread }) };
  };
  while (at < text.length) {
    const rest = text.slice(at, at + 2);
    const character = text[at]!;
    if (character === dialect.escapeCharacter) {
      const [gap] = /^.[ \t]*\r?\n/.exec(text.slice(at, at + 200)) ?? [];
      if (gap !== undefined && /^.\r?\n$/.test(gap)) {
        at += gap.length;
        if (dialect === POWERSHELL) endWord();
      } else if (gap !== undefined) return stop(true);
      else {
        add(text[at + 1] ?? '');
        at += 2;
      }
    } else if (character === "'" || (dialect === POWERSHELL && POWERSHELL_QUOTE.test(character))) {
      quoted(singleQuoted(text, at, dialect));
    } else if (character === '"') {
      quoted(doubleQuoted(text, at, dialect, variables));
    } else if (character === '$') {
      quoted(variableAt(text, at, variables));
    } else if (OPERATORS.has(character) || rest === '&&' || (character === '#' && word === undefined)) {
      return stop(false);
    } else if (/\s/.test(character)) {
      endWord();
      at += 1;
    } else {
      if (dialect === POSIX && EXPANDED.test(character)) unread ??= character;
      add(character);
      at += 1;
    }
  }
  return stop(false);
}

/** What a quote or a variable stands for, and how many characters it takes up. */
interface QuotedText {
  readonly body: string;
  readonly length: number;
  readonly unread?: string;
}

/** What is between single quotes. PowerShell doubles a quote that is meant. */
function singleQuoted(text: string, at: number, dialect: Dialect): QuotedText {
  const pattern =
    dialect === POWERSHELL
      ? /['\u2018-\u201b]((?:[^'\u2018-\u201b]|['\u2018-\u201b]{2})*)['\u2018-\u201b]/y
      : /'([^']*)'/y;
  pattern.lastIndex = at;
  const [whole, body] = pattern.exec(text) ?? [];
  if (whole === undefined) return { body: text.slice(at + 1), length: text.length - at, unread: text[at]! };
  const meant = dialect === POWERSHELL ? body!.replace(/(['\u2018-\u201b])['\u2018-\u201b]/g, '$1') : body!;
  return { body: meant, length: whole.length };
}

function doubleQuoted(
  text: string,
  at: number,
  { escapeCharacter }: Dialect,
  variables: ReadonlyMap<string, string>,
): QuotedText {
  let body = '';
  let unread: string | undefined;
  let index = at + 1;
  while (index < text.length && text[index] !== '"') {
    const character = text[index]!;
    if (character === escapeCharacter && /["$`\\]/.test(text[index + 1] ?? '')) {
      body += text[index + 1];
      index += 2;
    } else if (character === escapeCharacter && text[index + 1] === '\n') {
      index += 2;
    } else if (character === '$') {
      const value = variableAt(text, index, variables);
      body += value.body;
      index += value.length;
      unread ??= value.unread;
    } else {
      if (character === '`' && escapeCharacter !== '`') unread ??= character;
      body += character;
      index += 1;
    }
  }
  if (index >= text.length) unread ??= '"';
  return { body, length: index + 1 - at, ...(unread !== undefined && { unread }) };
}

/** The value of the variable named at `at`, or its name as written. */
function variableAt(text: string, at: number, variables: ReadonlyMap<string, string>): QuotedText {
  const [whole, braced, plain] = /^\$(?:\{(?:env:)?(\w+)\}|(?:env:)?(\w+))/i.exec(text.slice(at, at + 200)) ?? ['$'];
  const value = variables.get((braced ?? plain ?? '').toLowerCase());
  return { body: value ?? whole, length: whole.length, ...(value === undefined && { unread: whole }) };
}
