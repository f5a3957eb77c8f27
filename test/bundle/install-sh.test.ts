import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bundleRenderer } from '../../src/bundle/bundle.js';
import type { Deployment, Mode } from '../../src/deployment/types.js';
import { CONTEXT, hostOf, issuedFor, planOf, unpack } from './fixture.js';

const ROOT = process.getuid?.() === 0;
const SHELLS = ['dash', 'bash', 'busybox'].filter((shell) => spawnSync(shell, ['--help']).error === undefined);
const PYTHON = spawnSync('python3', ['-c', 'import pty']).status === 0;
const TOKEN = 'a-token-nobody-may-see';

let scratch: string;
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'certlab-install-'));
});
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

/** The bundle of one host, unpacked, with the folder it installs into below the scratch folder. */
function bundleOf(id: string, mode: Mode = 'mutual', changes: Partial<Deployment> = {}) {
  const plan = planOf(mode, { fleetPolicy: 'fleet-policy', ...changes });
  const folder = unpack(bundleRenderer(plan, CONTEXT)(issuedFor(hostOf(plan, id))), join(scratch, 'bundle'));
  return { folder, script: join(folder, 'install.sh'), image: join(scratch, 'image') };
}

/** A stand-in for elastic-agent that writes down its arguments, one a line, and its umask. */
function stub(name = 'elastic-agent', body = ''): string {
  const path = join(scratch, 'tools', name);
  mkdirSync(join(scratch, 'tools'), { recursive: true });
  writeFileSync(path, `#!/bin/sh\nprintf '%s\\n' "$@" >>"${path}.arguments"\numask >"${path}.umask"\n${body}\n`);
  chmodSync(path, 0o755);
  return path;
}
const argumentsOf = (path: string) => readFileSync(`${path}.arguments`, 'utf8').trimEnd().split('\n');

interface RunOptions {
  readonly shell?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}
function run(script: string, args: readonly string[], { shell = ['sh'], env = {} }: RunOptions = {}) {
  const [program, ...before] = shell;
  const result = spawnSync(program!, [...before, script, ...args], {
    cwd: scratch,
    encoding: 'utf8',
    input: '',
    env: { PATH: `${join(scratch, 'tools')}:${process.env.PATH}`, ...env },
  });
  return { status: result.status, stdout: result.stdout, stderr: result.stderr, output: result.stdout + result.stderr };
}

const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);
const tree = (folder: string): string[] =>
  existsSync(folder) ? (readdirSync(folder, { recursive: true }) as string[]).sort() : [];

