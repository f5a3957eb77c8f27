import { createReadStream } from 'node:fs';
import type { Sources } from '../deployment/resolve.js';
import { CertlabError } from '../errors.js';
import type { Terminal } from './terminal/terminal.js';

/** Room for a hundred thousand agents with all their names. A device never ends, and what is read stays in memory. */
const LARGEST_INPUT = 32 * 1024 * 1024;

/** Where answers come from that are not on the command line: files, a pipe, the environment. */
export function processSources({ input }: Pick<Terminal, 'input'>): Sources {
  let isRead = false;
  return {
    readFile: (path) => readBounded(createReadStream(path)),
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
      return readBounded(input);
    },
    environment: process.env,
  };
}

/** @throws Error with the code EFBIG as soon as too much has come */
async function readBounded(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > LARGEST_INPUT) throw Object.assign(new Error('too large'), { code: 'EFBIG' });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
