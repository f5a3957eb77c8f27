import chalk, { Chalk, type ChalkInstance } from 'chalk';
import type { Problem } from '../errors.js';

/**
 * Terminal manners. stdout carries the answer, for people and pipes alike; stderr carries progress, notices and errors.
 * Colour only where a terminal reads it and NO_COLOR is not set. Errors are `error:` and `hint:`, lower case, one line each.
 */
export interface Terminal {
  /** Colours for stdout, and for stderr. */
  readonly colour: ChalkInstance;
  readonly colourError: ChalkInstance;
  /** True when somebody can answer questions here. */
  readonly interactive: boolean;
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
export function processTerminal(options: { quiet: boolean }): Terminal {
  const plain = new Chalk({ level: 0 });
  const colours = (stream: NodeJS.WriteStream) => (stream.isTTY && !process.env['NO_COLOR'] ? chalk : plain);
  const { stdin: input, stdout: output, stderr: error } = process;
  const colourError = colours(error);
  return {
    colour: colours(output),
    colourError,
    interactive: Boolean(input.isTTY && error.isTTY),
    input,
    output,
    error,
    print: (text) => void output.write(`${text}\n`),
    say: (text) => void (options.quiet || error.write(`${text}\n`)),
    notice: (text) => void (options.quiet || error.write(`${colourError.yellow('note:')} ${text}\n`)),
    problem: (problem) => {
      error.write(`${colourError.red('error:')} ${visible(problem.message)}\n`);
      if (problem.hint) error.write(`${colourError.cyan('hint:')} ${visible(problem.hint)}\n`);
    },
  };
}

/** Input is echoed in errors; a control character in it must not reach the terminal (escape sequences, faked lines). */
function visible(text: string): string {
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
