import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CertlabError } from '../../src/errors.js';
import { beginTransaction } from '../../src/store/transaction.js';

const NOW = new Date('2026-11-24T10:00:00Z');
let parent: string;
let target: string;

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'certlab-store-'));
  target = join(parent, 'fleet');
});
afterEach(() => rm(parent, { recursive: true, force: true }));

const begin = (force = false) => beginTransaction(target, { force, now: NOW });
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error) => (error instanceof CertlabError ? error.code : String(error)),
  );

/** Writes a deployment whose inventory says `text`. */
async function write(text: string, force = false): Promise<string | undefined> {
  const transaction = await begin(force);
  await transaction.writeFile('inventory.json', text);
  await transaction.writeFile('authorities/es-ca/es-ca-key.pem', text);
  return transaction.commit();
}

describe('a deployment being written', () => {
  it('appears only on commit, and whole', async () => {
    const transaction = await begin();
    await transaction.writeFile('inventory.json', '{}');
    await transaction.writeFile('authorities/es-ca/es-ca.pem', 'pem');
    expect(await stat(target).catch(() => 'absent')).toBe('absent');
    await transaction.commit();
    expect((await readdir(target)).sort()).toEqual(['authorities', 'inventory.json']);
    expect(await readdir(parent)).toEqual(['fleet']);
  });

  it('leaves nothing behind when it is given up', async () => {
    const transaction = await begin();
    await transaction.writeFile('inventory.json', '{}');
    await transaction.abort();
    expect(await readdir(parent)).toEqual([]);
  });

  it('takes the folders along that were made for it alone', async () => {
    const nested = join(parent, 'output', 'lab', 'fleet');
    await mkdir(join(parent, 'output'));
    const transaction = await beginTransaction(nested, { force: false, now: NOW });
    await transaction.writeFile('inventory.json', '{}');
    await transaction.abort();
    expect(await readdir(join(parent, 'output'))).toEqual([]);
  });

  it('takes no further file once it is given up', async () => {
    const transaction = await begin();
    await transaction.abort();
    await expect(transaction.writeFile('es-ca-key.pem', 'key')).rejects.toThrow(/closed/);
    expect(await readdir(parent)).toEqual([]);
  });

  it('is private from birth, whatever the umask', async () => {
    const umask = process.umask(0);
    try {
      const transaction = await begin();
      await transaction.writeFile('authorities/es-ca/es-ca-key.pem', 'key');
      expect((await stat(transaction.staging)).mode & 0o777).toBe(0o700);
      await transaction.writeFile('bundles/a.zip', Buffer.from('zip'));
      await transaction.commit();
      for (const folder of ['', 'authorities', 'authorities/es-ca', 'bundles']) {
        expect((await stat(join(target, folder))).mode & 0o777, folder).toBe(0o700);
      }
      for (const file of ['authorities/es-ca/es-ca-key.pem', 'bundles/a.zip']) {
        expect((await stat(join(target, file))).mode & 0o777, file).toBe(0o600);
      }
    } finally {
      process.umask(umask);
    }
  });
});

describe('a place that is taken', () => {
  it('by a deployment is refused, and says how many bundles are there', async () => {
    await write('{}');
    await mkdir(join(target, 'bundles'));
    await writeFile(join(target, 'bundles', 'agent-a.zip'), '');
    await expect(begin()).rejects.toThrow(/already holds a deployment with 1 bundle$/);
  });

  it('by a deployment is replaced with force, and the old one kept with its keys', async () => {
    await write('old');
    const kept = await write('new', true);
    expect(await readFile(join(target, 'inventory.json'), 'utf8')).toBe('new');
    expect(kept).toBe(`${target}.replaced-20261124T100000Z`);
    expect(await readFile(join(kept ?? '', 'authorities/es-ca/es-ca-key.pem'), 'utf8')).toBe('old');
  });

  it('by other files is refused even with force', async () => {
    await mkdir(target);
    await writeFile(join(target, 'thesis.doc'), 'do not lose me');
    expect(await codeOf(begin(true))).toBe('ERR_EXISTS');
    expect(await readFile(join(target, 'thesis.doc'), 'utf8')).toBe('do not lose me');
  });

  it('by a symbolic link is refused', async () => {
    await mkdir(join(parent, 'elsewhere'));
    await symlink(join(parent, 'elsewhere'), target);
    expect(await codeOf(begin(true))).toBe('ERR_OUTPUT');
    expect(await readdir(join(parent, 'elsewhere'))).toEqual([]);
  });

  it('by an empty folder is used', async () => {
    await mkdir(target);
    expect(await codeOf(write('{}'))).toBe('done');
  });
});

describe('two runs at once', () => {
  it('do not mix: the second is told which process writes', async () => {
    const first = await begin();
    await expect(begin()).rejects.toThrow(new RegExp(`process ${process.pid}`));
    await first.abort();
    expect(await codeOf(write('{}'))).toBe('done');
  });

  it('a lock and half-written files of a killed run are cleared away, and nothing of anybody else', async () => {
    // Process ids are below 2^22 on Linux, so this one never lives.
    const writes = '.fleet.new-0123456789ab';
    const lock = { program: 'fleet-certlab', process: 4194305, host: hostname(), writes };
    await writeFile(join(parent, '.fleet.lock'), JSON.stringify(lock));
    await mkdir(join(parent, writes));
    await writeFile(join(parent, writes, 'es-ca-key.pem'), 'orphan');
    for (const own of ['.fleet.new-ideas', '.fleet.new-ba9876543210']) await mkdir(join(parent, own));
    expect(await codeOf(write('{}'))).toBe('done');
    expect((await readdir(parent)).sort()).toEqual(['.fleet.new-ba9876543210', '.fleet.new-ideas', 'fleet']);
  });

  it.each(['../outside', '.fleet.new-', '.other.new-0123456789ab', '.fleet.new-0123456789ab/..', ''])(
    'a lock that names another folder than a run writes removes nothing: %j',
    async (writes) => {
      const lock = { program: 'fleet-certlab', process: 4194305, host: hostname(), writes };
      await writeFile(join(parent, '.fleet.lock'), JSON.stringify(lock));
      for (const own of ['.fleet.new-', '.other.new-0123456789ab', '.fleet.new-0123456789ab']) {
        await mkdir(join(parent, own));
      }
      expect(await codeOf(write('{}'))).toBe('done');
      expect((await readdir(parent)).length).toBe(4);
    },
  );
});

describe('a system that refuses', () => {
  it('is reported in one line that says that nothing was lost', async () => {
    const transaction = await begin();
    await transaction.writeFile('a', '1');
    const failure = await transaction.writeFile('a', '2').catch((error) => error);
    expect(failure).toBeInstanceOf(CertlabError);
    expect(failure.problems[0].hint).toBe('nothing was written; what was there before is unchanged');
    await transaction.abort();
  });

  it('because the target lies below a file is reported before anything is made', async () => {
    await writeFile(join(parent, 'file'), '');
    expect(await codeOf(beginTransaction(join(parent, 'file', 'fleet'), { force: false, now: NOW }))).toBe(
      'ERR_OUTPUT',
    );
  });
});
