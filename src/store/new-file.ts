import { closeSync, fsync, openSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';

/**
 * Writes a file that did not exist, and leaves it open. Synchronous, because the thread pool is full of keys being made: a
 * file would wait behind them longer than it takes.
 */
export function writeNewFile(path: string, content: string | Buffer, mode: number): number {
  const descriptor = openSync(path, 'wx', mode);
  try {
    writeFileSync(descriptor, content);
    return descriptor;
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

const flush = promisify(fsync);

/** Makes a file outlast a power cut; without it a rename may reach the disk before what it renames. */
export async function closeFlushed(descriptor: number): Promise<void> {
  try {
    await flush(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** The same for folders: their entries. */
export async function flushFolders(paths: readonly string[]): Promise<void> {
  // Windows has no such thing.
  if (process.platform === 'win32') return;
  for (const path of paths) await closeFlushed(openSync(path, 'r')).catch(ignoreUnsupported);
}

/** Some network file systems cannot flush folders (fsync(2), EINVAL). */
function ignoreUnsupported(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EINVAL') throw error;
}
