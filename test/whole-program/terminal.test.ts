import { spawnSync } from 'node:child_process';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MAIN, runProgram, workFolder } from '../helpers/program.js';
import { CTRL_C, ENTER, HAS_PSEUDO_TERMINAL, type Step, typeInTerminal } from '../helpers/pseudo-terminal.js';

const FLEET = 'https://fleet.example.com:8220';
const ES = 'https://es.example.com:9200';

let folder: Awaited<ReturnType<typeof workFolder>>;
beforeEach(async () => {
  folder = await workFolder();
});
afterEach(() => folder.remove());

const type = (words: readonly string[], steps: readonly Step[], environment?: Record<string, string>) =>
  typeInTerminal(words, steps, { cwd: folder.path, ...(environment && { environment }) });

/** The whole wizard, with Enter wherever Enter is an answer. */
const ENTER_ONLY: readonly Step[] = [
  ['? Who shows a certificate?', ENTER],
  ['? Name of this deployment:', ENTER],
  ["? Fleet Server's URL", `${FLEET}${ENTER}`],
  ["? Elasticsearch's URL", `${ES}${ENTER}`],
  ["? Kibana's URL", ENTER],
  ["? Agents' Linux hosts", ENTER],
  ['? File that lists agents', ENTER],
  ['? Version of the Elastic Stack:', ENTER],
  ["? Encrypt the agents' keys?", ENTER],
  ['? Make it?', ENTER],
];

/** The command that the wizard printed, as a shell takes it. */
const printedCommand = (text: string): string => /The same without questions:\n((?: {2}.*\n)+)/.exec(text)![1]!;

