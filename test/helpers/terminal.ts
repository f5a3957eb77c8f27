import { PassThrough } from 'node:stream';
import { Chalk } from 'chalk';
import type { Terminal } from '../../src/cli/terminal/terminal.js';

/** A terminal without colours that remembers what was written to it. */
export interface FakeTerminal extends Terminal {
  written(): { readonly output: string; readonly error: string };
}

export function fakeTerminal(options: { interactive?: boolean; isTTY?: boolean } = {}): FakeTerminal {
  const plain = new Chalk({ level: 0 });
  const streams = { output: [] as string[], error: [] as string[] };
  const stream = (name: keyof typeof streams) =>
    Object.assign(
      new PassThrough().on('data', (chunk) => streams[name].push(String(chunk))),
      {
        isTTY: options.isTTY ?? false,
      },
    ) as unknown as NodeJS.WriteStream;
  const output = stream('output');
  const error = stream('error');
  const say = (text: string) => void error.write(`${text}\n`);
  return {
    colour: plain,
    colourError: plain,
    interactive: options.interactive ?? false,
    quiet: false,
    input: new PassThrough() as unknown as NodeJS.ReadStream,
    output,
    error,
    print: (text) => void output.write(`${text}\n`),
    say,
    notice: (text) => say(`note: ${text}`),
    problem: ({ message, hint }) => say(`error: ${message}${hint ? `\nhint: ${hint}` : ''}`),
    written: () => ({ output: streams.output.join(''), error: streams.error.join('') }),
  };
}
