import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import type { Sources } from '../deployment/resolve.js';
import { CertlabError } from '../errors.js';
import type { Terminal } from '../terminal/terminal.js';

/** Where answers come from that are not on the command line: files, a pipe, the environment. */
export function processSources({ input }: Pick<Terminal, 'input'>): Sources {
  let isRead = false;
  return {
    readFile: (path) => readFile(path),
    readStdin: async () => {
      // A terminal would show the secret while it is typed, and a program that waits for it looks stuck.
      if (input.isTTY) {
        throw new CertlabError({
          code: 'ERR_INPUT',
          message: 'stdin was to be read, and stdin is this terminal',
          hint: 'pipe it in, or name a file that holds it',
        });
      }
      // A second reader, as --config and a passphrase, would find it empty.
      if (isRead) {
        throw new CertlabError({
          code: 'ERR_USAGE',
          message: 'two answers cannot both come from stdin',
          hint: 'put one of them into a file',
        });
      }
      isRead = true;
      return buffer(input);
    },
    environment: process.env,
  };
}
