import { spawn } from 'node:child_process';
import { hash } from 'node:crypto';
import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Inventory } from '../../src/store/types.js';
import { runProgram, workFolder } from '../helpers/program.js';

const PROGRAM = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
/** A deployment that version 0.1.0 made, with certificates for eighty years. */
const OLD = new URL('made-by-0.1.0/', import.meta.url);

let folder: Awaited<ReturnType<typeof workFolder>>;
beforeAll(async () => {
  folder = await workFolder();
  await cp(OLD, join(folder.path, 'fleet'), { recursive: true });
});
afterAll(() => folder.remove());

const run = (...words: string[]) => runProgram(words, { cwd: folder.path });

/** Runs a command that must end well, and reads what it prints as JSON. */
async function change(...words: string[]) {
  const { code, stdout, stderr } = await run(...words, '--json');
  expect([code, stderr]).toEqual([0, '']);
  return JSON.parse(stdout);
}

const inventory = async (): Promise<Inventory> =>
  JSON.parse(await readFile(join(folder.path, 'fleet', 'inventory.json'), 'utf8'));

/** SHA-256 of every bundle, by the host's id. */
async function bundles(): Promise<Record<string, string>> {
  const names = await readdir(join(folder.path, 'fleet', 'bundles'));
  const sums = names.sort().map(async (name) => {
    const content = await readFile(join(folder.path, 'fleet', 'bundles', name));
    return [name.replace('.zip', ''), hash('sha256', content)];
  });
  return Object.fromEntries(await Promise.all(sums));
}

/** Ids of bundles that are others than before, new ones included. */
async function changedSince(before: Record<string, string>): Promise<string[]> {
  return Object.entries(await bundles())
    .filter(([id, sum]) => before[id] !== sum)
    .map(([id]) => id);
}

