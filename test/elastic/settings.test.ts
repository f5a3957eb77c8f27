import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Agent, Deployment, Mode } from '../../src/deployment/types.js';
import { elasticsearchYml } from '../../src/elastic/elasticsearch.js';
import { curlCommands, fleetApiFiles } from '../../src/elastic/fleet-api.js';
import { kibanaYml } from '../../src/elastic/kibana.js';
import { yamlLines } from '../../src/elastic/yaml.js';
import type { Plan } from '../../src/plan/types.js';
import { readFleetSettings, readSettings } from '../../src/prove/settings.js';
import { hostileText } from '../text/hostile.js';
import { ENCRYPTION_KEY, hostOf, IDENTIFIERS, planFor } from './fixture.js';

const SHELLCHECK = spawnSync('shellcheck', ['--version']).status === 0;
const agent = (name: string, platform: Agent['platform']): Agent => ({ name, platform, altNames: [] });
const LINUX = { agents: [agent('web-01', 'linux')] };

const elasticsearch = (mode: Mode, changes: Partial<Deployment> = {}) => {
  const plan = planFor(mode, '9.5', changes);
  return elasticsearchYml(plan, hostOf(plan, 'elasticsearch'));
};
const kibanaText = (plan: Plan) =>
  kibanaYml(plan, hostOf(plan, 'kibana'), { identifiers: IDENTIFIERS, encryptionKey: ENCRYPTION_KEY });
const kibana = (plan: Plan) => parse(kibanaText(plan)) as Record<string, unknown>;
const body = (plan: Plan, path: string) => {
  const file = fleetApiFiles(plan).find((one) => one.path === path);
  return file === undefined ? undefined : JSON.parse(file.text);
};

/** The settings as the proof finds them in the bundle of Kibana. */
const asProved = (plan: Plan) => {
  const texts = [...fleetApiFiles(plan), { path: 'settings/kibana.yml', text: kibanaText(plan) }];
  const files = new Map(texts.map(({ path, text }) => [path, { mode: 0o644, content: Buffer.from(text) }]));
  return readFleetSettings({ id: 'kibana', path: 'kibana.zip', files } as never);
};

describe('elasticsearch.yml', () => {
  it('asks nobody for a certificate with one-way TLS', () => {
    expect(Object.fromEntries(readSettings(elasticsearch('one-way')))).toEqual({
      'xpack.security.enabled': true,
      'xpack.security.http.ssl.enabled': true,
      'xpack.security.http.ssl.certificate': 'certs/es-cert.pem',
      'xpack.security.http.ssl.key': 'certs/es-cert-key.pem',
    });
  });

  it.each(['optional', 'required'] as const)('names both authorities of clients, %s', (esClientAuth) => {
    const settings = readSettings(elasticsearch('mutual', { esClientAuth }));
    expect(settings.get('xpack.security.http.ssl.client_authentication')).toBe(esClientAuth);
    expect(settings.get('xpack.security.http.ssl.certificate_authorities')).toEqual([
      'certs/agent-ca.pem',
      'certs/es-ca.pem',
    ]);
  });

  it('says how the passphrase of its key gets into the keystore, only where there is one', () => {
    const command = 'elasticsearch-keystore add --stdin --force xpack.security.http.ssl.secure_key_passphrase';
    expect(elasticsearch('one-way', { esKeyPassphrase: 'generate' })).toContain(command);
    expect(elasticsearch('one-way')).not.toContain('elasticsearch-keystore');
    expect(parse(elasticsearch('one-way', { esKeyPassphrase: 'generate' }))).not.toHaveProperty([
      'xpack.security.http.ssl.key_passphrase',
    ]);
  });
});

