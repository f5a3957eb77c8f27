import { closeSync, fsync, open, openSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';

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
