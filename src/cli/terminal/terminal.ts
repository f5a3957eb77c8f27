import { Chalk, type ChalkInstance, supportsColor, supportsColorStderr } from 'chalk';
import type { Problem } from '../../errors.js';
import { fold } from './fold.js';

/**
 * Terminal manners. stdout carries the answer, for people and pipes alike; stderr carries questions, progress, notices and
 * errors. Colour only where a terminal reads it and NO_COLOR is not set. Errors are `error:` and `hint:`, lower case, one
 * line each.
 */
export interface Terminal {
  /** Colours for stdout, and for stderr. */
  readonly colour: ChalkInstance;
  readonly colourError: ChalkInstance;
  /** True when somebody can answer questions here. */
  readonly interactive: boolean;
  /** With --quiet: nothing but the answer and errors. */
  readonly quiet: boolean;
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
  readonly error: NodeJS.WriteStream;
  /** Part of the answer. */
  print(text: string): void;
  /** For the person, not for the pipe; silent with --quiet. */
  say(text: string): void;
  notice(text: string): void;
  problem(problem: Problem): void;
}

/** The terminal this process runs in. */
export function processTerminal(): Terminal {
  const { stdin: input, stdout: output, stderr: error } = process;
  const colour = colours(output, supportsColor);
  const colourError = colours(error, supportsColorStderr);
  const write = (text: string) => void error.write(`${text}\n`);
  const labelled = (label: string, shade: 'yellow' | 'red' | 'cyan', text: string) => {
    const margin = `${label}: `.length;
    // Elsewhere than in a terminal one message stays one line.
    const line = error.isTTY ? fold(visible(text), error.columns, margin) : visible(text);
    write(`${colourError[shade](`${label}:`)} ${line}`);
  };
  return {
    colour,
    colourError,
    interactive: Boolean(input.isTTY && error.isTTY),
    quiet: false,
    input,
    output,
    error,
    print: (text) => void output.write(`${text}\n`),
    say: write,
    notice: (text) => labelled('note', 'yellow', text),
    problem: ({ message, hint }) => {
      labelled('error', 'red', message);
      if (hint) labelled('hint', 'cyan', hint);
    },
  };
}

/** The same terminal for a run with --quiet: nothing is said but the answer and errors. */
export function quietTerminal(terminal: Terminal): Terminal {
  return { ...terminal, quiet: true, say: () => {}, notice: () => {} };
}

/** https://no-color.org: any value but the empty one counts. */
function colours(stream: NodeJS.WriteStream, support: typeof supportsColor): ChalkInstance {
  return new Chalk({ level: stream.isTTY && !process.env.NO_COLOR && support ? support.level : 0 });
}

/** Input is echoed in errors; a control character in it must not reach the terminal (escape sequences, faked lines). */
export function visible(text: string): string {
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
