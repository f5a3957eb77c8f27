import { randomBytes } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { mkdir, rmdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { inspectFolder, requireFree } from './folder.js';
import { takeLock } from './lock.js';
import { flushFolders, orWriteError, PRIVATE_FILE, writeNewFile } from './write.js';

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
  await requireFree(target, options);
  return orWriteError(target, async () => {
    const made = await mkdir(dirname(target), { recursive: true, mode: PRIVATE_FOLDER });
    const name = `${stagingPrefix(target)}${randomBytes(6).toString('hex')}`;
    const staging = join(dirname(target), name);
    const lock = takeLock(join(dirname(target), `.${basename(target)}.lock`), name, (leftover) =>
      removeLeftover(target, leftover),
    );
    const undo = async () => {
      lock.release();
      if (made !== undefined) await removeEmpty(dirname(target), made);
    };
    try {
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
  release(): void;
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
        leave.release();
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

/** What a killed run left half-written holds keys nobody uses. Its lock names the folder; a name that no run of this target makes is left alone. */
function removeLeftover(target: string, name: string): void {
  const path = join(dirname(target), name);
  const made =
    name.startsWith(stagingPrefix(target)) && /^[0-9a-f]{12}$/.test(name.slice(stagingPrefix(target).length));
  if (made && lstatSync(path, { throwIfNoEntry: false })?.isDirectory()) rmSync(path, { recursive: true });
}

const stagingPrefix = (target: string): string => `.${basename(target)}.new-`;
