import { existsSync, mkdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { mkdir, readdir, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { CertlabError } from '../errors.js';
import { inspectFolder, requireFree } from './folder.js';
import { takeLock } from './lock.js';
import { flushFolders, writeNewFile } from './new-file.js';

/** A deployment being written beside its final place: all of it appears there at once, or nothing does. */
export interface Transaction {
  /** Where it is being written. */
  readonly staging: string;
  /** Writes one file, private folders and modes from birth. */
  writeFile(path: string, content: string | Buffer, mode?: number): Promise<void>;
  /** Puts everything in place; what stood there is kept beside it. Returns where, if anything was replaced. */
  commit(): Promise<string | undefined>;
  /** Removes what was written. Does nothing after commit. */
  abort(): Promise<void>;
}

const PRIVATE_FOLDER = 0o700;
const PRIVATE_FILE = 0o600;

/** Files that may wait for the disk while others are being written. */
const FLUSHED_AT_ONCE = 64;

/**
 * Begins writing the deployment at `folder`.
 *
 * @param options.force replace a deployment that is there (it is kept, renamed)
 * @throws CertlabError ERR_EXISTS, ERR_OUTPUT, ERR_LOCKED or ERR_WRITE
 */
export async function beginTransaction(folder: string, options: { force: boolean; now: Date }): Promise<Transaction> {
  const target = resolve(folder);
  const beside = (suffix: string) => join(dirname(target), `.${basename(target)}.${suffix}`);
  await requireFree(target, options);
  return orWriteError(target, async () => {
    const made = await mkdir(dirname(target), { recursive: true, mode: PRIVATE_FOLDER });
    const lock = await takeLock(beside('lock'));
    const undo = async () => {
      await lock.release();
      if (made !== undefined) await removeEmpty(dirname(target), made);
    };
    try {
      await removeLeftovers(dirname(target), `${basename(beside('new-'))}`);
      const staging = beside(`new-${process.pid}`);
      await mkdir(staging, { mode: PRIVATE_FOLDER });
      return transaction(target, staging, { release: lock.release, undo }, options.now);
    } catch (error) {
      await undo();
      throw error;
    }
  });
}

/** How a transaction leaves: with what it made, or with everything as it was. */
interface Leave {
  release(): Promise<void>;
  undo(): Promise<void>;
}

function transaction(target: string, staging: string, leave: Leave, now: Date): Transaction {
  let open_ = true;
  const folders = new Set([staging]);
  const flushing: Promise<void>[] = [];
  return {
    staging,
    writeFile: (path, content, mode = PRIVATE_FILE) =>
      orWriteError(target, async () => {
        if (!open_) throw new Error('it is closed already');
        const absolute = join(staging, path);
        makeFolders(dirname(absolute), folders);
        const { written, flushed } = writeNewFile(absolute, content, mode);
        // A failure is reported when its turn comes; until then it is not an unhandled one.
        flushed.catch(() => {});
        flushing.push(flushed);
        await written;
        if (flushing.length > FLUSHED_AT_ONCE) await flushing.shift();
      }),
    commit: () =>
      orWriteError(target, async () => {
        await Promise.all(flushing);
        await flushFolders([...folders]);
        const { kind } = await inspectFolder(target);
        const replaced = kind === 'deployment' ? keptName(target, now) : undefined;
        putInPlace(staging, target, replaced);
        open_ = false;
        // It is in place: no failure from here on undoes that.
        await flushFolders([dirname(target)]).catch(() => {});
        await leave.release();
        return replaced;
      }),
    abort: async () => {
      if (!open_) return;
      open_ = false;
      await Promise.allSettled(flushing);
      rmSync(staging, { recursive: true, force: true });
      await leave.undo();
    },
  };
}

function makeFolders(folder: string, made: Set<string>): void {
  if (made.has(folder)) return;
  mkdirSync(folder, { recursive: true, mode: PRIVATE_FOLDER });
  made.add(folder);
}

/** Removes the folders from `folder` up to `first` that were made for the target alone, unless something is in them by now. */
async function removeEmpty(folder: string, first: string): Promise<void> {
  for (let path = folder; path.startsWith(first); path = dirname(path)) {
    const removed = await rmdir(path).then(
      () => true,
      () => false,
    );
    if (!removed) return;
  }
}

/** The old deployment holds authorities' keys that cannot be made again: it is never deleted, only renamed. */
const keptName = (target: string, now: Date): string =>
  `${target}.replaced-${now.toISOString().replaceAll(/[-:]|\.\d+/g, '')}`;

/** Synchronous, so that a run can hardly be killed between the two renames; were it, the old one would lie beside its place. */
function putInPlace(staging: string, target: string, kept: string | undefined): void {
  if (kept !== undefined) renameSync(target, kept);
  // Empty when it was looked at; should something be in it by now, this fails and nothing is lost.
  else if (existsSync(target)) rmdirSync(target);
  try {
    renameSync(staging, target);
  } catch (error) {
    if (kept !== undefined) renameSync(kept, target);
    throw error;
  }
}

/** What a killed run left half-written holds keys nobody uses. Safe to remove while the lock is held. */
async function removeLeftovers(parent: string, prefix: string): Promise<void> {
  for (const entry of await readdir(parent)) {
    if (entry.startsWith(prefix)) await rm(join(parent, entry), { recursive: true, force: true });
  }
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