describe('install.sh', () => {
  it('puts every file of certs/ into place, keys for root alone', () => {
    const { folder, script, image } = bundleOf('agent-on-linux');
    const { status, stderr } = run(script, ['--root', image]);
    expect([status, stderr]).toEqual([0, '']);
    const target = join(image, 'etc/fleet-tls');
    expect(tree(target)).toEqual(tree(join(folder, 'certs')));
    for (const name of tree(target)) {
      expect(readFileSync(join(target, name)).equals(readFileSync(join(folder, 'certs', name)))).toBe(true);
    }
    expect(mode(target)).toBe('700');
    expect(mode(join(target, 'agent-cert-key.pem'))).toBe('600');
    expect(mode(join(target, 'agent-cert-key-passphrase'))).toBe('600');
    expect(mode(join(target, 'agent-cert.pem'))).toBe('644');
  });

  it('lets the group read them for an unprivileged agent, and nobody else', () => {
    const { script, image } = bundleOf('agent-on-linux');
    expect(run(script, ['--unprivileged', '--root', image]).status).toBe(0);
    const target = join(image, 'etc/fleet-tls');
    expect(mode(target)).toBe('750');
    for (const name of tree(target)) expect([name, mode(join(target, name))]).toEqual([name, '640']);
  });

  it.each([
    ['elasticsearch-es.example.com', 'etc/elasticsearch/certs'],
    ['kibana-kibana.example.com', 'etc/kibana/certs'],
  ])('installs %s into the configuration folder of its program', (id, place) => {
    const { script, image } = bundleOf(id);
    const { status, stdout } = run(script, ['--root', image]);
    expect(status).toBe(0);
    expect(mode(join(image, place))).toBe('750');
    for (const name of tree(join(image, place))) expect(mode(join(image, place, name))).toBe('640');
    expect(stdout).toContain('what is left to do by hand');
  });

  it('leaves the passphrase that belongs into the keystore out of the configuration folder', () => {
    const { script, image, folder } = bundleOf('elasticsearch-es.example.com', 'mutual', {
      esKeyPassphrase: 'generate',
    });
    const { stdout } = run(script, ['--root', image]);
    expect(tree(join(folder, 'certs'))).toContain('es-cert-key-passphrase');
    expect(tree(join(image, 'etc/elasticsearch/certs'))).not.toContain('es-cert-key-passphrase');
    expect(stdout).toContain('elasticsearch-keystore add --stdin');
  });

  it('leaves the owner and mode of a folder that holds other files alone', () => {
    const { script, image } = bundleOf('elasticsearch-es.example.com');
    const target = join(image, 'etc/elasticsearch/certs');
    mkdirSync(target, { recursive: true });
    chmodSync(target, 0o755);
    writeFileSync(join(target, 'http_ca.crt'), 'made by Elasticsearch');
    const { status, stdout } = run(script, ['--root', image]);
    expect(status).toBe(0);
    expect(stdout).toContain('holds other files too');
    expect(mode(target)).toBe('755');
    expect(mode(join(target, 'es-cert-key.pem'))).toBe('640');
  });

  it('changes nothing with --dry-run, and shows the whole command', () => {
    const agent = stub();
    const { script, image } = bundleOf('agent-on-linux');
    const { status, stdout } = run(script, ['--dry-run', '--root', image], { env: { ELASTIC_AGENT: agent } });
    expect(status).toBe(0);
    expect(existsSync(image)).toBe(false);
    expect(existsSync(`${agent}.arguments`)).toBe(false);
    expect(stdout).toContain('would copy certs/agent-cert-key.pem');
    expect(stdout).toContain('--certificate-authorities=/etc/fleet-tls/fleet-ca.pem');
  });

  it('refuses to replace different files, and changes none of the others', () => {
    const { script, image } = bundleOf('agent-on-linux');
    const target = join(image, 'etc/fleet-tls');
    mkdirSync(target, { recursive: true });
    writeFileSync(join(target, 'fleet-ca.pem'), 'the authority of another deployment');
    const { status, stderr } = run(script, ['--root', image]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^error: .* already holds different files: fleet-ca\.pem\nhint: .*--force/);
    expect(tree(target)).toEqual(['fleet-ca.pem']);
    expect(readFileSync(join(target, 'fleet-ca.pem'), 'utf8')).toBe('the authority of another deployment');
  });

  it('notices a newline added to a passphrase file', () => {
    const { script, image, folder } = bundleOf('agent-on-linux');
    expect(run(script, ['--root', image]).status).toBe(0);
    const passphrase = readFileSync(join(folder, 'certs/agent-cert-key-passphrase'), 'utf8');
    writeFileSync(join(image, 'etc/fleet-tls/agent-cert-key-passphrase'), `${passphrase}\n`);
    expect(run(script, ['--root', image]).stderr).toContain('different files: agent-cert-key-passphrase');
  });

  it('replaces them with --force', () => {
    const { script, image, folder } = bundleOf('agent-on-linux');
    const target = join(image, 'etc/fleet-tls');
    mkdirSync(target, { recursive: true });
    writeFileSync(join(target, 'agent-cert-key.pem'), 'another key', { mode: 0o644 });
    expect(run(script, ['--force', '--root', image]).status).toBe(0);
    const name = 'agent-cert-key.pem';
    expect(readFileSync(join(target, name))).toEqual(readFileSync(join(folder, 'certs', name)));
    expect(mode(join(target, name))).toBe('600');
  });

  it('touches no file when it runs again', () => {
    const { script, image } = bundleOf('agent-on-linux');
    run(script, ['--root', image]);
    const target = join(image, 'etc/fleet-tls');
    const before = tree(target).map((name) => [
      name,
      statSync(join(target, name)).ino,
      statSync(join(target, name)).mtimeMs,
    ]);
    expect(run(script, ['--root', image]).status).toBe(0);
    const after = tree(target).map((name) => [
      name,
      statSync(join(target, name)).ino,
      statSync(join(target, name)).mtimeMs,
    ]);
    expect(after).toEqual(before);
    expect(tree(join(image, 'etc'))).not.toContainEqual(expect.stringContaining('.new.'));
  });

  it.each(['000', '077', '277'])('sets the same modes under umask %s', (umask) => {
    const { script, image } = bundleOf('agent-on-linux');
    const shell = ['sh', '-c', `umask ${umask}; exec sh "$0" "$@"`];
    expect(run(script, ['--root', image], { shell }).status).toBe(0);
    const target = join(image, 'etc/fleet-tls');
    expect([mode(join(image, 'etc')), mode(target), mode(join(target, 'agent-cert-key.pem'))]).toEqual([
      '755',
      '700',
      '600',
    ]);
    expect(mode(join(target, 'fleet-ca.pem'))).toBe('644');
  });

  it('killed while it copies leaves no half-filled folder, and the next run clears its leftovers away', () => {
    const { script, image, folder } = bundleOf('agent-on-linux');
    const program = spawnSync('sh', ['-c', 'command -v cp'], { encoding: 'utf8' }).stdout.trim();
    // Copies the first two files, then kills the script without a chance to clean up.
    const counter = join(scratch, 'copied');
    const killer = stub(
      'cp',
      `echo >>"${counter}"\n[ "$(wc -l <"${counter}")" -le 2 ] || kill -9 $PPID\nexec ${program} "$@"`,
    );
    expect(run(script, ['--root', image]).status).not.toBe(0);
    expect(existsSync(join(image, 'etc/fleet-tls'))).toBe(false);
    expect(tree(join(image, 'etc'))).toContainEqual(expect.stringMatching(/^fleet-tls\.new\.\d+$/));
    rmSync(killer);
    expect(run(script, ['--root', image]).status).toBe(0);
    expect(tree(join(image, 'etc/fleet-tls'))).toEqual(tree(join(folder, 'certs')));
    expect(readdirSync(join(image, 'etc'))).toEqual(['fleet-tls']);
  });

  it.each([
    ['with another name', 'fleet-tls.new.old', { 'agent-cert.pem': 'mine' }],
    ['with other files', 'fleet-tls.new.4194305', { 'agent-cert.pem': 'mine', 'notes.txt': 'mine' }],
    ['with a hidden file', 'fleet-tls.new.4194305', { '.notes': 'mine' }],
    ['with a folder', 'fleet-tls.new.4194305', { 'agent-cert.pem/notes.txt': 'mine' }],
    ['without a number', 'fleet-tls.new.', { 'agent-cert.pem': 'mine' }],
  ])('leaves a folder %s that only looks like its leftovers', (_, name, files) => {
    const { script, image } = bundleOf('agent-on-linux');
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(image, 'etc', name, path)), { recursive: true });
      writeFileSync(join(image, 'etc', name, path), text);
    }
    const { status, stderr } = run(script, ['--root', image]);
    expect([status, stderr]).toEqual([0, '']);
    for (const path of Object.keys(files)) expect(readFileSync(join(image, 'etc', name, path), 'utf8')).toBe('mine');
  });

  it('leaves a link that only looks like its leftovers', () => {
    const { script, image } = bundleOf('agent-on-linux');
    mkdirSync(join(image, 'etc'), { recursive: true });
    mkdirSync(join(scratch, 'elsewhere'));
    symlinkSync(join(scratch, 'elsewhere'), join(image, 'etc/fleet-tls.new.4194305'));
    expect(run(script, ['--root', image]).status).toBe(0);
    expect(readdirSync(join(image, 'etc')).sort()).toEqual(['fleet-tls', 'fleet-tls.new.4194305']);
  });

  it('puts the files beside those of another run that made the folder first', () => {
    const { folder, script, image } = bundleOf('agent-on-linux');
    const target = join(image, 'etc/fleet-tls');
    // What it finds when it looks and what is there when it moves are not the same.
    const mv = join(scratch, 'tools', 'mv');
    mkdirSync(join(scratch, 'tools'));
    writeFileSync(mv, `#!/bin/sh\nmkdir -p '${target}'\nPATH=\${PATH#*:} exec mv "$@"\n`, { mode: 0o755 });
    const { status, stderr } = run(script, ['--root', image]);
    expect([status, stderr]).toEqual([0, '']);
    expect(tree(target)).toEqual(tree(join(folder, 'certs')));
    expect(mode(target)).toBe('700');
    expect(tree(join(image, 'etc')).filter((name) => name.includes('.new.'))).toEqual([]);
  });

  it.each([[['--root', '', '--dry-run']], [['--root', '--dry-run']], [['--dry-run', '--root']]])(
    'takes %j not for this very host',
    (args) => {
      const { status, stderr } = run(bundleOf('agent-on-linux').script, args);
      expect([status, stderr]).toEqual([2, expect.stringMatching(/^error: --root needs a folder\n/)]);
    },
  );

  it('says which file is missing from the bundle', () => {
    const { script, image, folder } = bundleOf('agent-on-linux');
    rmSync(join(folder, 'certs/fleet-ca.pem'));
    const { status, stderr } = run(script, ['--root', image]);
    expect([status, stderr]).toEqual([
      1,
      expect.stringContaining('error: certs/fleet-ca.pem is missing from the bundle'),
    ]);
    expect(existsSync(image)).toBe(false);
  });

  it.each(['--frobnicate', 'install', '--root'])('refuses %s with exit code 2', (option) => {
    const { status, stderr } = run(bundleOf('agent-on-linux').script, [option]);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^error: .*\nhint: .*--help/);
  });

  it.each(SHELLS)('runs in %s', (shell) => {
    const agent = stub();
    const { script, image } = bundleOf('fleet-server-fleet.example.com');
    const { status, stderr } = run(script, ['--root', image, '--', '--non-interactive'], {
      shell: shell === 'busybox' ? ['busybox', 'sh'] : [shell],
      env: { ELASTIC_AGENT: agent, FLEET_SERVER_SERVICE_TOKEN: TOKEN },
    });
    expect([status, stderr]).toEqual([0, '']);
    expect(argumentsOf(agent)).toContain('--non-interactive');
  });
});