describe('kibana.yml', () => {
  it('dials every Elasticsearch, trusts es-ca, and shows a certificate only where it is asked for', () => {
    expect(kibana(planFor('one-way', '9.5'))).toMatchObject({
      'elasticsearch.hosts': ['https://es.example.com:9200'],
      'elasticsearch.ssl.certificateAuthorities': ['/etc/kibana/certs/es-ca.pem'],
      'xpack.encryptedSavedObjects.encryptionKey': ENCRYPTION_KEY,
    });
    expect(kibana(planFor('one-way', '9.5'))).not.toHaveProperty(['elasticsearch.ssl.certificate']);
    expect(kibana(planFor('mutual', '9.5'))).toMatchObject({
      'elasticsearch.ssl.certificate': '/etc/kibana/certs/kibana-es-cert.pem',
      'elasticsearch.ssl.key': '/etc/kibana/certs/kibana-es-cert-key.pem',
      'elasticsearch.ssl.alwaysPresentCertificate': true,
    });
    expect(kibana(planFor('mutual', '9.5', { esClientAuth: 'optional' }))).not.toHaveProperty([
      'elasticsearch.ssl.alwaysPresentCertificate',
    ]);
  });

  it.each(['8.5', '8.13', '9.0', '9.1', '9.5'])(
    'writes the settings of an output as a mapping, never as text, for %s',
    (version) => {
      for (const output of kibana(planFor('mutual', version))['xpack.fleet.outputs'] as object[]) {
        expect(output).toHaveProperty('config.ssl.certificate_authorities');
        expect(output).not.toHaveProperty('config_yaml');
        expect(output).not.toHaveProperty('ssl');
      }
    },
  );

  it('names Fleet Servers the way its version knows', () => {
    const urls = ['https://fleet.example.com:8220'];
    const before = kibana(planFor('one-way', '8.5'));
    expect(before['xpack.fleet.agents.fleet_server.hosts']).toEqual(urls);
    expect(before).not.toHaveProperty(['xpack.fleet.fleetServerHosts']);
    const after = kibana(planFor('one-way', '8.6'));
    expect(after['xpack.fleet.fleetServerHosts']).toMatchObject([{ is_default: true, host_urls: urls }]);
    expect(after).not.toHaveProperty(['xpack.fleet.agents.fleet_server.hosts']);
  });

  it('labels both digests of es-ca with what they are', () => {
    const text = kibanaText(planFor('one-way', '9.5'));
    expect(text).toContain(
      `#   ca_trusted_fingerprint: ${IDENTIFIERS['es-ca']?.caTrustedFingerprint}\n#     instead of`,
    );
    expect(text).toContain(`#   ca_sha256: "${IDENTIFIERS['es-ca']?.caSha256}"\n#     on top of`);
  });

  it('warns of editing a Fleet Server in use, and of what a policy overrides', () => {
    const text = kibanaText(planFor('mutual', '9.5')).replaceAll('\n# ', ' ');
    expect(text).toContain('Editing the SSL or proxy settings of a Fleet Server in use can cut its agents off');
    expect(text).toContain('What a policy says wins over the flags');
    expect(text).toContain('greyed out in the Fleet UI');
  });

  it('says which addresses Fleet has no room for', () => {
    const elasticsearch = Array.from({ length: 12 }, (_, index) => {
      const host = `es-${index + 1}.example.com`;
      return { url: `https://${host}:9200`, host, port: 9200 };
    });
    const plan = planFor('one-way', '9.5', { elasticsearch });
    expect((kibana(plan)['elasticsearch.hosts'] as string[]).length).toBe(12);
    expect(body(plan, 'settings/output.json').hosts.length).toBe(10);
    expect(kibanaText(plan)).toContain(
      '# Fleet takes 10 addresses of Elasticsearch at most: the last 2 of 12 are left out.',
    );
  });
});

