import { randomBytes } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { mkdir, rmdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { inspectFolder, requireDeployment, requireFree } from './folder.js';
import { takeLock } from './lock.js';
import { linkOrCopy, takeOver } from './take-over.js';
import { flushFolders, orWriteError, PRIVATE_FILE, writeNewFile } from './write.js';

/** A deployment being written beside its final place: all of it appears there at once, or nothing does. */
export interface Transaction {
  /** Where it is being written. */
  readonly staging: string;
  /** Writes one file, private folders and modes from birth. A file that was taken over from before is replaced. */
  writeFile(path: string, content: string | Buffer, mode?: number): Promise<void>;
  /** Leaves out a file or a folder that was taken over from before. */
  remove(path: string): void;
  /** Makes a file that was taken over appear at a second path too, in place of what is there. */
  link(from: string, to: string): void;
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
  return begin(target, false, async (staging) => {
    // The deployment of a killed update may be back by now.
    await requireFree(target, options);
    return async () => {
      const { kind } = await inspectFolder(target);
      const replaced = kind === 'deployment' ? keptName(target, options.now) : undefined;
      putInPlace(staging, target, replaced);
      return replaced;
    };
  });
}

/**
 * Begins a change of the deployment at `folder`. Everything in it is there again unless it is replaced or left out, also
 * files of somebody else: as links to the same files, so that 10,000 bundles cost no space and little time. After a kill at
 * any moment the folder is the old one or the new one; a kill between the two renames of the commit leaves the old one
 * beside its place, and the next command puts it back.
 *
 * @throws CertlabError ERR_READ when no deployment is there, ERR_OUTPUT, ERR_LOCKED or ERR_WRITE
 */
export async function beginUpdate(folder: string): Promise<Transaction> {
  const target = resolve(folder);
  return begin(target, true, async (staging) => {
    await requireDeployment(target);
    takeOver(target, staging);
    return async () => {
      const old = oldName(target, basename(staging));
      putInPlace(staging, target, old);
      rmSync(old, { recursive: true });
      return undefined;
    };
  });
}

/**
 * Puts back the deployment of an update that was killed between its two renames. Does nothing where a deployment is.
 *
 * @throws CertlabError ERR_LOCKED when the update is still running
 */
export function recoverUpdate(folder: string): void {
  const target = resolve(folder);
  if (existsSync(target) || !existsSync(lockPath(target))) return;
  lockFor(target, `${stagingPrefix(target)}${newId()}`).release();
}

const newId = (): string => randomBytes(6).toString('hex');

const lockPath = (target: string): string => join(dirname(target), `.${basename(target)}.lock`);

const lockFor = (target: string, writes: string) =>
  takeLock(lockPath(target), writes, (leftover) => removeLeftover(target, leftover));

/** Puts the staging folder in place; returns where what stood there is kept, if it is. */
type Commit = () => Promise<string | undefined>;

/** @param prepare looks at the target while the lock is held, and fills the staging folder */
async function begin(
  target: string,
  isUpdate: boolean,
  prepare: (staging: string) => Promise<Commit>,
): Promise<Transaction> {
  return orWriteError(target, async () => {
    const made = await mkdir(dirname(target), { recursive: true, mode: PRIVATE_FOLDER });
    const staging = join(dirname(target), `${stagingPrefix(target)}${newId()}`);
    const lock = lockFor(target, basename(staging));
    const undo = async () => {
      rmSync(staging, { recursive: true, force: true });
      lock.release();
      if (made !== undefined) await removeEmpty(dirname(target), made);
    };
    try {
      await mkdir(staging, { mode: PRIVATE_FOLDER });
      const commit = await prepare(staging);
      return transaction(target, staging, { release: lock.release, undo, commit, isUpdate });
    } catch (error) {
      await undo();
      throw error;
    }
  });
}

/** How a transaction leaves: with what it made, or with everything as it was. */
interface Leave {
  readonly commit: Commit;
  readonly isUpdate: boolean;
  release(): void;
  undo(): Promise<void>;
}

function transaction(target: string, staging: string, leave: Leave): Transaction {
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
        // Never into the file that the old folder has too.
        if (leave.isUpdate) rmSync(absolute, { force: true });
        const { written, flushed } = writeNewFile(absolute, content, mode);
        // A failure is reported when its turn comes; until then it is not an unhandled one.
        flushed.catch(() => {});
        flushing.push(flushed);
        await written;
        if (flushing.length > FLUSHED_AT_ONCE) await flushing.shift();
      }),
    remove: (path) => rmSync(join(staging, path), { recursive: true, force: true }),
    link: (from, to) => {
      makeFolders(dirname(join(staging, to)), folders);
      rmSync(join(staging, to), { force: true });
      linkOrCopy(join(staging, from), join(staging, to));
    },
    commit: () =>
      orWriteError(target, async () => {
        await Promise.all(flushing);
        await flushFolders([...folders]);
        const replaced = await leave.commit();
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

/** What a killed run left. Its lock names the folder; a name that no run of this target makes is left alone. */
function removeLeftover(target: string, name: string): void {
  const prefix = stagingPrefix(target);
  if (!name.startsWith(prefix) || !/^[0-9a-f]{12}$/.test(name.slice(prefix.length))) return;
  const old = oldName(target, name);
  if (isFolder(old)) {
    if (existsSync(target)) rmSync(old, { recursive: true });
    else renameSync(old, target);
  }
  // Half-written: it holds keys nobody uses.
  const staging = join(dirname(target), name);
  if (isFolder(staging)) rmSync(staging, { recursive: true });
}

const isFolder = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

const stagingPrefix = (target: string): string => `.${basename(target)}.new-`;

/** Where an update keeps the old folder between its two renames. */
const oldName = (target: string, staging: string): string =>
  join(dirname(target), `.${basename(target)}.old-${staging.slice(stagingPrefix(target).length)}`);
