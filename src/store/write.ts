import { randomBytes } from 'node:crypto';
import { closeSync, fsync, open, openSync, writeFileSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { CertlabError } from '../errors.js';

export const PRIVATE_FILE = 0o600;

const openFile = promisify(open);
const flush = promisify(fsync);

/** A file on its way to the disk. */
export interface NewFile {
  /** It is there, with its content. */
  readonly written: Promise<unknown>;
  /** It outlasts a power cut; without that a rename may reach the disk before what it renames. Fails as `written` does. */
  readonly flushed: Promise<void>;
}

/**
 * Writes a file that did not exist. To make it takes a disk longer than to fill it, so only that leaves the thread that
 * everything else waits for.
 */
export function writeNewFile(path: string, content: string | Buffer, mode: number): NewFile {
  const written = openFile(path, 'wx', mode).then((descriptor) => fill(descriptor, content));
  return { written, flushed: written.then(closeFlushed) };
}

function fill(descriptor: number, content: string | Buffer): number {
  try {
    writeFileSync(descriptor, content);
    return descriptor;
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

async function closeFlushed(descriptor: number): Promise<void> {
  try {
    await flush(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Makes the entries of folders outlast a power cut. */
export async function flushFolders(paths: readonly string[]): Promise<void> {
  // Windows has no such thing.
  if (process.platform === 'win32') return;
  for (const path of paths) await closeFlushed(openSync(path, 'r')).catch(ignoreUnsupported);
}

/** Some network file systems cannot flush folders (fsync(2), EINVAL). */
function ignoreUnsupported(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EINVAL') throw error;
}

/**
 * Puts one file of a finished deployment in place of its predecessor: a reader sees the old one or the new one, whole.
 *
 * @throws CertlabError ERR_WRITE
 */
export async function replaceFile(path: string, content: string): Promise<void> {
  const beside = join(dirname(path), `.${basename(path)}.new-${randomBytes(6).toString('hex')}`);
  await orWriteError(path, async () => {
    try {
      await writeNewFile(beside, content, PRIVATE_FILE).flushed;
      await rename(beside, path);
    } catch (error) {
      await rm(beside, { force: true });
      throw error;
    }
  });
}

const REASONS: Record<string, string> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  EFBIG: 'a file would become larger than is allowed here',
  EIO: 'the disk reports an error',
};

/** Turns the system's errors into one line that says that nothing was lost. */
export async function orWriteError<T>(target: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof CertlabError) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? '';
    throw new CertlabError(
      {
        code: 'ERR_WRITE',
        message: `cannot write ${target}: ${REASONS[code] ?? (error as Error).message}`,
        hint: 'nothing was written; what was there before is unchanged',
      },
      { cause: error },
    );
  }
}