describe('a Fleet Server host', () => {
  const ssl = (plan: Plan) => body(plan, 'settings/fleet-server-host.json').ssl;

  it('has SSL fields from 9.1 on', () => {
    expect(ssl(planFor('mutual', '9.0'))).toBeUndefined();
    expect(ssl(planFor('mutual', '9.1'))).toEqual({
      certificate_authorities: ['/etc/fleet-tls/agent-ca.pem'],
      certificate: '/etc/fleet-tls/fleet-cert.pem',
      key: '/etc/fleet-tls/fleet-cert-key.pem',
      client_auth: 'required',
      es_certificate_authorities: ['/etc/fleet-tls/es-ca.pem'],
      es_certificate: '/etc/fleet-tls/fleet-es-cert.pem',
      es_key: '/etc/fleet-tls/fleet-es-cert-key.pem',
    });
  });

  it('asks for nothing with one-way TLS: authorities alone would make certificates required', () => {
    expect(ssl(planFor('one-way', '9.1'))).toEqual({
      certificate: '/etc/fleet-tls/fleet-cert.pem',
      key: '/etc/fleet-tls/fleet-cert-key.pem',
      es_certificate_authorities: ['/etc/fleet-tls/es-ca.pem'],
    });
  });

  it('leaves an encrypted key to the command, because no field takes a passphrase', () => {
    const plan = planFor('mutual', '9.5', { fleetKeyPassphrase: 'generate' });
    expect(ssl(plan)).not.toHaveProperty('certificate');
    expect(ssl(plan)).not.toHaveProperty('key');
    expect(ssl(plan)).toHaveProperty('client_auth', 'required');
  });

  it('says from 9.3 on what agents trust and show, where all of them have the same files in one folder', () => {
    const agentFields = (version: string, changes: Partial<Deployment>) =>
      Object.fromEntries(
        Object.entries(ssl(planFor('mutual', version, changes))).filter(([name]) => /^agent_/.test(name)),
      );
    const authority = { agent_certificate_authorities: ['/etc/fleet-tls/fleet-ca.pem'] };
    expect(agentFields('9.2', { ...LINUX, agentKeyPassphrase: 'none' })).toEqual({});
    expect(agentFields('9.3', { ...LINUX, agentKeyPassphrase: 'none' })).toEqual({
      ...authority,
      agent_certificate: '/etc/fleet-tls/agent-cert.pem',
      agent_key: '/etc/fleet-tls/agent-cert-key.pem',
    });
    // With a certificate from the policy an agent forgets the passphrase of its own.
    expect(agentFields('9.3', LINUX)).toEqual(authority);
    expect(agentFields('9.3', { agents: [agent('a', 'linux'), agent('b', 'windows')] })).toEqual({});
    expect(agentFields('9.3', { agents: [agent('b', 'windows')] })).toEqual({
      agent_certificate_authorities: ['C:\\ProgramData\\fleet-tls\\fleet-ca.pem'],
    });
  });

  it('has no object before 8.6', () => {
    expect(fleetApiFiles(planFor('one-way', '8.5')).map(({ path }) => path)).not.toContain(
      'settings/fleet-server-host.json',
    );
  });
});

describe('an output', () => {
  it('is one for each group of agents that keep their files elsewhere', () => {
    const paths = (mode: Mode, agents: Agent[], changes: Partial<Deployment> = {}) =>
      fleetApiFiles(planFor(mode, '9.5', { agents, ...changes })).flatMap(({ path }) =>
        path.startsWith('settings/output') ? [path] : [],
      );
    const [linux, windows, container] = [agent('a', 'macos'), agent('b', 'windows'), agent('c', 'container')];
    expect(paths('mutual', [])).toEqual(['settings/output.json']);
    expect(paths('mutual', [linux, windows, container])).toEqual([
      'settings/output.json',
      'settings/output-windows.json',
      'settings/output-container.json',
    ]);
    // Without passphrases a container's files are where those of a Linux host are.
    expect(paths('mutual', [linux, container], { agentKeyPassphrase: 'none' })).toEqual(['settings/output.json']);
    expect(paths('one-way', [linux, container])).toEqual(['settings/output.json']);
  });

  it('names the authority always: with one-way TLS too', () => {
    for (const version of ['8.13', '9.1', '9.5']) {
      for (const mode of ['one-way', 'mutual'] as const) {
        for (const output of asProved(planFor(mode, version)).outputs) {
          expect(output.authorities).toEqual([expect.stringMatching(/[\\/]es-ca\.pem$/)]);
          expect(output.verificationMode).toBe('full');
        }
      }
    }
  });

  it.each(['8.16', '9.0', '9.1', '9.2', '9.5'])('means the same by the API and in kibana.yml, for %s', (version) => {
    const { outputs } = asProved(planFor('mutual', version));
    const [byApi, byFile] = ['json', 'yml'].map((ending) =>
      outputs.filter(({ file }) => file.endsWith(ending)).map((output) => ({ ...output, file: '' })),
    );
    expect(byApi).toEqual(byFile);
    expect(byApi?.map(({ passphrase }) => passphrase)).toEqual([
      '/etc/fleet-tls/agent-cert-key-passphrase',
      'C:\\ProgramData\\fleet-tls\\agent-cert-key-passphrase',
      undefined,
    ]);
  });

  it('has its SSL settings in advanced YAML where Kibana has no fields, or puts them elsewhere', () => {
    const fields = (version: string) => body(planFor('mutual', version, LINUX), 'settings/output.json');
    for (const version of ['8.13', '9.0', '9.1', '9.1.5']) {
      expect(fields(version)).not.toHaveProperty('ssl');
      expect(parse(fields(version).config_yaml)).toHaveProperty('ssl.certificate', '/etc/fleet-tls/agent-cert.pem');
    }
    for (const version of ['9.1.6', '9.2', '9.5']) {
      expect(fields(version)).toHaveProperty('ssl.certificate', '/etc/fleet-tls/agent-cert.pem');
      expect(parse(fields(version).config_yaml)).toEqual({
        'ssl.key_passphrase_path': '/etc/fleet-tls/agent-cert-key-passphrase',
      });
    }
  });

  it('is the default one for the hosts of Fleet Servers only', () => {
    const files = fleetApiFiles(planFor('mutual', '9.5')).filter(({ path }) => path.startsWith('settings/output'));
    expect(files.map(({ text }) => JSON.parse(text).is_default)).toEqual([true, false, false]);
  });
});