describe('a deployment that version 0.1.0 made', () => {
  it('is shown and verified as it is', async () => {
    expect((await run('verify', 'fleet', '--quiet')).code).toBe(0);
    expect((await run('show', 'fleet', '--host', 'web-01')).stdout).toContain('sudo elastic-agent install');
  });

  it('--dry-run says which hosts a new agent reaches, and writes nothing', async () => {
    const before = await readFile(join(folder.path, 'fleet', 'inventory.json'), 'utf8');
    const plan = await change('add', 'fleet', '--agent', 'web-02', '--dry-run');
    expect(plan).toMatchObject({ dryRun: true, unchanged: 4, hosts: [{ id: 'agent-web-02', effect: 'new' }] });
    expect(await readFile(join(folder.path, 'fleet', 'inventory.json'), 'utf8')).toBe(before);
  });

  it('gets another agent, and every other bundle stays byte for byte the same', async () => {
    const before = await bundles();
    const { proof } = await change('add', 'fleet', '--agent', 'web-02');
    expect(proof).toMatchObject({ ok: true, links: 5, notAsExpected: 0, findings: [] });
    expect(await changedSince(before)).toEqual(['agent-web-02']);
    expect(await readFile(join(folder.path, 'fleet', 'deployment.yml'), 'utf8')).toContain('- web-02');
  });

  it('says that an agent is there already', async () => {
    const before = await bundles();
    const { code, stderr } = await run('add', 'fleet', '--agent', 'web-02');
    expect([code, stderr]).toEqual([0, 'Nothing changes: the deployment is like this already.\n']);
    expect(await changedSince(before)).toEqual([]);
  });

  it('gets another name for a server: one host has to be visited', async () => {
    const before = await bundles();
    await change('add', 'fleet', '--san', 'es.example.com=es.internal.example.com');
    expect(await changedSince(before)).toEqual(['elasticsearch-es.example.com']);
    const { hosts } = await inventory();
    expect(hosts.find(({ role }) => role === 'elasticsearch')!.certificates[0]!.subjectAltNames).toContain(
      'DNS:es.internal.example.com',
    );
  });

  it('renews the certificates of one host under the same CAs, with the same keys', async () => {
    const before = await bundles();
    const keys = async () =>
      (await inventory()).hosts
        .find(({ id }) => id === 'agent-web-01')!
        .certificates.map(({ spkiSha256 }) => spkiSha256);
    const [old, serials] = [await keys(), (await inventory()).retired.length];
    await change('renew', 'fleet', '--host', 'web-01', '--all', '--keep-keys');
    expect(await changedSince(before)).toEqual(['agent-web-01']);
    expect(await keys()).toEqual(old);
    expect((await inventory()).retired).toHaveLength(serials + 1);
  });

  it('renews nothing where nothing is due', async () => {
    const before = await bundles();
    expect((await run('renew', 'fleet')).stderr).toMatch(/^Nothing is due\./);
    expect(await changedSince(before)).toEqual([]);
  });

  it('takes an agent out and says what that does not prevent', async () => {
    const before = await bundles();
    const { code, stdout } = await run('remove', 'fleet', '--agent', 'web-02');
    expect(code).toBe(0);
    expect(stdout).toContain('A removed host can still connect until');
    expect(stdout).toContain('rotate fleet --authority agent-ca');
    expect(await changedSince(before)).toEqual([]);
    expect(Object.keys(await bundles())).not.toContain('agent-web-02');
    expect((await inventory()).retired.at(-1)).toMatchObject({ host: 'agent-web-02', reason: 'host removed' });
  });

  it.each(['fleet-ca', 'agent-ca', 'es-ca'])(
    'replaces %s in steps that are proved for hosts at any of them',
    async (ca) => {
      const steps = [
        await change('rotate', 'fleet', '--authority', ca),
        await change('rollout', 'fleet', '--next'),
        await change('rollout', 'fleet', '--next'),
      ];
      for (const { proof, rollout } of steps) {
        expect(proof).toMatchObject({ ok: true, links: 5, notAsExpected: 0, findings: [] });
        const pairs = new Set(
          rollout.cases.map((one: { clientAt: string; serverAt: string }) => `${one.clientAt} ${one.serverAt}`),
        );
        expect([...pairs].sort()).toEqual(['new new', 'new old', 'old new', 'old old']);
        expect(rollout.cases.filter((one: { ok: boolean }) => !one.ok)).toEqual([]);
      }
      const retired = steps.map(
        ({ rollout }) => rollout.cases.filter((one: { expected: string }) => one.expected === 'refuse').length,
      );
      expect(retired.map((count) => count > 0)).toEqual([false, false, true]);
      await change('rollout', 'fleet', '--next');
      const { authorities, rollout } = await inventory();
      expect(rollout).toBeUndefined();
      expect(
        authorities
          .filter(({ name }) => name === ca)
          .map(({ generation, signs, trusted }) => [generation, signs, trusted]),
      ).toEqual([
        [1, false, false],
        [2, true, true],
      ]);
      expect(await readdir(join(folder.path, 'fleet'))).not.toContain('rollout');
    },
  );

  it('goes back to the step before, byte for byte, and uses no generation twice', async () => {
    const before = await bundles();
    await change('rotate', 'fleet', '--authority', 'es-ca');
    const first = await bundles();
    await change('rollout', 'fleet', '--next');
    await change('rollout', 'fleet', '--back');
    expect(await bundles()).toEqual(first);
    await change('rollout', 'fleet', '--back');
    expect(await bundles()).toEqual(before);
    await change('rotate', 'fleet', '--authority', 'es-ca');
    const { rollout } = await inventory();
    expect(rollout!.authorities).toEqual([{ name: 'es-ca', from: 2, to: 4 }]);
    await change('rollout', 'fleet', '--back');
  });

  it('keeps a history of all of it', async () => {
    const { stdout } = await run('history', 'fleet', '--json');
    const commands = JSON.parse(stdout).map(({ command }: { command: string }) => command);
    expect(commands.slice(0, 5)).toEqual(['create', 'add', 'add', 'renew', 'remove']);
    expect(commands.filter((one: string) => one === 'rotate')).toHaveLength(5);
  });
});

describe('two commands at the same time', () => {
  it('never lose what the other one did', async () => {
    const names = ['same-1', 'same-2', 'same-3'];
    const results = await Promise.all(names.map((name) => run('add', 'fleet', '--agent', name, '--no-verify')));
    const added = names.filter((_, index) => results[index]!.code === 0);
    expect(added.length).toBeGreaterThan(0);
    for (const { code, stderr } of results.filter((one) => one.code !== 0)) {
      expect([code, stderr]).toEqual([1, expect.stringMatching(/^error: another /)]);
    }
    const { hosts } = await inventory();
    expect(hosts.map(({ name }) => name).filter((name) => names.includes(name))).toEqual(added);
    await change('remove', 'fleet', ...added.flatMap((name) => ['--agent', name]));
  });
});