describe('the command that install.sh runs', () => {
  it('is the command it shows, with the token filled in and further options behind it', () => {
    const agent = stub();
    const { script, image } = bundleOf('agent-on-linux');
    const { stdout } = run(script, ['--root', image, '--', '--tag=two words', '--non-interactive'], {
      env: { ELASTIC_AGENT: agent, FLEET_ENROLLMENT_TOKEN: TOKEN },
    });
    const given = argumentsOf(agent);
    expect(given[0]).toBe('install');
    expect(given).toContain(`--enrollment-token=${TOKEN}`);
    expect(given.slice(-2)).toEqual(['--tag=two words', '--non-interactive']);
    const shown = stdout
      .slice(stdout.indexOf(agent))
      .replaceAll("'", '')
      .split(/\s*\\?\n\s*/);
    expect(shown.filter(Boolean)).toEqual([
      `${agent} install`,
      ...given.slice(1).map((word) => word.replace(TOKEN, 'ENROLLMENT-TOKEN')),
    ]);
  });

  it.each(["it's", '"$(reboot)"', '`reboot`', 'back\\slash', '-n', '*', 'two  words'])(
    'passes on the token %j as it is',
    (token) => {
      const agent = stub();
      const { script, image } = bundleOf('agent-on-linux');
      run(script, ['--root', image], { env: { ELASTIC_AGENT: agent, FLEET_ENROLLMENT_TOKEN: token } });
      expect(argumentsOf(agent)).toContain(`--enrollment-token=${token}`);
    },
  );

  it.each(["it's", '"$(reboot)"', '`reboot`', 'a;b', '$HOME'])('passes on the policy %j as it is', (fleetPolicy) => {
    const agent = stub();
    const { script, image } = bundleOf('fleet-server-fleet.example.com', 'mutual', { fleetPolicy });
    run(script, ['--root', image], { env: { ELASTIC_AGENT: agent, FLEET_SERVER_SERVICE_TOKEN: TOKEN } });
    expect(argumentsOf(agent)).toContain(`--fleet-server-policy=${fleetPolicy}`);
  });

  it('takes the token from the bundle when it is there', () => {
    const agent = stub();
    const { script, image, folder } = bundleOf('agent-on-linux');
    mkdirSync(join(folder, 'tokens'), { recursive: true });
    writeFileSync(join(folder, 'tokens/enrollment-token'), `${TOKEN}\n`);
    const { output } = run(script, ['--root', image], { env: { ELASTIC_AGENT: agent } });
    expect(argumentsOf(agent)).toContain(`--enrollment-token=${TOKEN}`);
    expect(output).not.toContain(TOKEN);
  });

  it('never prints a token', () => {
    const env = { ELASTIC_AGENT: stub(), FLEET_ENROLLMENT_TOKEN: TOKEN };
    const { script, image } = bundleOf('agent-on-linux');
    for (const args of [['--dry-run'], [], ['--unprivileged']]) {
      expect(run(script, [...args, '--root', image], { env }).output).not.toContain(TOKEN);
    }
  });

  it('asks for nothing without a terminal: it fails before anything is changed', () => {
    const { script, image } = bundleOf('agent-on-linux');
    const { status, stderr } = run(script, ['--root', image], { env: { ELASTIC_AGENT: stub() } });
    expect([status, stderr]).toEqual([
      1,
      expect.stringMatching(/^error: no enrollment token\nhint: .*FLEET_ENROLLMENT_TOKEN/),
    ]);
    expect(existsSync(image)).toBe(false);
  });

  it('waits for a policy ID only where the deployment named none', () => {
    const agent = stub();
    const { script, image } = bundleOf('fleet-server-fleet.example.com', 'one-way', {
      fleetPolicy: undefined,
    } as never);
    const env = { ELASTIC_AGENT: agent, FLEET_SERVER_SERVICE_TOKEN: TOKEN };
    expect(run(script, ['--root', image], { env }).stderr).toContain('error: no Fleet Server policy ID');
    expect(run(script, ['--root', image], { env: { ...env, FLEET_SERVER_POLICY_ID: 'my-policy' } }).status).toBe(0);
    expect(argumentsOf(agent)).toContain('--fleet-server-policy=my-policy');
  });

  it('gives --unprivileged on, and runs under the umask of the caller', () => {
    const agent = stub();
    const { script, image } = bundleOf('agent-on-linux');
    run(script, ['--unprivileged', '--root', image], {
      shell: ['sh', '-c', 'umask 022; exec sh "$0" "$@"'],
      env: { ELASTIC_AGENT: agent, FLEET_ENROLLMENT_TOKEN: TOKEN },
    });
    expect(argumentsOf(agent)).toContain('--unprivileged');
    expect(readFileSync(`${agent}.umask`, 'utf8').trim()).toBe('0022');
  });

  it('fails as elastic-agent fails', () => {
    const { script, image } = bundleOf('agent-on-linux');
    const env = { ELASTIC_AGENT: stub('elastic-agent', 'exit 3'), FLEET_ENROLLMENT_TOKEN: TOKEN };
    expect(run(script, ['--root', image], { env }).status).toBe(3);
  });

  it('stands once in the script, between its marks', () => {
    const text = readFileSync(bundleOf('agent-on-linux').script, 'utf8');
    const [, block] = /# fleet-certlab: command begin\n(.*?)# fleet-certlab: command end\n/s.exec(text) ?? [];
    expect(block).toMatch(/^set -- \\\n {2}elastic-agent install \\\n( {2}--[^\n]* \\\n)+ {2}"\$@"\n$/);
    expect(text.split('--url=')).toHaveLength(2);
  });
});

