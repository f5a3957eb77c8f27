import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FAULTS } from '../../src/lab/catalogue/index.js';
import { EVERY_FAULT_FITS, makeDeployment, temporaryFolder } from './deployments.js';

const MAIN = new URL('../../dist/main.js', import.meta.url).pathname;
const hasTools = ['curl', 'unzip'].every((tool) => spawnSync(tool, ['-h']).error === undefined);

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let good: string;
let running: ChildProcess | undefined;

beforeAll(async () => {
  folder = await temporaryFolder();
  good = join(folder.path, 'good');
  await makeDeployment(good, EVERY_FAULT_FITS);
});
afterAll(() => folder.remove());
afterEach(() => {
  running?.kill('SIGKILL');
  running = undefined;
});

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const run = (...words: string[]): Promise<Ran> =>
  promisify(execFile)(process.execPath, [MAIN, ...words]).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: Ran) => error,
  );

/** Starts `lab serve` on free ports, and waits until it listens. */
async function serve(...words: string[]) {
  const said = { stdout: '', stderr: '' };
  const temporary = join(folder.path, 'temporary');
  await mkdir(temporary, { recursive: true });
  const child = spawn(process.execPath, [MAIN, 'lab', 'serve', good, '--port', '0', '--es-port', '0', ...words], {
    env: { ...process.env, TMPDIR: temporary },
  });
  running = child;
  child.stdout.on('data', (chunk) => {
    said.stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    said.stderr += chunk;
  });
  await expect.poll(() => said.stderr, { timeout: 20_000 }).toContain('Ctrl-C ends it');
  const end = () =>
    new Promise<number | null>((resolve) => {
      child.once('exit', resolve);
      child.kill('SIGINT');
    });
  return { said, temporary, end };
}

describe('lab list', () => {
  it('names every fault, with what finds it', async () => {
    const { stdout } = await run('lab', 'list');
    for (const { id, title, rules } of FAULTS) {
      expect(stdout).toContain(`  ${id}\n    ${title}\n`);
      for (const rule of rules) expect(stdout).toContain(rule);
    }
    expect(stdout).toContain(`${FAULTS.length} faults`);
  });

  it('says of one fault what the programs say', async () => {
    const { stdout } = await run('lab', 'list', 'hmac-sha512');
    expect(stdout).toContain("Elastic's loader, 9.5, at the client: pkcs8: unsupported hash function");
    expect(stdout).toContain('Java: nothing');
  });

  it('gives programs the same', async () => {
    expect(JSON.parse((await run('lab', 'list', '--json')).stdout)).toEqual(JSON.parse(JSON.stringify(FAULTS)));
  });
});

describe('lab break', () => {
  it('writes a copy that verify finds wrong', async () => {
    const out = join(folder.path, 'broken');
    expect(await run('lab', 'break', good, '--fault', 'wrong-host', '--out', out)).toMatchObject({ code: 0 });
    const { code, stdout } = await run('verify', out);
    expect(code).toBe(1);
    expect(stdout).toContain('name-not-in-san');
  });

  it('names the nearest fault when there is none of that name', async () => {
    const out = join(folder.path, 'never');
    const { code, stderr } = await run('lab', 'break', good, '--fault', 'rsa-1042', '--out', out);
    expect(code).toBe(2);
    expect(stderr).toContain('did you mean rsa-1024?');
  });
});

describe('verify of a broken copy', () => {
  it.each([
    ['9.4', 4, 1, 'error[passphrase-trailing-newline]'],
    ['9.5', 5, 0, 'warning[passphrase-newline-for-defend]'],
  ] as const)('judges by the version of the deployment: %s', async (version, minor, code, shown) => {
    const made = join(folder.path, version);
    const broken = join(folder.path, `${version}-broken`);
    await makeDeployment(made, { ...EVERY_FAULT_FITS, stackVersion: { major: 9, minor } });
    await run('lab', 'break', made, '--fault', 'passphrase-newline', '--out', broken);
    const whole = await run('verify', broken);
    expect(whole.stdout).toContain(shown);
    expect(whole.code).toBe(code);
    for (const path of [join(broken, 'bundles'), join(broken, 'bundles', 'agent-web-01.zip')]) {
      const { stdout } = await run('verify', path);
      expect(stdout).toContain(shown);
    }
  });
});

describe('lab serve', () => {
  it.runIf(hasTools)('answers the commands it prints, and ends at Ctrl-C without a failure', async () => {
    const { said, end } = await serve();
    const commands = said.stderr.split('\n').filter((line) => /^ {2}(unzip|curl|printf)/.test(line));
    expect(commands).toHaveLength(3);
    const script = commands.join(' &&\n');
    const { stdout } = await promisify(execFile)('sh', ['-ec', script], { cwd: folder.path });
    expect(stdout).toContain('"status":"HEALTHY"');
    expect(stdout).toContain('You Know, for Search');
    await expect.poll(() => said.stdout).toMatch(/fleet-server {3}GET \/api\/status 200/);
    expect(await end()).toBe(0);
  });

  it('serves a fault from a copy that is gone afterwards', async () => {
    const { said, temporary, end } = await serve('--fault', 'expired-certificate');
    expect(said.stderr).toContain('The certificate of Fleet Server has expired');
    const port = /fleet-server +listens on 127\.0\.0\.1:(\d+)/.exec(said.stdout)?.[1];
    const probed = await run('probe', `https://127.0.0.1:${port}`, '--bundle', join(good, 'bundles/agent-web-01.zip'));
    expect(probed.code).toBe(1);
    expect(probed.stdout).toContain('certificate-expired');
    expect(probed.stdout).toContain('is kept out, CERT_HAS_EXPIRED');
    const old = await run('probe', `https://127.0.0.1:${port}`, '--stack-version', '7.17');
    expect(old.stderr).toContain('7.17 is older than the oldest version known here: it is treated as 8.2');
    expect(await readdir(temporary)).toHaveLength(1);
    expect(await end()).toBe(0);
    expect(await readdir(temporary)).toEqual([]);
  });

  it('takes no port that there is not', async () => {
    expect(await run('lab', 'serve', good, '--port', '99999')).toMatchObject({ code: 2 });
  });
});