describe('the script for the Fleet API', () => {
  const plan = planFor('mutual', '9.5');

  it.skipIf(!SHELLCHECK)('passes shellcheck, with and without the address of Kibana [needs shellcheck]', () => {
    const { kibana: _, ...unnamed } = plan.deployment;
    for (const one of [plan, { ...plan, deployment: unnamed }]) {
      const { stdout } = spawnSync('shellcheck', ['-'], { input: curlCommands(one), encoding: 'utf8' });
      expect(stdout).toBe('');
    }
  });

  /** Runs the script with a curl that only writes down its arguments and its input. */
  function run(environment: NodeJS.ProcessEnv) {
    const folder = mkdtempSync(join(tmpdir(), 'elastic-'));
    try {
      const log = join(folder, 'log');
      writeFileSync(log, '');
      writeFileSync(join(folder, 'curl'), `#!/bin/sh\n{ printf '%s ' "$@"; printf '\\n'; cat; } >>'${log}'\n`, {
        mode: 0o755,
      });
      const PATH = `${folder}${delimiter}${process.env.PATH}`;
      const { status, stderr } = spawnSync('sh', [], {
        input: curlCommands(plan),
        encoding: 'utf8',
        env: { PATH, ...environment },
      });
      return { status, stderr, log: readFileSync(log, 'utf8') };
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  it('sends every body to its endpoint, and shows the key to nobody', () => {
    const { status, stderr, log } = run({ KIBANA_API_KEY: 'c2VjcmV0' });
    expect([status, stderr]).toEqual([0, '']);
    const lines = log.trim().split('\n');
    const files = fleetApiFiles(plan);
    expect(lines.length).toBe(2 * files.length);
    files.forEach(({ path, endpoint }, index) => {
      expect(lines[2 * index]).toContain(`https://kibana.example.com:5601${endpoint} `);
      expect(lines[2 * index]).toContain(`@${path} `);
      expect(lines[2 * index]).not.toContain('c2VjcmV0');
      expect(lines[2 * index + 1]).toBe('Authorization: ApiKey c2VjcmV0');
    });
  });

  it('sends nothing without a key', () => {
    const { status, stderr, log } = run({});
    expect(status).not.toBe(0);
    expect(stderr).toContain('KIBANA_API_KEY');
    expect(log).toBe('');
  });
});

describe('YAML lines', () => {
  it('are read back as what they were made from, whatever it holds', () => {
    const value = fc.letrec((tie) => ({
      any: fc.oneof({ depthSize: 'small' }, hostileText, fc.boolean(), tie('list'), tie('mapping')),
      list: fc.array(tie('any'), { minLength: 1, maxLength: 3 }),
      mapping: fc.dictionary(fc.stringMatching(/^[a-z_.]{1,8}x$/), tie('any'), { minKeys: 1, maxKeys: 3 }),
    })).mapping;
    fc.assert(
      fc.property(value, (mapping) => {
        expect(parse(yamlLines(mapping as never).join('\n'))).toEqual({ ...(mapping as object) });
      }),
    );
  });
});