describe.skipIf(!HAS_PSEUDO_TERMINAL)('in a terminal [needs python3]', () => {
  it('the wizard, answered with Enter only after the two URLs, ends in a mutual deployment that is proved', async () => {
    const { code, text } = await type([], ENTER_ONLY);
    expect(code).toBe(0);
    expect(text).toMatch(/^ {2}mutual TLS, 1 Fleet Server, 1 Elasticsearch node and Kibana$/m);
    expect(text).toMatch(/^proof: 3 links, .* refused as they must; 0 findings$/m);
    expect(await readdir(join(folder.path, 'output', 'fleet', 'bundles'))).toHaveLength(3);

    const again = await runProgram(['verify', 'output/fleet', '--quiet'], { cwd: folder.path });
    expect(again.code).toBe(0);
  });

  it('the command it prints makes the same plan without a question', async () => {
    const { text } = await type([], ENTER_ONLY.with(-1, ['? Make it?', `n${ENTER}`]));
    const command = printedCommand(text).replace('fleet-certlab', `'${process.execPath}' '${MAIN}'`);
    const plan = spawnSync('sh', ['-c', `${command.trimEnd()} --dry-run`], { cwd: folder.path, encoding: 'utf8' });
    const flags = ['--mode', 'mutual', '--fleet-url', FLEET, '--es-url', ES];
    const expected = await runProgram(['create', ...flags, '--dry-run'], { cwd: folder.path });
    expect(plan.stdout.replaceAll(/until \S+/g, '')).toBe(expected.stdout.replaceAll(/until \S+/g, ''));
    expect(plan.status).toBe(0);
  });

  it('makes nothing without a yes', async () => {
    const { code, text } = await type([], ENTER_ONLY.with(-1, ['? Make it?', `n${ENTER}`]));
    expect(code).toBe(1);
    expect(text).toContain('error: cancelled; nothing was written');
    expect(await readdir(folder.path)).toEqual([]);
  });

  it('create asks only what flags left open', async () => {
    const given = ['--mode', 'one-way', '--name', 'lab', '--es-url', ES, '--agent', 'web-01', '--stack-version', '9.2'];
    const { code, text } = await type(
      ['create', ...given],
      [
        ["? Fleet Server's URL", `${FLEET}${ENTER}`],
        ["? Kibana's URL", ENTER],
        ['? Make it?', ENTER],
      ],
    );
    expect(code).toBe(0);
    for (const asked of ['Who shows', 'Name of', "Elasticsearch's URL", 'Version'])
      expect(text).not.toContain(`? ${asked}`);
  });

  it('does not ask what another flag or the environment has answered', async () => {
    await writeFile(join(folder.path, 'agents.csv'), 'name,platform\nwin-01,windows\n');
    const given = ['--mode', 'mutual', '--name', 'lab', '--es-url', ES, '--agents-file', 'agents.csv'];
    const steps: readonly Step[] = [
      ["? Fleet Server's URL", `${FLEET}${ENTER}`],
      ["? Kibana's URL", ENTER],
      ['? Version of the Elastic Stack:', ENTER],
      ['? Make it?', ENTER],
    ];
    const passphrase = 'correct-horse-battery-staple';
    const { code, text } = await type(['create', ...given], steps, { FLEET_CERTLAB_AGENT_KEY_PASSPHRASE: passphrase });
    expect(code).toBe(0);
    expect(text).not.toContain(passphrase);
    expect(printedCommand(text)).toContain('--agents-file agents.csv');
  });

  it('create asks nothing when nothing is missing', async () => {
    const flags = ['--mode', 'one-way', '--fleet-url', FLEET, '--es-url', ES];
    const { code, text } = await type(['create', ...flags], []);
    expect(code).toBe(0);
    expect(text).not.toContain('? ');
  });

  it('create --yes asks nothing either way', async () => {
    const { code, text } = await type(['create', '--yes', '--mode', 'mutual'], []);
    expect(code).toBe(2);
    expect(text).toContain('error: --fleet-url is missing');
    expect(text).toContain('error: --es-url is missing');
  });

  it('a flag that is wrong is refused before anything is asked', async () => {
    const { code, text } = await type(['create', '--days', 'many'], []);
    expect(code).toBe(2);
    expect(text).toMatch(/^error: --days "many"/m);
    expect(text).not.toContain('? ');
  });

  it('offers a name that is free, and refuses one that is not', async () => {
    await mkdir(join(folder.path, 'output', 'fleet'), { recursive: true });
    await writeFile(join(folder.path, 'output', 'fleet', 'inventory.json'), '{}');
    const { text } = await type(
      [],
      [
        ['? Who shows a certificate?', ENTER],
        ['? Name of this deployment: (fleet-2)', `fleet${ENTER}`],
        ['output/fleet is taken: choose another name', CTRL_C],
      ],
    );
    expect(text).toContain('error: cancelled; nothing was written');
  });

  it('says before it replaces a deployment that this one is kept', async () => {
    const flags = ['--mode', 'one-way', '--fleet-url', FLEET, '--es-url', ES];
    await runProgram(['create', ...flags, '--no-verify', '--quiet'], { cwd: folder.path });
    const { code, text } = await type(['create', '--force'], ENTER_ONLY.with(-1, ['? Make it?', `n${ENTER}`]));
    expect(code).toBe(1);
    expect(text).toContain('replaces the deployment that is there; the old one is kept beside it');
    expect(await readdir(join(folder.path, 'output'))).toEqual(['fleet']);
  });

  it('asks again, keeping the answers, when good answers contradict each other', async () => {
    const { code, text } = await type(
      ['create', '--name', 'lab'],
      [
        ['? Who shows a certificate?', ENTER],
        ["? Fleet Server's URL", `${FLEET}${ENTER}`],
        ["? Elasticsearch's URL", `${ES}${ENTER}`],
        ["? Kibana's URL", ENTER],
        ["? Agents' Linux hosts", `web-01 db-01 web-01${ENTER}`],
        ['? Version of the Elastic Stack:', `8.16${ENTER}`],
        ["? Encrypt the agents' keys?", ENTER],
        ['? Who shows a certificate?', ENTER],
        [`? Fleet Server's URL (or several): (${FLEET})`, ENTER],
        [`? Elasticsearch's URL (or several): (${ES})`, ENTER],
        ["? Kibana's URL", ENTER],
        ["? Agents' Linux hosts (Enter: none, or a CSV next): (web-01 db-01 web-01)", `web-01 db-01${ENTER}`],
        ['? Version of the Elastic Stack: (8.16)', ENTER],
        ["? Encrypt the agents' keys?", ENTER],
        ['? Make it?', `n${ENTER}`],
      ],
    );
    expect(code).toBe(1);
    expect(text).toMatch(/"web-01"\s+is\s+named\s+twice/);
    expect(text).toContain('The questions once more; Enter keeps an answer.');
    expect(printedCommand(text)).toContain('--stack-version 8.16');
    expect(printedCommand(text).match(/--agent web-01/g)).toHaveLength(1);
  });

  it('Ctrl-C in a question ends it with one line, and nothing is written', async () => {
    const { code, text } = await type([], [['? Who shows a certificate?', CTRL_C]]);
    expect(code).toBe(1);
    expect(text.match(/^(error|hint): .*$/gm)).toEqual(['error: cancelled; nothing was written']);
    expect(await readdir(folder.path)).toEqual([]);
  });

  it('Ctrl-C while keys are made ends it with one line, and nothing is written', async () => {
    const agents = Array.from({ length: 20 }, (_, index) => ['--agent', `web-${index}`]).flat();
    const words = [
      'create',
      '--mode',
      'mutual',
      '--fleet-url',
      FLEET,
      '--es-url',
      ES,
      '--key-type',
      'rsa-4096',
      ...agents,
    ];
    const { code, text } = await type(words, [['keys and certificates', CTRL_C]]);
    expect(code).toBe(1);
    expect(text.match(/^.*(error|hint): .*$/gm)?.map((line) => line.replace(/^.*\r/, ''))).toEqual([
      'error: interrupted; nothing was written',
    ]);
    expect(await readdir(folder.path)).toEqual([]);
  });

  it('uses colours, and none with NO_COLOR', async () => {
    const coloured = /\u001b\[(3\d|9\d|1|2)m/;
    expect((await type([], [['? Who shows a certificate?', CTRL_C]])).raw).toMatch(coloured);
    expect((await type([], [['? Who shows a certificate?', CTRL_C]], { NO_COLOR: '1' })).raw).not.toMatch(coloured);
  });
});
