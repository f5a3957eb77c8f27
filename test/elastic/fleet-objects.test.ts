import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Agent, Deployment, Mode } from '../../src/deployment/types.js';
import { fleetApiFiles } from '../../src/elastic/fleet-api.js';
import type { Plan } from '../../src/plan/types.js';
import { readFleetSettings } from '../../src/setup/fleet.js';
import { agent, apiBody, kibanaText, planFor } from './fixture.js';

const LINUX = { agents: [agent('web-01', 'linux')] };

/** The settings as the proof finds them in the bundle of Kibana. */
function asProved(plan: Plan) {
  const texts = [...fleetApiFiles(plan), { path: 'settings/kibana.yml', text: kibanaText(plan) }];
  const files = new Map(texts.map(({ path, text }) => [path, { mode: 0o644, content: Buffer.from(text) }]));
  return readFleetSettings({ id: 'kibana-kibana', files });
}

describe('a Fleet Server host', () => {
  const ssl = (plan: Plan) => apiBody(plan, 'settings/fleet-server-host.json').ssl;

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
    const fields = (version: string) => apiBody(planFor('mutual', version, LINUX), 'settings/output.json');
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
