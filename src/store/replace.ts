import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { orWriteError } from './transaction.js';

const PRIVATE_FILE = 0o600;

/**
 * Puts one file of a finished deployment in place of its predecessor: a reader sees the old one or the new one, whole.
 *
 * @throws CertlabError ERR_WRITE
 */
export async function replaceFile(path: string, content: string): Promise<void> {
  const beside = join(dirname(path), `.${basename(path)}.new-${randomBytes(6).toString('hex')}`);
  await orWriteError(path, async () => {
    try {
      const handle = await open(beside, 'wx', PRIVATE_FILE);
      try {
        await handle.writeFile(content);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(beside, path);
    } catch (error) {
      await rm(beside, { force: true });
      throw error;
    }
  });
}
