import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { fromBuffer, type Options, type ZipFile } from 'yauzl';
import { bundleFolder, bundleRenderer } from '../../src/bundle/bundle.js';
import type { BundleContext } from '../../src/bundle/settings.js';
import type { OutputFile } from '../../src/bundle/types.js';
import { packZip } from '../../src/bundle/zip.js';
import type { Deployment, Mode } from '../../src/deployment/types.js';
import { AUTHORITY_NAMES } from '../../src/plan/types.js';
import { CONTEXT, hostOf, issuedFor, planOf } from './fixture.js';

const SHELLCHECK = spawnSync('shellcheck', ['--version']).status === 0;
const MODES: readonly Mode[] = ['one-way', 'mutual'];

const HOSTS = [
  'fleet-server-fleet.example.com',
  'elasticsearch-es.example.com',
  'kibana-kibana.example.com',
  'agent-on-linux',
  'agent-on-windows',
  'agent-on-macos',
  'agent-on-container',
];
const EVERY_BUNDLE = MODES.flatMap((mode) => HOSTS.map((id) => ({ mode, id })));

function bundle(mode: Mode, id: string, changes: Partial<Deployment> = {}, context: Partial<BundleContext> = {}) {
  const plan = planOf(mode, changes);
  return bundleRenderer(plan, { ...CONTEXT, ...context })(issuedFor(hostOf(plan, id)));
}
const paths = (files: readonly OutputFile[]) => files.map((file) => file.path).sort();
const text = (files: readonly OutputFile[], path: string) =>
  files.find((file) => file.path === path)?.content.toString() ?? expect.fail(`no ${path} in ${paths(files)}`);
const certs = (files: readonly OutputFile[]) =>
  paths(files).flatMap((path) => (path.startsWith('certs/') ? [path.slice('certs/'.length)] : []));

/** What each host may hold, and nothing else. */
const LEAST_PRIVILEGE: readonly (readonly [Mode, string, readonly string[]])[] = [
  ['one-way', 'fleet-server-fleet.example.com', ['es-ca.pem', 'fleet-ca.pem', 'fleet-cert-key.pem', 'fleet-cert.pem']],
  ['one-way', 'elasticsearch-es.example.com', ['es-cert-key.pem', 'es-cert.pem']],
  ['one-way', 'kibana-kibana.example.com', ['es-ca.pem']],
  ['one-way', 'agent-on-linux', ['es-ca.pem', 'fleet-ca.pem']],
  ['one-way', 'agent-on-windows', ['es-ca.pem', 'fleet-ca.pem']],
  ['one-way', 'agent-on-macos', ['es-ca.pem', 'fleet-ca.pem']],
  ['one-way', 'agent-on-container', ['es-ca.pem', 'fleet-ca.pem']],
  [
    'mutual',
    'fleet-server-fleet.example.com',
    [
      'agent-ca.pem',
      'agent-cert-key-passphrase',
      'agent-cert-key.pem',
      'agent-cert.pem',
      'es-ca.pem',
      'fleet-ca.pem',
      'fleet-cert-key.pem',
      'fleet-cert.pem',
      'fleet-es-cert-key.pem',
      'fleet-es-cert.pem',
    ],
  ],
  ['mutual', 'elasticsearch-es.example.com', ['agent-ca.pem', 'es-ca.pem', 'es-cert-key.pem', 'es-cert.pem']],
  ['mutual', 'kibana-kibana.example.com', ['es-ca.pem', 'kibana-es-cert-key.pem', 'kibana-es-cert.pem']],
  ...['agent-on-linux', 'agent-on-windows', 'agent-on-macos'].map(
    (id) =>
      [
        'mutual',
        id,
        ['agent-cert-key-passphrase', 'agent-cert-key.pem', 'agent-cert.pem', 'es-ca.pem', 'fleet-ca.pem'],
      ] as const,
  ),
  ['mutual', 'agent-on-container', ['agent-cert-key.pem', 'agent-cert.pem', 'es-ca.pem', 'fleet-ca.pem']],
];

