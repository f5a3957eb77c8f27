import { execFileSync } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ended, MAIN, runProgram, startProgram, workFolder } from '../helpers/program.js';

const MUTUAL = [
  ...['create', '--mode', 'mutual', '--fleet-url', 'https://fleet.example.com:8220'],
  ...['--es-url', 'https://es.example.com:9200'],
];

let folder: Awaited<ReturnType<typeof workFolder>>;
beforeAll(async () => {
  folder = await workFolder();
});
afterAll(() => folder.remove());

const run = (...words: string[]) => runProgram(words, { cwd: folder.path });

/** Every file that node loads for a command line, builtins left out. */
function loadedBy(...words: string[]): string[] {
  const hook =
    'export async function resolve(s, c, n) { const r = await n(s, c); process._rawDebug(r.url); return r; }';
  const register = `import { register } from 'node:module'; register('data:text/javascript,${encodeURIComponent(hook)}');`;
  const flags = ['--import', `data:text/javascript,${encodeURIComponent(register)}`];
  const log = execFileSync('sh', ['-c', '"$@" 2>&1 >/dev/null', 'sh', process.execPath, ...flags, MAIN, ...words]);
  return String(log)
    .split('\n')
    .filter((line) => line.startsWith('file:'));
}

describe('a command line that asks for nothing to be made', () => {
  it('--version prints the version and loads nothing but the entry', async () => {
    expect(await run('--version')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
      stderr: '',
    });
    expect(loadedBy('--version').map((url) => url.replace(/.*\//, ''))).toEqual(['main.js']);
  });

  it('--help is an answer: on stdout, with 0, and without a heavy package', async () => {
    expect(await run('--help')).toMatchObject({ code: 0, stdout: expect.stringContaining('Usage:'), stderr: '' });
    const packages = loadedBy('--help').flatMap((url) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ?? []);
    expect([...new Set(packages)].sort()).toEqual(['chalk', 'commander']);
  });
});

describe('wrong usage', () => {
  it.each([
    [['crate'], "error: unknown command 'crate'\nhint: did you mean create?\n"],
    [['lab', 'bogus'], "error: unknown command 'bogus'\nhint: see fleet-certlab lab --help\n"],
    [['help'], "error: unknown command 'help'\nhint: see fleet-certlab --help\n"],
    [['create', '--quite'], "error: unknown option '--quite'\nhint: did you mean --quiet?\n"],
    [['verify'], "error: missing required argument 'paths'\nhint: see fleet-certlab verify --help\n"],
  ])('is answered with one line and a way out: %j', async (words, stderr) => {
    expect(await run(...words)).toEqual({ code: 2, signal: null, stdout: '', stderr });
  });

  it('says that flags follow a command', async () => {
    const { code, stderr } = await run('--mode', 'mutual');
    expect(code).toBe(2);
    expect(stderr).toContain('hint: flags follow a command');
  });

  it('does not repeat the value of a flag it does not know: it may be a secret', async () => {
    const { code, stderr } = await run('create', '--service-token=AAEAAWVsYXN0aWM');
    expect(code).toBe(2);
    expect(stderr).toContain("unknown option '--service-token'");
    expect(stderr).not.toContain('AAEAAWVsYXN0aWM');
  });
});

describe('a reader that goes away', () => {
  it.each([[['create', '--help']], [[...MUTUAL, '--dry-run']]])('is no failure: %j', async (words) => {
    const child = startProgram(words, { cwd: folder.path });
    child.stdin?.end();
    child.stdout?.destroy();
    const { code, stderr } = await ended(child);
    expect(code).toBe(0);
    expect(stderr).not.toMatch(/EPIPE|\n {4}at /);
  });
});

describe('a signal while RSA keys are made', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('ends the run, and nothing is left: %s', async (signal) => {
    const { path, remove } = await workFolder();
    try {
      const agents = Array.from({ length: 20 }, (_, index) => ['--agent', `web-${index}`]).flat();
      const child = startProgram([...MUTUAL, '--key-type', 'rsa-4096', ...agents], { cwd: path });
      const end = ended(child);
      // It has begun once its lock is there.
      while (!(await readdir(`${path}/output`).catch((): string[] => [])).includes('.fleet.lock')) await setTimeout(10);
      child.kill(signal);
      expect(await end).toEqual({
        code: 1,
        signal: null,
        stdout: '',
        stderr: 'error: interrupted; nothing was written\n',
      });
      expect(await readdir(path)).toEqual([]);
    } finally {
      await remove();
    }
  });
});

describe('a secret on stdin', () => {
  it('is read once: two flags cannot share it', async () => {
    const words = [...MUTUAL, '--agent-key-passphrase-file', '-', '--service-token-file', '-'];
    const { code, stderr } = await runProgram(words, { cwd: folder.path, stdin: 'correct-horse-battery-staple' });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: .*cannot both read stdin$/m);
  });

  it('does not follow a deployment.yml from there', async () => {
    const words = ['create', '--config', '-', '--agent-key-passphrase-file', '-'];
    const { code, stderr } = await runProgram(words, { cwd: folder.path, stdin: 'mode: mutual\n' });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: two answers cannot both come from stdin$/m);
  });
});
