import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

/** No certificate, key or passphrase is larger, and what is read stays in memory. */
export const LARGEST_FILE = 1024 * 1024;

/** A path on this machine, as far as it can be read. */
export type ReadFile =
  | { readonly state: 'read'; readonly content: Buffer; readonly mode: number; readonly gid: number }
  | { readonly state: 'missing' | 'directory' | 'unreadable' | 'too-large' };

/** Reads a file of at most 1 MiB. Devices and pipes are not read: one would never end. */
export async function readBounded(path: string): Promise<ReadFile> {
  try {
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const about = await file.stat();
      if (about.isDirectory()) return { state: 'directory' };
      if (!about.isFile()) return { state: 'unreadable' };
      if (about.size > LARGEST_FILE) return { state: 'too-large' };
      const content = Buffer.alloc(about.size);
      const { bytesRead } = await file.read(content, 0, content.length, 0);
      return { state: 'read', content: content.subarray(0, bytesRead), mode: about.mode & 0o7777, gid: about.gid };
    } finally {
      await file.close();
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return { state: 'missing' };
    return { state: code === 'EISDIR' ? 'directory' : 'unreadable' };
  }
}
