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
}

/** Ends a command unless quoted. */
const OPERATORS = new Set([';', '|', '>', '<', ')', '\n']);

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
  const add = (part: string) => {
    word = (word ?? '') + part;
  };
  const endWord = () => {
    if (word !== undefined) words.push(word);
    word = undefined;
  };
  const stop = (brokenLine: boolean): ReadCommand => {
    endWord();
    return { words, end: at, brokenLine };
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
    } else if (character === "'") {
      const [body, length] = singleQuoted(text, at, dialect);
      add(body);
      at += length;
    } else if (character === '"') {
      const [body, length] = doubleQuoted(text, at, dialect, variables);
      add(body);
      at += length;
    } else if (character === '$') {
      const [value, length] = variableAt(text, at, variables);
      add(value);
      at += length;
    } else if (OPERATORS.has(character) || rest === '&&' || (character === '#' && word === undefined)) {
      return stop(false);
    } else if (/\s/.test(character)) {
      endWord();
      at += 1;
    } else {
      add(character);
      at += 1;
    }
  }
  return stop(false);
}

/** What is between single quotes, and its length with them. PowerShell doubles a quote that is meant. */
function singleQuoted(text: string, at: number, dialect: Dialect): [string, number] {
  const pattern = dialect === POWERSHELL ? /'((?:[^']|'')*)'/y : /'([^']*)'/y;
  pattern.lastIndex = at;
  const [whole, body] = pattern.exec(text) ?? [text.slice(at), text.slice(at + 1)];
  return [dialect === POWERSHELL ? body!.replaceAll("''", "'") : body!, whole.length];
}

function doubleQuoted(
  text: string,
  at: number,
  { escapeCharacter }: Dialect,
  variables: ReadonlyMap<string, string>,
): [string, number] {
  let body = '';
  let index = at + 1;
  while (index < text.length && text[index] !== '"') {
    const character = text[index]!;
    if (character === escapeCharacter && /["$`\\]/.test(text[index + 1] ?? '')) {
      body += text[index + 1];
      index += 2;
    } else if (character === '$') {
      const [value, length] = variableAt(text, index, variables);
      body += value;
      index += length;
    } else {
      body += character;
      index += 1;
    }
  }
  return [body, index + 1 - at];
}

/** The value of the variable named at `at`, or its name as written, and the length of the name. */
function variableAt(text: string, at: number, variables: ReadonlyMap<string, string>): [string, number] {
  const [whole, braced, plain] = /^\$(?:\{(?:env:)?(\w+)\}|(?:env:)?(\w+))/i.exec(text.slice(at, at + 200)) ?? ['$'];
  return [variables.get((braced ?? plain ?? '').toLowerCase()) ?? whole, whole.length];
}
