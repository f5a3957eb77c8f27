import { spawn, spawnSync } from 'node:child_process';
import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CertlabError } from '../../src/errors.js';
import { takeLock } from '../../src/store/lock.js';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'certlab-lock-'));
  path = join(folder, 'lock');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const take = (cleared: string[] = []) => takeLock(path, '.fleet.new-mine', (writes) => cleared.push(writes));
const lockOf = (changes: object) =>
  `${JSON.stringify({ program: 'fleet-certlab', process: GONE, host: hostname(), writes: '.fleet.new-old', ...changes })}\n`;
/** A process that has ended. */
const GONE = spawnSync(process.execPath, ['-e', '0']).pid;

function refused(): CertlabError {
  try {
    take().release();
  } catch (error) {
    return error as CertlabError;
  }
  throw new Error('the lock was taken');
}

it('names its holder while it is held, and is gone afterwards', async () => {
  const lock = take();
  expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({
    program: 'fleet-certlab',
    process: process.pid,
    host: hostname(),
    writes: '.fleet.new-mine',
  });
  expect((await lstat(path)).mode & 0o777).toBe(0o600);
  expect(refused()).toMatchObject({ code: 'ERR_LOCKED', message: expect.stringContaining(`process ${process.pid}`) });
  lock.release();
  expect(await readdir(folder)).toEqual([]);
});

it('of a killed run on this host is taken by one of many, and what that run was writing is cleared', async () => {
  for (let round = 0; round < 20; round++) {
    await writeFile(path, lockOf({}));
    const cleared: string[] = [];
    const taken = Array.from({ length: 12 }, () => {
      try {
        return take(cleared);
      } catch {
        return undefined;
      }
    }).filter((lock) => lock !== undefined);
    expect(taken).toHaveLength(1);
    expect(cleared).toEqual(['.fleet.new-old']);
    taken[0]!.release();
    expect(await readdir(folder)).toEqual([]);
  }
});

describe('is left alone, named with its holder or with what it is', () => {
  it.each<[string, () => Promise<unknown>, RegExp]>([
    [
      'of a live process',
      async () => writeFile(path, lockOf({ process: process.ppid })),
      new RegExp(`process ${process.ppid}`),
    ],
    ['of another host', () => writeFile(path, lockOf({ host: 'other' })), /on "other"/],
    ['of a foreign program', () => writeFile(path, 'hello'), /was not written by fleet-certlab/],
    ['that names no process', () => writeFile(path, lockOf({ process: 'x' })), /was not written by fleet-certlab/],
    ['that is large', () => writeFile(path, 'x'.repeat(5000)), /was not written by fleet-certlab/],
    ['that is empty and new', () => writeFile(path, '', { mode: 0o600 }), /is empty/],
    ['that is empty and of somebody else', () => oldEmpty(0o644), /is empty/],
    ['that is a folder', () => mkdir(path), /is a folder/],
    ['that is a link', () => symlink('/etc/passwd', path), /is a symbolic link/],
  ])('one %s', async (_, make, message) => {
    await make();
    const before = await lstat(path);
    const error = refused();
    expect(error).toMatchObject({ code: 'ERR_LOCKED', message: expect.stringMatching(message) });
    expect(error.message).toContain(path);
    expect(error.problems[0]!.hint).toContain('remove');
    expect((await lstat(path)).ino).toBe(before.ino);
    expect(await readdir(folder)).toEqual(['lock']);
  });
});

it('that stayed empty, as a power cut leaves it, is taken over after a minute', async () => {
  await oldEmpty(0o600);
  take().release();
  expect(await readdir(folder)).toEqual([]);
});

it('whose turn to be taken over was left by a killed run as well is taken all the same', async () => {
  await writeFile(path, lockOf({}));
  await writeFile(`${path}.takeover`, lockOf({}));
  take().release();
  expect(await readdir(folder)).toEqual([]);
});

it('of a process that still runs is held, also after this one was asked twice', async () => {
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)']);
  await writeFile(path, lockOf({ process: child.pid }));
  expect(refused().code).toBe('ERR_LOCKED');
  expect(refused().code).toBe('ERR_LOCKED');
  child.kill('SIGKILL');
  await new Promise((resolve) => child.on('exit', resolve));
  take().release();
});

async function oldEmpty(mode: number): Promise<void> {
  await writeFile(path, '');
  await chmod(path, mode);
  const old = new Date(Date.now() - 120_000);
  await utimes(path, old, old);
}
