import { copyFile, cp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { proveDeployment } from '../../src/proof/prove.js';
import { readZip } from '../../src/setup/archive.js';
import { runProgram, workFolder } from '../helpers/program.js';

const PASSPHRASE = 'correct-horse-battery-staple';

let folder: Awaited<ReturnType<typeof workFolder>>;
beforeAll(async () => {
  folder = await workFolder();
  await writeFile(join(folder.path, 'agents.csv'), 'name,platform\nweb-01,linux\nwin-01,windows\npod-01,container\n');
  const servers = ['--fleet-url', 'https://fleet.example.com:8220', '--es-url', 'https://es.example.com:9200'];
  const agents = ['--agents-file', 'agents.csv', '--agent-key-passphrase-file', '-'];
  const words = ['create', '--mode', 'mutual', ...servers, '--kibana-url', 'https://kibana.example.com', ...agents];
  const { code, stderr } = await runProgram(words, { cwd: folder.path, stdin: PASSPHRASE });
  if (code !== 0) throw new Error(stderr);
});
afterAll(() => folder.remove());

const run = (...words: string[]) => runProgram(words, { cwd: folder.path });
const inFolder = (...path: string[]): string => join(folder.path, 'output', 'fleet', ...path);

/** A file of a bundle. */
async function inBundle(bundle: string, path: string): Promise<string> {
  const files = await readZip(inFolder('bundles', `${bundle}.zip`));
  return files.get(`fleet-${bundle}/${path}`)!.content.toString();
}

describe('show', () => {
  it.each([
    ['web-01', 'agent-web-01', 'install.sh'],
    ['win-01', 'agent-win-01', 'install.ps1'],
    ['fleet.example.com', 'fleet-server-fleet.example.com', 'install.sh'],
  ])('prints the very command of the script in the bundle: %s', async (host, bundle, file) => {
    const { installs } = await proveDeployment([inFolder()], { now: new Date() });
    const script = installs.find((one) => one.bundle === bundle && one.file === file)!.command;
    const { code, stdout } = await run('show', 'output/fleet', '--host', host, '--json');
    expect(code).toBe(0);
    const [{ command }] = JSON.parse(stdout);
    // The script's text is quoted for its shell, and its secrets are asked for where it runs.
    const flags = (text: string) => text.match(/--[a-z-]+(?==)/g);
    expect(flags(command.join('\n'))).toEqual(flags(script));
    for (const word of command.slice(2)) {
      if (!/token|policy/.test(word)) expect(script).toContain(word);
    }
  });

  it('prints the settings that are in the bundle', async () => {
    const { stdout } = await run('show', 'output/fleet', '--host', 'es.example.com');
    expect(stdout).toContain((await inBundle('elasticsearch-es.example.com', 'settings/elasticsearch.yml')).trimEnd());
  });

  it("prints Kibana's settings without the encryption key that the bundle has", async () => {
    const [answer] = JSON.parse((await run('show', 'output/fleet', '--host', 'kibana.example.com', '--json')).stdout);
    const written = await inBundle('kibana-kibana.example.com', 'settings/kibana.yml');
    const key = /encryptionKey: (\S+)/.exec(written)![1]!;
    expect(answer.settings['settings/kibana.yml']).not.toContain(key);
    expect(answer.settings['settings/kibana.yml'].replace(/(?<=encryptionKey: )\S+/, key)).toBe(written);
  });

  it("prints a container's environment", async () => {
    const { stdout } = await run('show', 'output/fleet', '--host', 'pod-01');
    expect(stdout).toMatch(/^FLEET_URL=https:\/\/fleet\.example\.com:8220$/m);
  });

  it('prints all hosts as COMMANDS.md has them', async () => {
    const { stdout } = await run('show', 'output/fleet');
    expect(stdout.trimEnd()).toBe((await readFile(inFolder('COMMANDS.md'), 'utf8')).trimEnd());
  });

  it.each(['agent-web-01', 'agent-web-01.zip', 'WEB-01'])('finds a host by its other name: %s', async (name) => {
    expect((await run('show', 'output/fleet', '--host', name)).stdout).toMatch(/^Elastic Agent web-01$/m);
  });

  it('finds a server by its URL', async () => {
    const { stdout } = await run('show', 'output/fleet', '--host', 'https://fleet.example.com:8220/');
    expect(stdout).toMatch(/^Fleet Server fleet\.example\.com$/m);
  });

  it('names the nearest host for one that is not there', async () => {
    const { code, stdout, stderr } = await run('show', 'output/fleet', '--host', 'wbe-01');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe('error: no host of this deployment is called "wbe-01"\nhint: did you mean web-01?\n');
  });

  it('reads the folder only: bundles and keys may be gone', async () => {
    await cp(inFolder(), join(folder.path, 'records'), { recursive: true });
    for (const part of ['bundles', 'authorities']) await rm(join(folder.path, 'records', part), { recursive: true });
    expect((await run('show', 'records', '--host', 'web-01')).code).toBe(0);
  });

  it('says what is no deployment', async () => {
    const { code, stderr } = await run('show', '.');
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: \. is no deployment/);
  });
});

