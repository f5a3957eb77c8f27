import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runProgram, workFolder } from '../helpers/program.js';

interface Case {
  readonly title: string;
  readonly words: readonly string[];
  /** What the error must name. */
  readonly error: RegExp;
  readonly files?: Readonly<Record<string, string | Buffer>>;
  readonly environment?: Readonly<Record<string, string>>;
}

const FLEET = ['--fleet-url', 'https://fleet.example.com:8220'];
const ES = ['--es-url', 'https://es.example.com:9200'];
const MUTUAL = ['--mode', 'mutual', ...FLEET, ...ES];

const url = (text: string, error: RegExp): Case => ({
  title: `--fleet-url ${text}`,
  words: ['--mode', 'mutual', ...ES, '--fleet-url', text],
  error,
});
const wrong = (flag: string, text: string, error: RegExp): Case => ({
  title: `${flag} ${text.length > 40 ? `of ${text.length} characters` : JSON.stringify(text)}`,
  words: [...MUTUAL, flag, text],
  error,
});
const file = (title: string, flag: string, content: string | Buffer, error: RegExp): Case => ({
  title,
  words: [...MUTUAL, flag, 'input'],
  files: { input: content },
  error,
});

const CASES: readonly Case[] = [
  url('http://fleet.example.com:8220', /--fleet-url .*not encrypted/),
  url('fleet.example.com:8220', /--fleet-url .*https/),
  url('https://user:hunter2@fleet.example.com', /--fleet-url/),
  url('https://fleet.example.com/path', /--fleet-url .*path/),
  url('https://fleet.example.com:0', /--fleet-url .*port/),
  url('https://fleet.example.com:99999', /--fleet-url .*port/),
  url('https://fleet_server.example.com', /--fleet-url .*_/),
  url('https://a.*.example.com', /--fleet-url/),
  url('https://[fe80::1%25eth0]:8220', /--fleet-url .*percent/),
  url('https://-fleet.example.com', /--fleet-url/),
  url('https://010.0.0.1:8220', /--fleet-url/),
  url('https://', /--fleet-url/),
  wrong('--agent', 'a/b', /--agent/),
  wrong('--agent', '..', /--agent/),
  wrong('--agent', 'web\u0007', /--agent/),
  wrong('--agent', "it's", /--agent/),
  wrong('--agent', 'CON', /--agent .*Windows/),
  wrong('--agent', 'a'.repeat(300), /--agent/),
  wrong('--agent', '$(id)', /--agent/),
  {
    title: 'the same agent twice',
    words: [...MUTUAL, '--agent', 'web-01', '--agent', 'WEB-01'],
    error: /web-01/i,
  },
  file('a CSV with a column nobody knows', '--agents-file', 'name,platfrom\nweb-01,linux\n', /platfrom/),
  file('a CSV with an unknown platform', '--agents-file', 'name,platform\nweb-01,solaris\n', /solaris/),
  { title: 'a file that is not there', words: [...MUTUAL, '--agents-file', 'absent.csv'], error: /absent\.csv/ },
  file('an empty passphrase file', '--agent-key-passphrase-file', '', /--agent-key-passphrase-file .*empty/),
  file('a passphrase of two lines', '--agent-key-passphrase-file', 'one\ntwo', /--agent-key-passphrase-file .*line/),
  file(
    'a passphrase Java refuses',
    '--agent-key-passphrase-file',
    'pässphräse-lang-genug',
    /--agent-key-passphrase-file .*ASCII/,
  ),
  {
    title: 'a passphrase file that is a folder',
    words: [...MUTUAL, '--agent-key-passphrase-file', '.'],
    error: /is a folder/,
  },
  {
    title: 'a passphrase on the command line',
    words: [...MUTUAL, '--agent-key-passphrase', 'hunter2-hunter2'],
    error: /--agent-key-passphrase .*never the passphrase itself/,
  },
  {
    title: 'a passphrase with a newline in the environment',
    words: MUTUAL,
    environment: { FLEET_CERTLAB_AGENT_KEY_PASSPHRASE: 'hunter2\nhunter2' },
    error: /FLEET_CERTLAB_AGENT_KEY_PASSPHRASE/,
  },
  wrong('--target-dir', 'etc/fleet-tls', /--target-dir/),
  wrong('--target-dir', '/etc/fleet tls', /--target-dir .*space/),
  wrong('--target-dir', '/etc', /--target-dir "\/etc" is a system folder/),
  wrong('--target-dir', 'C:\\Windows', /--target-dir .*Windows" is a system folder/),
  wrong('--days', '4000', /--days 4000/),
  wrong('--days', '0', /--days/),
  wrong('--days', 'many', /--days/),
  wrong('--stack-version', '7.17', /7\.17/),
  wrong('--stack-version', '99.1', /99\.1/),
  wrong('--key-type', 'ed25519', /--key-type .*Elastic/),
  wrong('--key-type', 'rsa-1024', /--key-type/),
  wrong('--mode', 'both', /--mode/),
  wrong('--san', 'nobody.example.com=x', /--san/),
  {
    title: 'mutual TLS before 8.13',
    words: [...MUTUAL, '--es-client-auth', 'none', '--stack-version', '8.12'],
    error: /8\.13/,
  },
  {
    title: 'one-way mode with client authentication',
    words: ['--mode', 'one-way', ...FLEET, ...ES, '--client-auth', 'required'],
    error: /--mode one-way contradicts --client-auth required/,
  },
  { title: 'a mode given twice', words: [...MUTUAL, '--mode', 'one-way'], error: /--mode/ },
  {
    title: 'an unknown key in deployment.yml, with the nearest one',
    words: ['--config', 'input'],
    files: { input: 'mode: mutual\nfleet-urls: [https://fleet.example.com]\n' },
    error: /fleet-urls/,
  },
  { title: 'a deployment.yml that is not there', words: ['--config', 'absent.yml'], error: /absent\.yml/ },
  { title: 'a device without end for a file', words: [...MUTUAL, '--agents-file', '/dev/zero'], error: /larger than/ },
  { title: 'a device without end for deployment.yml', words: ['--config', '/dev/zero'], error: /larger than/ },
  { title: 'a flag nobody knows', words: [...MUTUAL, '--fips140'], error: /unknown option '--fips140'/ },
  { title: 'a word too many', words: [...MUTUAL, 'now'], error: /too many arguments/ },
];

describe('bad input', () => {
  it.concurrent.each(CASES)('is refused in one line, with nothing written: $title', async (one) => {
    const { path, remove } = await workFolder();
    try {
      const files = Object.entries(one.files ?? {});
      for (const [name, content] of files) await writeFile(join(path, name), content);
      const { environment } = one;
      const run = await runProgram(['create', ...one.words], { cwd: path, ...(environment && { environment }) });
      expect(run).toMatchObject({ code: 2, stdout: '' });
      const errors = run.stderr.split('\n').filter((line) => line.startsWith('error: '));
      expect(errors).toHaveLength(1);
      expect(errors[0]).toMatch(one.error);
      expect(run.stderr).not.toMatch(/hunter2|\n {4}at /);
      expect(run.stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
      expect(await readdir(path)).toEqual(files.map(([name]) => name));
    } finally {
      await remove();
    }
  });

  it('is reported all at once', async () => {
    const { path, remove } = await workFolder();
    try {
      const words = [
        'create',
        '--fleet-url',
        'http://a',
        '--es-url',
        'https://b_c',
        '--days',
        'x',
        '--stack-version',
        '1',
      ];
      const { code, stderr } = await runProgram(words, { cwd: path });
      expect(code).toBe(2);
      for (const flag of ['--mode', '--fleet-url', '--es-url', '--days']) {
        expect(stderr).toMatch(new RegExp(`^error: .*${flag}`, 'm'));
      }
      expect(stderr).toMatch(/^error: .*version/m);
    } finally {
      await remove();
    }
  });
});

describe('a place that cannot take the deployment', () => {
  const PLACES: readonly { title: string; prepare: (path: string) => Promise<unknown> }[] = [
    { title: 'a file', prepare: (path) => writeFile(join(path, 'there'), '') },
    {
      title: 'a folder with other files',
      prepare: (path) => mkdir(join(path, 'there')).then(() => writeFile(join(path, 'there', 'a'), '')),
    },
    { title: 'a symbolic link elsewhere', prepare: (path) => symlink('/tmp', join(path, 'there')) },
  ];

  it.each(PLACES)('is refused before a key is made: $title', async ({ prepare }) => {
    const { path, remove } = await workFolder();
    try {
      await prepare(path);
      const run = await runProgram(['create', ...MUTUAL, '--out', 'there'], { cwd: path });
      expect(run).toMatchObject({ code: 2, stdout: '' });
      expect(run.stderr).toMatch(/^error: .*there/m);
      expect(await readdir(path)).toEqual(['there']);
    } finally {
      await remove();
    }
  });
});
