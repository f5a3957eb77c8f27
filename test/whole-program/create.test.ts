import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Ended, runProgram, workFolder } from '../helpers/program.js';

const SERVERS = ['--fleet-url', 'https://fleet.example.com:8220', '--es-url', 'https://es.example.com:9200'];
const MUTUAL = ['create', '--mode', 'mutual', ...SERVERS, '--agent', 'web-01', '--agent', 'db-01'];
const ONE_WAY = ['create', '--mode', 'one-way', ...SERVERS];

let folder: Awaited<ReturnType<typeof workFolder>>;
beforeEach(async () => {
  folder = await workFolder();
});
afterEach(() => folder.remove());

const run = (words: readonly string[], stdin?: string): Promise<Ended> =>
  runProgram(words, { cwd: folder.path, ...(stdin !== undefined && { stdin }) });

const output = (...path: string[]): string => join(folder.path, 'output', ...path);

describe('create', () => {
  it('makes a mutual deployment: a zip for each host, the records, and a proof', async () => {
    const { code, stdout, stderr } = await run(MUTUAL);
    expect(code).toBe(0);
    expect((await readdir(output('fleet'))).sort()).toEqual([
      'COMMANDS.md',
      'authorities',
      'bundles',
      'deployment.yml',
      'history.jsonl',
      'inventory.json',
      'report.html',
      'trust-map.svg',
    ]);
    // What to do next, in this order, and the proof line last; nothing wider than a terminal.
    const steps = stdout.split('\n').filter((line) => /^ {2}\d\. /.test(line));
    expect(steps.map((line) => line.trim().split(/ {2,}/))).toEqual([
      ['1. Elasticsearch', 'elasticsearch-es.example.com.zip'],
      ['2. Kibana', 'kibana-kibana.zip'],
      ['3. Fleet Server', 'fleet-server-fleet.example.com.zip'],
      ['4. Elastic Agent', 'agent-web-01.zip, agent-db-01.zip'],
    ]);
    expect((await readdir(output('fleet', 'bundles'))).sort()).toEqual(
      steps.flatMap((line) => line.match(/\S+\.zip/g) ?? []).sort(),
    );
    expect(stdout.trimEnd().split('\n').at(-1)).toMatch(
      /^proof: 5 links, \d+ handshakes: \d+ accepted, \d+ refused as they must; 0 findings$/,
    );
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    expect(stderr).toContain('note: Elasticsearch will refuse every client without a certificate');
  });

  it('makes a one-way deployment without an authority for agents', async () => {
    const { code, stdout } = await run(ONE_WAY);
    expect(code).toBe(0);
    expect(await readdir(output('fleet', 'authorities'))).toEqual(['es-ca', 'fleet-ca']);
    expect(stdout).toMatch(/^proof: 3 links, /m);
  });

  it('gives machines the result on stdout with --json, and nothing else there', async () => {
    const { code, stdout } = await run([...MUTUAL, '--json']);
    expect(code).toBe(0);
    const result = JSON.parse(stdout);
    expect(result).toMatchObject({
      name: 'fleet',
      folder: output('fleet'),
      proof: { ok: true, links: 5, findings: [] },
    });
    expect(result.bundles.map((bundle: { id: string }) => bundle.id)).toContain('agent-web-01');
    for (const { path } of result.bundles) expect((await stat(path)).isFile()).toBe(true);
  });

  it('prints nothing with --quiet', async () => {
    expect(await run([...MUTUAL, '--quiet'])).toMatchObject({ code: 0, stdout: '', stderr: '' });
  });

  it('prints the plan with --dry-run and makes nothing', async () => {
    const { code, stdout } = await run([...MUTUAL, '--dry-run']);
    expect(code).toBe(0);
    for (const part of ['authorities', 'links', 'bundles', 'agent-ca', 'agent-web-01.zip', 'es.example.com']) {
      expect(stdout).toContain(part);
    }
    expect(await readdir(folder.path)).toEqual([]);
  });

  it('gives machines the plan with --dry-run --json', async () => {
    const { stdout } = await run([...MUTUAL, '--dry-run', '--json']);
    const plan = JSON.parse(stdout);
    expect(plan.authorities.map(({ name }: { name: string }) => name)).toEqual(['fleet-ca', 'agent-ca', 'es-ca']);
    expect(plan.hosts).toHaveLength(5);
    expect(await readdir(folder.path)).toEqual([]);
  });

  it('replays its deployment.yml to the same plan, and adds the agents of flags to its own', async () => {
    const plan = (words: readonly string[]) =>
      run([...words, '--dry-run']).then(({ stdout }) => stdout.replaceAll(/until \S+/g, 'until some day'));
    await run(MUTUAL);
    const config = ['create', '--config', output('fleet', 'deployment.yml')];
    expect(await plan(config)).toBe(await plan(MUTUAL));
    expect(await plan([...config, '--agent', 'mail-01', '--agent', 'web-01'])).toBe(
      await plan([...MUTUAL, '--agent', 'mail-01']),
    );
  });

  it('lets a flag win over another answer to the same question in deployment.yml', async () => {
    await run(MUTUAL);
    const config = ['create', '--config', output('fleet', 'deployment.yml'), '--dry-run'];
    expect((await run(config)).stdout).toContain('key encrypted (generated)');
    const given = await run([...config, '--agent-key-passphrase-file', '-'], 'correct-horse-battery-staple');
    expect(given.stdout).toContain('key encrypted (given)');
    await writeFile(join(folder.path, 'agents.csv'), 'mail-01\n');
    const { stdout } = await run([...config, '--agents-file', 'agents.csv']);
    expect(stdout.match(/agent-\S+\.zip/g)).toContain('agent-mail-01.zip');
  });

  it('takes a passphrase from a pipe, and shows it nowhere', async () => {
    const passphrase = 'correct-horse-battery-staple';
    const words = [...MUTUAL, '--agent-key-passphrase-file', '-'];
    const { code, stdout, stderr } = await run(words, passphrase);
    expect(code).toBe(0);
    expect(stdout + stderr).not.toContain(passphrase);
    for (const file of ['deployment.yml', 'inventory.json', 'COMMANDS.md', 'report.html', 'trust-map.svg']) {
      expect(await readFile(output('fleet', file), 'utf8')).not.toContain(passphrase);
    }
  });

  it('refuses a folder that holds a deployment, and replaces it with --force, keeping the old one', async () => {
    await run(ONE_WAY);
    const before = await readFile(output('fleet', 'inventory.json'), 'utf8');
    const refused = await run(ONE_WAY);
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toMatch(/^error: .*output\/fleet already holds a deployment with 3 bundles$/m);
    expect(await readFile(output('fleet', 'inventory.json'), 'utf8')).toBe(before);

    expect((await run([...ONE_WAY, '--force'])).code).toBe(0);
    const [kept] = (await readdir(output())).filter((name) => name.startsWith('fleet.replaced-'));
    expect(await readFile(output(kept!, 'inventory.json'), 'utf8')).toBe(before);
  });

  it('skips the proof with --no-verify', async () => {
    const { code, stdout } = await run([...ONE_WAY, '--no-verify']);
    expect(code).toBe(0);
    expect(stdout).not.toContain('proof:');
    expect(await readdir(output('fleet'))).not.toContain('report.html');
  });
});

describe('without a terminal', () => {
  it.each([[[]], [['create']]])('every missing answer is listed with its flag: %j', async (words) => {
    const { code, stdout, stderr } = await run(words);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    for (const flag of ['--mode', '--fleet-url', '--es-url']) expect(stderr).toContain(`error: ${flag} is missing`);
    expect(await readdir(folder.path)).toEqual([]);
  });
});
