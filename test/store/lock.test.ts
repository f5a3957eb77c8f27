import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { takeLock } from '../../src/store/lock.js';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'certlab-lock-'));
  path = join(folder, 'lock');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('is taken by one of many that find the lock of a process that is gone', async () => {
  const gone = spawnSync(process.execPath, ['-e', '0']).pid;
  for (let round = 0; round < 20; round++) {
    await writeFile(path, `${gone}\n`);
    const outcomes = await Promise.allSettled(Array.from({ length: 12 }, () => takeLock(path)));
    const taken = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    expect(taken).toHaveLength(1);
    expect(await readFile(path, 'utf8')).toBe(`${process.pid}\n`);
    await taken[0]!.release();
    expect(await readdir(folder)).toEqual([]);
  }
});
