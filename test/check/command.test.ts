import { Command } from 'commander';
import { afterAll, describe, expect, it } from 'vitest';
import { addCheckCommand } from '../../src/cli/check-command.js';
import { addExplainCommand } from '../../src/cli/explain-command.js';
import { CertlabError } from '../../src/errors.js';
import { fakeTerminal } from '../helpers/terminal.js';
import { agent, type Flags, server } from './inputs.js';
import { at, stock } from './stock.js';
import { HAS_OPENSSL } from './workshop.js';

const { shop } = stock();
afterAll(() => shop.remove());

async function run(...argv: readonly string[]) {
  const terminal = fakeTerminal();
  let exitCode = 0;
  const program = new Command('fleet-certlab').exitOverride().configureOutput({ outputError: () => {} });
  const context = {
    terminal,
    signal: new AbortController().signal,
    setExitCode: (code: number) => {
      exitCode = code;
    },
  };
  addCheckCommand(program, context);
  addExplainCommand(program, context);
  await program.parseAsync(argv, { from: 'user' });
  return { ...terminal.written(), exitCode };
}

const command = (changes?: Flags, ...more: readonly string[]) => agent(changes, ...more).command!;

describe.skipIf(!HAS_OPENSSL)('check [needs openssl]', () => {
  it('says what each flag does, and that nothing is wrong, and ends with 0', async () => {
    const { output, exitCode } = await run('check', '--root', shop.root, '--', ...command());
    expect(output).toContain('command line configures an ordinary agent');
    expect(output).toContain('  --url https://fleet.example.com:8220\n      the Fleet Server that the agent dials');
    expect(output.trimEnd().split('\n').at(-1)).toBe('nothing is wrong');
    expect(exitCode).toBe(0);
  });

  it('prints one block for each finding, and ends with 1 for an error', async () => {
    const wrong = command({ 'elastic-agent-cert-key': at('other-key.pem') });
    const { output, exitCode } = await run('check', '--root', shop.root, '--', ...wrong);
    expect(output).toContain(
      [
        'error[key-mismatch]',
        '  where  --elastic-agent-cert-key /etc/fleet-tls/other-key.pem',
        '  seen   elastic-agent: tls: private key does not match public key',
        '  cause  the key is not the one that the certificate was made for: not the key of',
        '         /etc/fleet-tls/agent-cert.pem',
        '  fix    name the files that belong together',
      ].join('\n'),
    );
    expect(output).toMatch(/\n1 error; fleet-certlab explain <id> tells more\n$/);
    expect(exitCode).toBe(1);
  });

  it('takes files and folders, and joins what is in them', async () => {
    shop.put('handed/run.sh', `${command().join(' ')}\n`);
    shop.put('handed/output.json', '{"item":{"type":"elasticsearch","hosts":["http://localhost:9200"]}}');
    const { output, exitCode } = await run('check', '--root', shop.root, `${shop.root}/handed`);
    expect(output).toContain(`${shop.root}/handed/run.sh configures an ordinary agent`);
    expect(output).toContain('error[output-localhost]');
    expect(exitCode).toBe(1);
  });

  it('takes certificates and keys alone', async () => {
    const paths = ['agent-cert.pem', 'agent-cert-key.pem'].map((name) => `${shop.root}${at(name)}`);
    expect((await run('check', ...paths)).output.trimEnd()).toBe('nothing is wrong');
  });

  it('does not judge a file of an unknown form', async () => {
    const path = `${shop.root}${shop.put('/note.txt', 'hello\n')}`;
    await expect(run('check', path)).rejects.toMatchObject({
      code: 'ERR_USAGE',
      message: expect.stringContaining(path),
    });
  });

  it('ends with 0 for warnings alone', async () => {
    const { output, exitCode } = await run('check', '--root', shop.root, '--', ...command({}, 'stray'));
    expect([output.includes('warning[stray-argument]'), exitCode]).toEqual([true, 0]);
  });

  it('takes everything behind -- as it is, flags of its own too', async () => {
    const { output } = await run(
      'check',
      '--json',
      '--',
      'elastic-agent',
      'install',
      '--json',
      '--root=/x',
      '--fips',
      '-V',
    );
    const rules = JSON.parse(output).findings.map(({ where }: { where: string }) => where);
    expect(rules).toEqual(expect.arrayContaining(['--json', '--root', '--fips']));
  });

  it('takes a command that is not behind -- too', async () => {
    const { output } = await run('check', '--json', ...command());
    expect(JSON.parse(output).sources[0].flags).toHaveLength(5);
  });

  it('prints stable JSON', async () => {
    const { output } = await run('check', '--json', '--root', shop.root, '--', ...command({}, '--insecure'));
    const result = JSON.parse(output);
    expect(Object.keys(result)).toEqual(['version', 'sources', 'findings', 'handshakes']);
    expect(result.findings).toEqual([
      {
        rule: 'verification-off',
        severity: 'error',
        where: '--insecure',
        cause: 'the client accepts any server, so anybody on the way can be that server',
        fix: 'remove the insecure flag or setting, and name the authority instead',
      },
    ]);
  });

  it('reads files: a script, an environment, Elasticsearch, the other end', async () => {
    const path = (name: string) => `${shop.root}${name}`;
    shop.put('/fleet.sh', server().command!.join(' \\\n  '));
    shop.put('/agent.sh', command().join(' \\\n  '));
    shop.put(
      '/agent.env',
      `FLEET_ENROLL=1\nFLEET_URL=https://fleet.example.com:8220\nFLEET_CA=${at('fleet-ca.pem')}\n`,
    );
    const { output, exitCode } = await run(
      ...['check', '--file', path('/agent.sh'), '--environment', path('/agent.env')],
      ...['--server-command', path('/fleet.sh'), '--root', shop.root, '--json'],
    );
    const { sources, handshakes, findings } = JSON.parse(output);
    expect(sources.map(({ kind }: { kind: string }) => kind)).toEqual(['agent', 'agent', 'fleet-server']);
    expect(findings.map(({ rule }: { rule: string }) => rule)).toEqual([
      'client-certificate-missing',
      'handshake-refused',
      'handshake-refused',
    ]);
    expect(handshakes.filter(({ outcome }: { outcome: string }) => outcome === 'accept')).toHaveLength(4);
    expect(exitCode).toBe(1);
  });

  it('prints no secret', async () => {
    const secret = 'S3CR3T';
    const words = [
      `--enrollment-token=${secret}`,
      `--proxy-url=http://user:${secret}@proxy:1`,
      `--url=https://user:a/${secret}@fleet:8220`,
      `--header=A=${secret}`,
      // The passphrase where the path of its file belongs, twice.
      `--elastic-agent-cert-key-passphrase=${secret}`,
      `--elastic-agent-cert-key-passphrase=another ${secret}`,
    ];
    const { output } = await run('check', '--', 'elastic-agent', 'install', ...words);
    expect(output).not.toContain(secret);
  });

  it('lets no control character through', async () => {
    const { output } = await run('check', '--', 'elastic-agent', 'install', '--url=https://a\u001b[31m', '\u001b]0;x');
    expect(output).not.toContain('\u001b');
  });

  it.each([
    ['nothing to check', ['check']],
    ['an unknown option', ['check', '--jsn']],
    ['a command that is none', ['check', '--', 'ls', '-l']],
    ['a file that is not there', ['check', '--file', '/absent']],
    ['a file without a command', ['check', '--file', '/etc/hostname']],
    ['an unknown version', ['check', '--stack-version', 'latest', '--', 'elastic-agent', 'install']],
  ])('is wrong usage with %s', async (_, argv) => {
    const error = await run(...argv).catch((reason) => reason);
    expect(error).toBeInstanceOf(CertlabError);
    expect(error.exitCode).toBe(2);
  });
});

describe('explain', () => {
  it('prints a page', async () => {
    const versions = await run('explain', 'fleet-server-es-ca-list');
    expect(versions.output).toMatch(/fleet-server, from 9\.5 on: initial CA load failed/);
    expect(versions.output).toMatch(/fleet-server, before 9\.5: open \{path\}: no such file or directory/);
    const { output } = await run('explain', 'passphrase-trailing-newline');
    expect(output).toMatch(
      /^passphrase-trailing-newline \(error\)\nSeen\n {2}elastic-agent: pkcs8: incorrect password\nCause\n/,
    );
  });

  it('takes a message as one word or several', async () => {
    const [one, several] = [await run('explain', 'no pem file'), await run('explain', 'no', 'pem', 'file')];
    expect(one.output).toBe(several.output);
  });

  it('lists all ids alone', async () => {
    const { output } = await run('explain');
    expect(output).toContain('Keys\n  key-file-without-key');
  });
});
