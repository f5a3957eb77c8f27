import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { contentsOf, scratchFolder } from './fixture.js';

const PROGRAM = join(import.meta.dirname, '../../dist/main.js');

/** The words of a run that writes a few hundred bundles below `parent`. */
const words = (parent: string, agents: string) => [
  PROGRAM,
  'create',
  '--mode=mutual',
  '--fleet-url=https://fleet.example.com:8220',
  '--es-url=https://es.example.com:9200',
  `--agents-file=${agents}`,
  `--out=${join(parent, 'fleet')}`,
  '--yes',
  '--quiet',
  '--no-verify',
];

function agentsFile(folder: string, count: number): string {
  const path = join(folder, 'agents.txt');
  writeFileSync(path, Array.from({ length: count }, (_, index) => `agent-${index}\n`).join(''));
  return path;
}

const create = (parent: string, agents: string, ...further: string[]) =>
  spawnSync(process.execPath, [...words(parent, agents), ...further], { encoding: 'utf8' });

/** Starts a run and waits until it has written its first bundles. */
async function writing(parent: string, agents: string, ...further: string[]): Promise<ChildProcess> {
  const child = spawn(process.execPath, [...words(parent, agents), ...further], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  for (;;) {
    const staging = readdirSync(parent).find((name) => name.startsWith('.fleet.new-'));
    const bundles = staging && readdirSync(join(parent, staging)).includes('bundles');
    if (bundles && readdirSync(join(parent, staging, 'bundles')).length > 0) return child;
    if (child.exitCode !== null) throw new Error('it ended before it could be interrupted');
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

describe('a run killed while it writes', () => {
  it('leaves the deployment that was there, and the next run clears up after it', async () => {
    const [parent, elsewhere] = [await scratchFolder(), await scratchFolder()];
    expect(create(parent, agentsFile(elsewhere, 2)).status).toBe(0);
    const before = await contentsOf(join(parent, 'fleet'));

    const child = await writing(parent, agentsFile(elsewhere, 400), '--force');
    child.kill('SIGKILL');
    await once(child, 'close');
    expect(await contentsOf(join(parent, 'fleet'))).toEqual(before);
    expect(readdirSync(parent)).toContainEqual(expect.stringMatching(/^\.fleet\.new-/));

    const { status, stderr } = create(parent, agentsFile(elsewhere, 3), '--force');
    expect([status, stderr]).toEqual([0, '']);
    expect(readdirSync(parent).map((name) => name.replace(/\d{8}T\d{6}Z/, 'TIME'))).toEqual([
      'fleet',
      'fleet.replaced-TIME',
    ]);
  });

  it('leaves no deployment where none was', async () => {
    const [parent, elsewhere] = [await scratchFolder(), await scratchFolder()];
    const child = await writing(parent, agentsFile(elsewhere, 400));
    child.kill('SIGKILL');
    await once(child, 'close');
    expect(readdirSync(parent)).not.toContain('fleet');
  });
});

describe('a run interrupted with Ctrl-C', () => {
  it('leaves nothing, says so in one line and fails', async () => {
    const [parent, elsewhere] = [await scratchFolder(), await scratchFolder()];
    const child = await writing(parent, agentsFile(elsewhere, 400));
    let said = '';
    child.stderr?.on('data', (chunk) => {
      said += chunk;
    });
    child.kill('SIGINT');
    const [status] = await once(child, 'close');
    expect(status).toBe(1);
    expect(said).toMatch(/^error: [^\n]+\n(hint: [^\n]+\n)?$/);
    expect(readdirSync(parent)).toEqual([]);
  });
});

/** A file system of a megabyte, where this process may mount one. */
function mounted(place: string): boolean {
  return process.getuid?.() === 0 && spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', place]).status === 0;
}

const oneLine = (stderr: string, reason: RegExp) => {
  expect(stderr).toMatch(/^error: [^\n]+\nhint: nothing was written; what was there before is unchanged\n$/);
  expect(stderr).toMatch(reason);
};

describe('a disk that is full', () => {
  it('leaves the deployment that was there, and is reported in one line', async (context) => {
    const [place, elsewhere] = [await scratchFolder(), await scratchFolder()];
    const parent = join(place, 'disk');
    mkdirSync(parent);
    if (!mounted(parent)) return context.skip('this process may mount no file system');
    try {
      expect(create(parent, agentsFile(elsewhere, 2)).status).toBe(0);
      const before = await contentsOf(join(parent, 'fleet'));
      const { status, stderr } = create(parent, agentsFile(elsewhere, 400), '--force');
      expect(status).toBe(1);
      oneLine(stderr, /the disk is full/);
      expect(await contentsOf(join(parent, 'fleet'))).toEqual(before);
      expect(readdirSync(parent)).toEqual(['fleet']);
    } finally {
      spawnSync('umount', ['-l', parent]);
    }
  });

  it('is told from a file that may not grow any further', async () => {
    const [parent, elsewhere] = [await scratchFolder(), await scratchFolder()];
    const command = words(parent, agentsFile(elsewhere, 2)).map((word) => `'${word}'`);
    // In blocks of 512 bytes: certificates fit, bundles do not. A process that ignores the signal gets an error instead.
    const limited = `ulimit -f 8; trap '' XFSZ; exec '${process.execPath}' ${command.join(' ')}`;
    const { status, stderr } = spawnSync('sh', ['-c', limited], { encoding: 'utf8', cwd: dirname(parent) });
    expect(status).toBe(1);
    oneLine(stderr, /a file would become larger than is allowed here/);
    expect(readdirSync(parent)).toEqual([]);
  });
});