describe('verify', () => {
  it('prints the matrix and ends with the proof line', async () => {
    const { code, stdout } = await run('verify', 'output/fleet');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^1 {2}agent-to-fleet-server$/m);
    expect(stdout).toMatch(/^works +ok \d+ +ok \d+/m);
    expect(stdout).not.toContain('FAILED');
    expect(stdout.trimEnd().split('\n').at(-1)).toMatch(/^proof: 5 links, .*; 0 findings$/);
  });

  it('gives machines every case with --json', async () => {
    const proof = JSON.parse((await run('verify', 'output/fleet', '--json')).stdout);
    expect(proof.ok).toBe(true);
    expect(proof.cases.length).toBeGreaterThan(80);
  });

  it("renews the page in a deployment's folder, whole and private, and leaves nothing beside it", async () => {
    await writeFile(inFolder('report.html'), 'old');
    const before = await readdir(inFolder());
    await run('verify', 'output/fleet', '--quiet');
    expect(await readFile(inFolder('report.html'), 'utf8')).toMatch(/^<!doctype html>/i);
    expect((await stat(inFolder('report.html'))).mode & 0o777).toBe(0o600);
    expect(await readdir(inFolder())).toEqual(before);
  });

  it('takes bundles alone, and writes nothing then', async () => {
    const before = await readFile(inFolder('report.html'), 'utf8');
    const bundles = ['agent-web-01', 'fleet-server-fleet.example.com'].map((id) => inFolder('bundles', `${id}.zip`));
    const { code, stdout } = await run('verify', ...bundles);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^proof: [12] links?, /m);
    expect(await readFile(inFolder('report.html'), 'utf8')).toBe(before);
  });

  it('ends with 1 and says what is wrong when bundles of two deployments are mixed', async () => {
    const other = ['--fleet-url', 'https://fleet.example.com:8220', '--es-url', 'https://es.example.com:9200'];
    await run('create', '--mode', 'mutual', ...other, '--agent', 'web-01', '--name', 'other', '--quiet');
    const mixed = join(folder.path, 'agent-web-01.zip');
    await copyFile(join(folder.path, 'output', 'other', 'bundles', 'agent-web-01.zip'), mixed);
    const bundles = [mixed, inFolder('bundles', 'fleet-server-fleet.example.com.zip')];
    const { code, stdout } = await run('verify', ...bundles);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^error\[issuer-not-trusted\]$/m);
    expect(stdout).toMatch(/^ {2}explains (\d+) of \1 failures$/m);
    expect(stdout).toMatch(/^ {2}fix +\S/m);
    expect(stdout).not.toMatch(/^FAILED/m);
    const { stdout: verbose } = await run('verify', '--verbose', ...bundles);
    expect(verbose).toMatch(/^FAILED agent-to-fleet-server: as it is configured$/m);

    const quiet = await run('verify', '--quiet', ...bundles);
    expect(quiet).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/^error: proof: /) });
  });

  it.each([
    ['a path where nothing is', 'absent'],
    ['a file that is no bundle', 'agents.csv'],
  ])('refuses %s', async (_, path) => {
    const { code, stdout, stderr } = await run('verify', path);
    expect(code).not.toBe(0);
    expect(stdout + stderr).toContain(path);
    expect(stderr).not.toMatch(/\n {4}at /);
  });
});