describe('a bundle', () => {
  it.each(LEAST_PRIVILEGE)('of mode %s for %s holds what its links need and nothing more', (mode, id, expected) => {
    expect(certs(bundle(mode, id))).toEqual(expected);
  });

  it.each(EVERY_BUNDLE)("never holds an authority's key ($mode, $id)", ({ mode, id }) => {
    const files = bundle(mode, id);
    for (const name of AUTHORITY_NAMES) {
      expect(paths(files)).not.toContainEqual(expect.stringContaining(`${name}-key`));
    }
  });

  it.each(EVERY_BUNDLE)('keeps secrets in files of mode 0600 only ($mode, $id)', ({ mode, id }) => {
    const context = { serviceToken: 'the-service-token', enrollmentToken: 'the-enrollment-token' };
    const files = bundle(mode, id, {}, context);
    const secrets = ['key of ', 'passphrase of ', CONTEXT.encryptionKey, ...Object.values(context)];
    for (const { path, mode: bits, content } of files) {
      if (path.endsWith('.md') || path === 'install.sh' || path === 'install.ps1') continue;
      const secret = secrets.some((one) => content.includes(one));
      expect([path, bits & 0o077]).toEqual([path, secret ? 0 : bits & 0o077]);
    }
    for (const name of ['README.md', 'install.sh', 'install.ps1']) {
      const content = files.find((file) => file.path === name)?.content ?? '';
      for (const token of [CONTEXT.encryptionKey, ...Object.values(context)])
        expect(content.includes(token)).toBe(false);
    }
  });

  it.each([
    ['linux', ['install.sh']],
    ['macos', ['install.sh']],
    ['windows', ['install.ps1']],
    ['container', ['agent.env', 'compose.yml']],
  ])('for an agent on %s is installed by %j', (platform, expected) => {
    const all = ['install.sh', 'install.ps1', 'agent.env', 'compose.yml'];
    expect(paths(bundle('mutual', `agent-on-${platform}`)).filter((path) => all.includes(path))).toEqual(expected);
  });

  it.each([
    [
      'linux',
      ['`--unprivileged`', 'the one above'],
      ['`-Unprivileged`', 'chown', 'compare the environment', 'uses the output'],
    ],
    [
      'windows',
      ['`-Unprivileged`', 'the one above', 'uses the output `lab-elasticsearch-windows`', 'Platinum'],
      ['`--unprivileged`', 'chown', 'compare the environment'],
    ],
    [
      'container',
      ['chown', 'compare the environment', 'uses the output `lab-elasticsearch-container`'],
      ['nprivileged`', 'the one above'],
    ],
  ])('for an agent on %s helps in the words of that platform', (platform, own, foreign) => {
    const page = text(bundle('mutual', `agent-on-${platform}`), 'README.md');
    for (const word of own) expect(page).toContain(word);
    for (const word of foreign) expect(page).not.toContain(word);
  });

  it.each(['linux', 'windows', 'container'] as const)(
    'for one of two agents on %s holds nothing of the other, whichever is rendered first',
    (platform) => {
      const names = ['first-agent', 'second-agent'];
      const plan = planOf('mutual', { agents: names.map((name) => ({ name, platform, altNames: [] })) });
      const render = bundleRenderer(plan, CONTEXT);
      for (const [name, other] of [names, names.toReversed()]) {
        const files = render(issuedFor(hostOf(plan, `agent-${name}`)));
        const all = files.map(({ content }) => content.toString()).join();
        expect(all).toContain(name);
        expect(all).not.toContain(other);
      }
    },
  );

  it('is the same whether other hosts were rendered before it or not', () => {
    const endpoint = (host: string, port: number) => ({ url: `https://${host}:${port}`, host, port });
    const platforms = ['linux', 'windows', 'macos', 'container'] as const;
    const plan = planOf('mutual', {
      fleetServers: ['fleet-1.example.com', 'fleet-2.example.com'].map((host) => endpoint(host, 8220)),
      elasticsearch: ['es-1.example.com', 'es-2.example.com'].map((host) => endpoint(host, 9200)),
      agents: platforms.flatMap((platform) =>
        [1, 2].map((number) => ({ name: `${platform}-${number}`, platform, altNames: [] })),
      ),
    });
    // Some agents without a passphrase: a plan has one choice for all, a kind must not rest on that.
    const open = plan.hosts
      .filter(({ role }) => role === 'agent')
      .map((host) => ({
        ...host,
        certificates: host.certificates.map((one) => ({ ...one, passphrase: 'none' as const })),
      }));
    const hosts = [...plan.hosts, ...open];
    for (const order of [hosts, hosts.toReversed()]) {
      const render = bundleRenderer(plan, CONTEXT);
      for (const host of order) {
        expect(render(issuedFor(host)), host.id).toEqual(bundleRenderer(plan, CONTEXT)(issuedFor(host)));
      }
    }
  });

  it('gives a container the name of its host, unless no host can have so long a one', () => {
    const composeOf = (name: string) => {
      const agents = [{ name, platform: 'container', altNames: [] }] as const;
      return text(bundle('mutual', `agent-${name}`, { agents }), 'compose.yml');
    };
    expect(composeOf('pod-01')).toContain('hostname: "pod-01"');
    expect(composeOf(`${'a'.repeat(60)}.example`)).not.toContain('hostname:');
  });

  it('holds the token only of the host whose command takes it', () => {
    const context = { serviceToken: 'service', enrollmentToken: 'enrollment' };
    const tokens = (id: string) =>
      paths(bundle('mutual', id, {}, context)).filter((path) => path.startsWith('tokens/'));
    expect(tokens('fleet-server-fleet.example.com')).toEqual(['tokens/service-token']);
    expect(tokens('agent-on-linux')).toEqual(['tokens/enrollment-token']);
    expect(tokens('elasticsearch-es.example.com')).toEqual([]);
    expect(tokens('kibana-kibana.example.com')).toEqual([]);
  });

  it('writes passphrases byte for byte, without a newline', () => {
    expect(text(bundle('mutual', 'agent-on-linux'), 'certs/agent-cert-key-passphrase')).toBe(
      'passphrase of agent-cert of on-linux',
    );
  });

  it.each(EVERY_BUNDLE)('lists every file with its mode and digest in manifest.json ($mode, $id)', ({ mode, id }) => {
    const files = bundle(mode, id);
    const { files: listed } = JSON.parse(text(files, 'manifest.json'));
    expect(listed).toEqual(
      files
        .filter((file) => file.path !== 'manifest.json')
        .map(({ path, mode: bits, content }) => ({
          path,
          mode: bits.toString(8).padStart(4, '0'),
          sha256: createHash('sha256').update(content).digest('hex'),
        })),
    );
  });

  it.each(EVERY_BUNDLE)('is a zip under one folder ($mode, $id)', async ({ mode, id }) => {
    const plan = planOf(mode);
    const host = hostOf(plan, id);
    expect(bundleFolder(plan.deployment, host)).toBe(`lab-${id}`);
    const files = bundleRenderer(plan, CONTEXT)(issuedFor(host));
    const zip = await promisify<Buffer, Options, ZipFile>(fromBuffer)(await packZip(`lab-${id}`, files), {
      lazyEntries: false,
    });
    const names: string[] = [];
    zip.on('entry', ({ fileName }) => names.push(fileName));
    await once(zip, 'end');
    expect(names.filter((name) => !name.startsWith(`lab-${id}/`))).toEqual([]);
    expect(names.filter((name) => !name.endsWith('/')).sort()).toEqual(paths(files).map((path) => `lab-${id}/${path}`));
  });

  it('is the same for the same input', () => {
    expect(bundle('mutual', 'agent-on-linux')).toEqual(bundle('mutual', 'agent-on-linux'));
  });
});