describe.skipIf(!ROOT)('install.sh on the host itself [needs root]', () => {
  const targetDir = () => ({ posix: join(scratch, 'etc/fleet-tls'), windows: 'C:\\fleet-tls' });
  const env = () => ({ ELASTIC_AGENT: stub(), FLEET_ENROLLMENT_TOKEN: TOKEN });

  it('gives the files to root', () => {
    const { script } = bundleOf('agent-on-linux', 'mutual', { targetDir: targetDir() });
    const { status, stderr } = run(script, [], { env: env() });
    expect([status, stderr]).toEqual([0, '']);
    const { uid, gid } = statSync(join(targetDir().posix, 'agent-cert-key.pem'));
    expect([uid, gid]).toEqual([0, 0]);
  });

  it('makes the group elastic-agent first when it is missing', () => {
    const chown = stub('chown');
    const groupadd = stub('groupadd');
    stub('getent', 'exit 2');
    const { script } = bundleOf('agent-on-linux', 'mutual', { targetDir: targetDir() });
    expect(run(script, ['--unprivileged'], { env: env() }).status).toBe(0);
    expect(argumentsOf(groupadd)).toEqual(['-r', 'elastic-agent']);
    expect(argumentsOf(chown)).toContain('0:elastic-agent');
  });

  it('refuses to install for Elasticsearch where there is no Elasticsearch', () => {
    stub('getent', 'exit 2');
    const { status, stderr } = run(bundleOf('elasticsearch-es.example.com').script, []);
    expect([status, stderr]).toEqual([1, expect.stringContaining('there is no group elasticsearch on this host')]);
  });

  it('leaves nothing behind when copying fails', () => {
    stub('cp', 'exit 1');
    const { script } = bundleOf('agent-on-linux', 'mutual', { targetDir: targetDir() });
    expect(run(script, [], { env: env() }).status).toBe(1);
    expect(tree(join(scratch, 'etc'))).toEqual([]);
  });
});

