import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import type { Sources } from '../deployment/resolve.js';
import { CertlabError } from '../errors.js';
import type { Terminal } from '../terminal/terminal.js';

/** Where answers come from that are not on the command line: files, a pipe, the environment. */
export function processSources({ input }: Pick<Terminal, 'input'>): Sources {
  return {
    readFile: (path) => readFile(path),
    readStdin: async () => {
      // A terminal would show the secret while it is typed, and a program that waits for it looks stuck.
      if (input.isTTY) {
        throw new CertlabError({
          code: 'ERR_INPUT',
          message: 'a secret was to be read from stdin, and stdin is this terminal',
          hint: 'pipe it in, or name a file that holds it',
        });
      }
      return buffer(input);
    },
    environment: process.env,
  };
}