/** Every variant of the script: what is asked, whether there is a passphrase, whether --unprivileged exists. */
const VARIANTS: Readonly<Record<string, Partial<Deployment>>> = {
  'newest version': {},
  'newest version, policy known': { fleetPolicy: 'fleet-policy' },
  'newest version, every passphrase': { esKeyPassphrase: 'generate', fleetKeyPassphrase: 'generate' },
  'no passphrases': { agentKeyPassphrase: 'none' },
  'optional client certificates': { clientAuth: 'optional', esClientAuth: 'optional' },
  '8.2': { stackVersion: { major: 8, minor: 2 } },
  '8.13': { stackVersion: { major: 8, minor: 13 } },
};
const EVERY_SCRIPT = Object.keys(VARIANTS).flatMap((variant) =>
  EVERY_BUNDLE.filter(({ id }) => !/windows|container/.test(id)).map((one) => ({ ...one, variant })),
);

describe('install.sh', () => {
  it.skipIf(!SHELLCHECK).each(EVERY_SCRIPT)(
    'passes shellcheck as POSIX sh ($mode, $id, $variant) [needs shellcheck]',
    ({ mode, id, variant }) => {
      const script = text(bundle(mode, id, VARIANTS[variant]), 'install.sh');
      const { stdout } = spawnSync('shellcheck', ['-s', 'sh', '-'], { input: script, encoding: 'utf8' });
      expect(stdout).toBe('');
    },
  );

  it.skipIf(!SHELLCHECK)('comes with Fleet API commands that pass shellcheck too [needs shellcheck]', () => {
    const script = text(bundle('mutual', 'kibana-kibana.example.com'), 'settings/fleet-api.sh');
    expect(spawnSync('shellcheck', ['-s', 'sh', '-'], { input: script, encoding: 'utf8' }).stdout).toBe('');
  });

  it('offers --unprivileged only where Elastic Agent knows it', () => {
    const script = (minor: number) =>
      text(bundle('one-way', 'agent-on-linux', { stackVersion: { major: 8, minor } }), 'install.sh');
    expect(script(12)).toContain('--unprivileged)');
    expect(script(11)).not.toContain('unprivileged');
  });

  it('is the same for all agents of one platform', () => {
    const agents = ['web-01', 'db-01'].map((name) => ({ name, platform: 'linux' as const, altNames: [] }));
    const [one, other] = agents.map(({ name }) => text(bundle('mutual', `agent-${name}`, { agents }), 'install.sh'));
    expect(one).toBe(other);
  });

  it('quotes what it is given', () => {
    const posix = "/etc/it's/$(reboot)";
    const script = text(bundle('mutual', 'agent-on-linux', { targetDir: { posix, windows: 'C:\\x' } }), 'install.sh');
    const start = script.slice(0, script.indexOf('usage()'));
    const shown = spawnSync('sh', ['-c', `${start}\nprintf %s "$folder"`], { encoding: 'utf8' });
    expect(shown.stdout).toBe(posix);
  });
});