describe.skipIf(!PYTHON)('install.sh in a terminal [needs python3]', () => {
  /** Types a line as soon as the prompt appears, and returns all that the terminal showed. */
  const DRIVER = `
import os, pty, sys
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[2], sys.argv[2:])
shown, typed = b'', False
while True:
    try:
        chunk = os.read(terminal, 4096)
    except OSError:
        break
    if not chunk:
        break
    shown += chunk
    if not typed and b'token: ' in shown:
        os.write(terminal, sys.argv[1].encode() + b'\\n')
        typed = True
sys.stdout.buffer.write(shown)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`;

  /** Presses Ctrl-C at the prompt, and says whether the terminal shows again what is typed. */
  const INTERRUPTER = `
import os, pty, sys, termios
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[1], sys.argv[1:])
shown = b''
while b'token: ' not in shown:
    shown += os.read(terminal, 4096)
hidden = not termios.tcgetattr(terminal)[3] & termios.ECHO
os.write(terminal, b'\\x03')
status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
print(hidden, bool(termios.tcgetattr(terminal)[3] & termios.ECHO), status)
`;

  it('gives the terminal back when it is interrupted, and has changed nothing', () => {
    const { script, image } = bundleOf('agent-on-linux');
    const { stdout, stderr } = spawnSync('python3', ['-c', INTERRUPTER, 'sh', script, '--root', image], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, ELASTIC_AGENT: stub() },
    });
    expect([stdout.trim(), stderr]).toEqual(['True True 130', '']);
    expect(existsSync(image)).toBe(false);
  });

  it('asks for the token without showing it', () => {
    const agent = stub();
    const { script, image } = bundleOf('agent-on-linux');
    const { status, stdout } = spawnSync('python3', ['-c', DRIVER, TOKEN, 'sh', script, '--root', image], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, ELASTIC_AGENT: agent },
    });
    expect(status).toBe(0);
    expect(stdout).toContain('enrollment token: ');
    expect(stdout).not.toContain(TOKEN);
    expect(argumentsOf(agent)).toContain(`--enrollment-token=${TOKEN}`);
  });
});
