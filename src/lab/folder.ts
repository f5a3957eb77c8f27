import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CertlabError } from '../errors.js';

/** Names of the folders in `authorities/`. */
export const authorityNames = (folder: string): Promise<string[]> =>
  readdir(join(folder, 'authorities'))
    .then((names) => names.sort())
    .catch(() => []);

/** A deployment's folder that lacks something. */
export function unreadable(folder: string, what: string, cause?: unknown): CertlabError {
  const hint = 'give the folder that create made, with its authorities/ folder';
  return new CertlabError({ code: 'ERR_READ', message: `cannot use ${folder}: ${what}`, hint }, { cause });
}
