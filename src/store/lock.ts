import { type FileHandle, open, readFile, rm } from 'node:fs/promises';
import { CertlabError } from '../errors.js';

/** Held while one program writes a deployment. */
export interface Lock {
  release(): Promise<void>;
}

/**
 * Takes the lock file at `path`. A lock whose process is gone (kill -9, power cut) is taken over.
 *
 * @throws CertlabError ERR_LOCKED when another live process holds it
 */
export async function takeLock(path: string): Promise<Lock> {
  const handle = (await tryCreate(path)) ?? (await takeOver(path));
  await handle.writeFile(`${process.pid}\n`);
  await handle.close();
  return { release: () => rm(path, { force: true }) };
}

async function tryCreate(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'wx', 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return undefined;
    throw error;
  }
}

/**
 * One at a time may judge a lock and remove it: of two that found the same dead holder, the second would remove what the
 * first has just taken.
 */
async function takeOver(path: string): Promise<FileHandle> {
  const turnPath = `${path}.takeover`;
  const turn = await tryCreate(turnPath);
  if (!turn) throw locked(turnPath, 0);
  try {
    const text = await readFile(path, 'utf8').catch(() => undefined);
    const holder = Number(text);
    if (text !== undefined && (!Number.isInteger(holder) || holder <= 0 || isAlive(holder))) throw locked(path, holder);
    await rm(path, { force: true });
    const handle = await tryCreate(path);
    if (!handle) throw locked(path, holder);
    return handle;
  } finally {
    await turn.close();
    await rm(turnPath, { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, and belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function locked(path: string, holder: number): CertlabError {
  return new CertlabError({
    code: 'ERR_LOCKED',
    message: `another fleet-certlab${holder > 0 ? ` (process ${holder})` : ''} is writing here: ${path}`,
    hint: 'wait for it to end; if no such process runs, delete that file',
  });
}
