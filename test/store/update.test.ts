import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { beginTransaction, beginUpdate, recoverUpdate } from '../../src/store/transaction.js';

let parent: string;
let target: string;

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'certlab-update-'));
  target = join(parent, 'fleet');
  const transaction = await beginTransaction(target, { force: false, now: new Date('2026-11-24T10:00:00Z') });
  for (const path of ['inventory.json', 'bundles/a.zip', 'bundles/b.zip']) await transaction.writeFile(path, 'old');
  await transaction.commit();
});
afterEach(() => rm(parent, { recursive: true, force: true }));

const text = (path: string) => readFile(join(target, path), 'utf8');
const inode = async (path: string) => (await stat(join(target, path))).ino;

/** A process number that no system gives. */
const DEAD = 999_999_999;

/** The lock of a run that was killed while it wrote into `writes`. */
const lockOf = (writes: string) =>
  writeFile(
    join(parent, '.fleet.lock'),
    `${JSON.stringify({ program: 'fleet-certlab', process: DEAD, host: hostname(), writes })}\n`,
    { mode: 0o600 },
  );

describe('an update of a deployment', () => {
  it('replaces what is written and keeps everything else as the very same files', async () => {
    await writeFile(join(target, 'notes.txt'), "the operator's");
    await symlink('notes.txt', join(target, 'link'));
    const kept = await inode('bundles/b.zip');
    const update = await beginUpdate(target);
    await update.writeFile('bundles/a.zip', 'new');
    expect(await text('bundles/a.zip')).toBe('old');
    await update.commit();
    expect([await text('bundles/a.zip'), await text('notes.txt'), await text('link')]).toEqual([
      'new',
      "the operator's",
      "the operator's",
    ]);
    expect(await inode('bundles/b.zip')).toBe(kept);
    expect(await readdir(parent)).toEqual(['fleet']);
  });

  it('leaves out and links what it is told to', async () => {
    const update = await beginUpdate(target);
    update.link('bundles/a.zip', 'rollout/step-0/bundles/a.zip');
    await update.writeFile('bundles/a.zip', 'new');
    update.remove('bundles/b.zip');
    await update.commit();
    expect(await text('rollout/step-0/bundles/a.zip')).toBe('old');
    expect(await readdir(join(target, 'bundles'))).toEqual(['a.zip']);
  });

  it('changes nothing when it is given up', async () => {
    const update = await beginUpdate(target);
    await update.writeFile('bundles/a.zip', 'new');
    await update.abort();
    expect(await text('bundles/a.zip')).toBe('old');
    expect(await readdir(parent)).toEqual(['fleet']);
  });

  it('refuses a folder that is not a deployment', async () => {
    await expect(beginUpdate(join(parent, 'other'))).rejects.toThrow('is not a deployment');
    expect(await readdir(parent)).toEqual(['fleet']);
  });
});

describe('an update that was killed', () => {
  it('between its two renames is taken back by the next command', async () => {
    await mkdir(join(parent, '.fleet.new-0123456789ab'));
    await rename(target, join(parent, '.fleet.old-0123456789ab'));
    await lockOf('.fleet.new-0123456789ab');
    recoverUpdate(target);
    expect(await text('bundles/a.zip')).toBe('old');
    expect(await readdir(parent)).toEqual(['fleet']);
  });

  it('after both leaves the new one, and the old one goes', async () => {
    await mkdir(join(parent, '.fleet.old-0123456789ab'));
    await lockOf('.fleet.new-0123456789ab');
    await (await beginUpdate(target)).abort();
    expect(await text('bundles/a.zip')).toBe('old');
    expect(await readdir(parent)).toEqual(['fleet']);
  });

  it("leaves a folder alone that is somebody's and has a similar name", async () => {
    await mkdir(join(parent, '.fleet.old-mine'));
    await lockOf('.fleet.new-mine');
    await (await beginUpdate(target)).abort();
    expect((await readdir(parent)).sort()).toEqual(['.fleet.old-mine', 'fleet']);
  });
});