describe('a command that is killed', () => {
  it('leaves the deployment as it was or as it is to be, at whatever moment', async () => {
    for (let delay = 150; delay <= 900; delay += 75) {
      const before = await bundles();
      const name = `kill-${delay}`;
      await new Promise<void>((resolve) => {
        const child = spawn(process.execPath, [PROGRAM, 'add', 'fleet', '--agent', name, '--no-verify'], {
          cwd: folder.path,
          stdio: 'ignore',
        });
        setTimeout(() => child.kill('SIGKILL'), delay);
        child.on('close', () => resolve());
      });
      // The next command clears up what was left, whatever it is.
      expect((await run('history', 'fleet')).code).toBe(0);
      const after = await bundles();
      const { [`agent-${name}`]: added, ...rest } = after;
      expect(rest).toEqual(before);
      const names = (await inventory()).hosts.map(({ id }) => id);
      expect(names.includes(`agent-${name}`)).toBe(added !== undefined);
      if (added !== undefined) await change('remove', 'fleet', '--agent', name);
    }
    await change('add', 'fleet', '--agent', 'last');
    await change('remove', 'fleet', '--agent', 'last');
    expect((await readdir(folder.path)).filter((one) => one.startsWith('.'))).toEqual([]);
  });
});

describe('what cannot be done is one clear error, and nothing is written', () => {
  const wrong: readonly (readonly [string, readonly string[], number, RegExp])[] = [
    ['nothing to add', ['add', 'fleet'], 2, /^error: add needs something to add$/m],
    [
      'an unknown agent',
      ['remove', 'fleet', '--agent', 'web-11'],
      2,
      /^error: no agent of this deployment is called "?web-11"?$/m,
    ],
    ['an unknown CA', ['rotate', 'fleet', '--authority', 'kibana-ca'], 2, /^error: /m],
    ['no rollout', ['rollout', 'fleet', '--next'], 2, /^error: no rollout is under way in fleet$/m],
    ['an unknown host', ['renew', 'fleet', '--host', 'nowhere'], 2, /^error: no host of this deployment is called/m],
    ['a period', ['renew', 'fleet', '--within', 'soon'], 2, /^error: .*is not a period$/m],
    ['no deployment', ['add', '.', '--agent', 'a'], 2, /^error: \. is no deployment/m],
    [
      'missing CA keys',
      ['add', 'fleet', '--agent', 'a', '--authorities', 'nowhere'],
      2,
      /^error: the certificate of \S+ is not there/m,
    ],
  ];
  it.each(wrong)('%s', async (_what, words, code, message) => {
    const before = [await bundles(), await readFile(join(folder.path, 'fleet', 'inventory.json'), 'utf8')];
    const result = await run(...words);
    expect(result.stderr).toMatch(message);
    expect(result.code).toBe(code);
    expect([await bundles(), await readFile(join(folder.path, 'fleet', 'inventory.json'), 'utf8')]).toEqual(before);
  });

  it('a deployment.yml that was edited by hand', async () => {
    const path = join(folder.path, 'fleet', 'deployment.yml');
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace('fleet-port: 8220', 'fleet-port: 8221'));
    const { code, stderr } = await run('add', 'fleet', '--agent', 'web-03');
    await writeFile(path, text);
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('does not describe the deployment as it is: fleet-port differs'),
    ]);
  });

  it('a bundle that is not the one that was made', async () => {
    const path = join(folder.path, 'fleet', 'bundles', 'agent-web-01.zip');
    const content = await readFile(path);
    await writeFile(path, Buffer.concat([content, Buffer.from('more')]));
    const { code, stderr } = await run('renew', 'fleet', '--host', 'web-01', '--all');
    await writeFile(path, content);
    expect([code, stderr]).toEqual([2, expect.stringContaining('is not the bundle that was made')]);
  });
});