describe('install.ps1', () => {
  const script = (mode: Mode) => text(bundle(mode, 'agent-on-windows'), 'install.ps1');

  it.each(MODES)('is ASCII with the line endings of Windows (%s)', (mode) => {
    expect(script(mode)).toMatch(/^[\t\r\n\x20-\x7e]*$/);
    expect(script(mode).replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });

  it('holds the command once, between its marks, as a list of quoted words', () => {
    const [, block] =
      /# fleet-certlab: command begin\r\n(.*?)# fleet-certlab: command end\r\n/s.exec(script('mutual')) ?? [];
    expect(block).toMatch(/^\$command = @\(\r\n( {2}'[^'\r\n]*',\r\n)+ {2}'[^'\r\n]*'\r\n\)\r\n$/);
    expect(block).toContain("  '--elastic-agent-cert=C:\\ProgramData\\fleet-tls\\agent-cert.pem'");
  });

  it('offers -Unprivileged only where Elastic Agent knows it', () => {
    const script = (minor: number) =>
      text(bundle('one-way', 'agent-on-windows', { stackVersion: { major: 8, minor } }), 'install.ps1');
    expect(script(12)).toContain('[switch]$Unprivileged');
    expect(script(11)).not.toMatch(/unprivileged/i);
  });

  it('stops at a folder with other entries before it changes anything, also with -DryRun and -Force', () => {
    const code = script('mutual');
    const guard = code.indexOf('if ($others.Count -gt 0) {');
    expect(guard).toBeGreaterThan(0);
    expect(code.slice(guard, code.indexOf('\r\n}', guard))).toMatch(
      /Stop-Install .*nothing was changed.*--target-dir/s,
    );
    const main = code.slice(code.indexOf('# --- the files'));
    for (const later of [
      'if ($DryRun)',
      '$Force',
      'New-Item',
      'New-LocalGroup',
      'Protect-Folder',
      'Remove-Item',
      'Copy-Item',
    ]) {
      expect([later, main.indexOf(later) > main.indexOf('if ($others.Count -gt 0) {')]).toEqual([later, true]);
    }
    // A folder of the name of a file is another entry too.
    expect(code).toContain('Where-Object { $_.PSIsContainer -or ($files -notcontains $_.Name) }');
  });

  it('removes only leftovers with a process number and nothing but its own files', () => {
    const code = script('mutual');
    const sweep = code.slice(
      code.indexOf('Get-ChildItem -Path "$folder.new.*"'),
      code.indexOf('Remove-Item -Recurse -Force'),
    );
    for (const condition of [
      "'\\.new\\.([0-9]{1,9})$'",
      'ReparsePoint',
      'Get-Process -Id $Matches[1]',
      'Get-OtherEntries',
    ]) {
      expect(sweep).toContain(condition);
    }
  });

  it.each(['mutual', 'one-way'] as const)('closes every bracket it opens (%s)', (mode) => {
    const code = script(mode)
      .replace(/<#.*?#>/gs, '')
      .replace(/'[^'\n]*'|"(`.|[^"\n])*"/g, '')
      .replace(/#.*$/gm, '');
    for (const [open, close] of ['{}', '()', '[]']) {
      expect(code.split(open!).length).toBe(code.split(close!).length);
    }
  });
});

describe('the bundle of a container', () => {
  const agentEnv = (context: Partial<BundleContext> = {}) =>
    text(bundle('mutual', 'agent-on-container', {}, context), 'agent.env');

  it('says in its environment that the key is not encrypted, and holds one that is not', () => {
    expect(agentEnv()).toMatch(/^# The key is not encrypted/m);
    expect(certs(bundle('mutual', 'agent-on-container'))).not.toContain('agent-cert-key-passphrase');
  });

  it('gives the token to the environment, whatever characters it has', () => {
    expect(agentEnv()).toContain('FLEET_ENROLLMENT_TOKEN=ENROLLMENT-TOKEN\n');
    expect(agentEnv({ enrollmentToken: 'abc==' })).toContain('FLEET_ENROLLMENT_TOKEN=abc==\n');
    expect(agentEnv({ enrollmentToken: '$HOME #x' })).toContain("FLEET_ENROLLMENT_TOKEN='$HOME #x'\n");
  });

  it('mounts its files where the environment names them', async () => {
    const { parse } = await import('yaml');
    const files = bundle('mutual', 'agent-on-container');
    const { services } = parse(text(files, 'compose.yml'));
    const [mount] = services['elastic-agent'].volumes;
    expect([mount.source, mount.read_only]).toEqual(['./certs', true]);
    const named = [...agentEnv().matchAll(/^[A-Z_]+=(\/.*)\/([^/]+\.pem)$/gm)];
    expect(named.map(([, folder]) => folder)).toEqual([mount.target, mount.target, mount.target]);
    for (const [, , name] of named) expect(certs(files)).toContain(name);
  });

  it.each([
    [{ major: 9, minor: 5 }, 'elastic/elastic-agent:9.5.0'],
    [{ major: 8, minor: 16, patch: 2 }, 'elastic/elastic-agent:8.16.2'],
  ])('runs the image of version %j', (stackVersion, image) => {
    const compose = text(bundle('mutual', 'agent-on-container', { stackVersion }), 'compose.yml');
    expect(compose).toContain(`image: \${ELASTIC_AGENT_IMAGE:-${image}}`);
  });
});

describe('README.md', () => {
  const page = (mode: Mode, id: string, changes: Partial<Deployment> = {}) =>
    text(bundle(mode, id, changes), 'README.md');

  it.each(EVERY_BUNDLE)('names the host and explains every file ($mode, $id)', ({ mode, id }) => {
    const readme = page(mode, id);
    expect(readme).not.toMatch(/undefined|\[object|<%/);
    for (const path of paths(bundle(mode, id))) {
      if (path !== 'README.md' && path !== 'manifest.json')
        expect(readme).toMatch(new RegExp(`\\| \`${path}\` \\| \\S+ `));
    }
    expect(readme).toContain('| what you see | what it means | what to do |');
  });

  it('shows an agent its own command', () => {
    expect(page('mutual', 'agent-on-linux')).toContain('--certificate-authorities=/etc/fleet-tls/fleet-ca.pem');
    expect(page('mutual', 'agent-on-windows')).toContain('C:\\ProgramData\\fleet-tls\\fleet-ca.pem');
  });

  it('says in the bundle of Elasticsearch who must hold a client certificate', () => {
    const heading = '## Who must hold a client certificate';
    expect(page('mutual', 'elasticsearch-es.example.com')).toContain(heading);
    expect(page('one-way', 'elasticsearch-es.example.com')).not.toContain(heading);
    expect(page('mutual', 'agent-on-linux')).not.toContain(heading);
  });

  it('warns where SSL settings are edited', () => {
    expect(page('one-way', 'fleet-server-fleet.example.com')).toContain('> **Warning:**');
    expect(page('one-way', 'kibana-kibana.example.com')).toContain('> **Warning:**');
    expect(page('one-way', 'agent-on-linux')).not.toContain('> **Warning:**');
  });

  it('explains the keystore only when the key has a passphrase', () => {
    const id = 'elasticsearch-es.example.com';
    expect(page('mutual', id, { esKeyPassphrase: 'generate' })).toContain('elasticsearch-keystore add --stdin');
    expect(page('mutual', id)).not.toContain('elasticsearch-keystore');
  });

  it.each(HOSTS)('speaks of --unprivileged only where Elastic Agent knows it (%s)', (id) => {
    expect(page('one-way', id, { stackVersion: { major: 8, minor: 11 } })).not.toMatch(/unprivileged/i);
  });

  it('numbers its steps from one, without a gap', () => {
    for (const { mode, id } of EVERY_BUNDLE) {
      const [, steps = ''] = page(mode, id).split(/^## .*$/m);
      const numbers = [...steps.matchAll(/^(\d+)\. /gm)].map(([, number]) => Number(number));
      expect([id, numbers]).toEqual([id, numbers.map((_, index) => index + 1)]);
      expect(numbers.length).toBeGreaterThan(3);
    }
  });

  it('asks for no token that the bundle brings', () => {
    const asked = text(bundle('mutual', 'agent-on-linux', {}, { enrollmentToken: 'token' }), 'README.md');
    expect(asked).not.toContain('enrollment token ready');
    expect(page('mutual', 'agent-on-linux')).toContain('enrollment token ready');
  });

  it('says why the key of a container is not encrypted', () => {
    const reason = 'no variable of the container carries a passphrase';
    expect(page('mutual', 'agent-on-container')).toContain(reason);
    expect(page('one-way', 'agent-on-container')).not.toContain(reason);
  });
});
