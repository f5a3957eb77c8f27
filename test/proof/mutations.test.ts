import { describe, expect, it } from 'vitest';
import type { Deployment } from '../../src/deployment/types.js';
import { proveDeployment } from '../../src/proof/prove.js';
import { type Files, type FixtureOptions, type Mutation, writeBundles } from './fixture.js';

const prove = async (options: FixtureOptions) => proveDeployment([await writeBundles(options)], { now: new Date() });

/** Changes one text in one file of one bundle. */
const edit =
  (id: string, path: string, change: (text: string) => string): Mutation =>
  (files, host) => {
    const file = files.get(path);
    if (host.id === id && file) files.set(path, { ...file, content: change(file.content) });
  };

/** Puts files of one bundle in the place of files of another. */
const swap =
  (id: string, names: Readonly<Record<string, readonly [string, string]>>): Mutation =>
  (files, host, all) => {
    if (host.id !== id) return;
    for (const [path, [from, source]] of Object.entries(names)) files.set(path, (all.get(from) as Files).get(source)!);
  };

const FLEET = 'fleet-server-fleet.example.com';
const ES = 'elasticsearch-es.example.com';
const PLAIN: Partial<Deployment> = { agentKeyPassphrase: 'none' };

const pair = (name: string, from: string, source: string) => ({
  [`certs/${name}.pem`]: [from, `certs/${source}.pem`] as const,
  [`certs/${name}-key.pem`]: [from, `certs/${source}-key.pem`] as const,
});

describe('a deployment with one thing wrong', () => {
  /** The mutation, the link whose handshakes must then fail, and the reason they must give. */
  const HANDSHAKES: readonly [string, Mutation, string, string][] = [
    [
      'Fleet Server shows what was made for Elasticsearch',
      swap(FLEET, pair('fleet-cert', ES, 'es-cert')),
      'agent-to-fleet-server',
      'client: SELF_SIGNED_CERT_IN_CHAIN',
    ],
    [
      'agent-ca is missing from the list of Fleet Server',
      edit(FLEET, 'install.sh', (text) => text.replace(/,[^,]*agent-ca\.pem/, '')),
      'agent-to-fleet-server',
      'server: UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    ],
    [
      'agent-ca is missing from the list of Elasticsearch',
      edit(ES, 'settings/elasticsearch.yml', (text) => text.replace(',"certs/agent-ca.pem"', '')),
      'agent-to-elasticsearch',
      'server: UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    ],
    [
      'an agent shows no certificate',
      edit('agent-web-01', 'install.sh', (text) => text.replaceAll(/--elastic-agent-cert\S+ \\\n\s*/g, '')),
      'agent-to-fleet-server',
      'server: ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE',
    ],
    [
      'an agent dials a name that is not in the certificate',
      edit('agent-web-01', 'install.sh', (text) => text.replace('fleet.example.com', 'other.example.com')),
      'agent-to-fleet-server',
      'client: ERR_TLS_CERT_ALTNAME_INVALID',
    ],
    [
      'an agent trusts the authority of Elasticsearch for Fleet Server',
      swap('agent-web-01', { 'certs/fleet-ca.pem': ['agent-web-01', 'certs/es-ca.pem'] }),
      'agent-to-fleet-server',
      'client: SELF_SIGNED_CERT_IN_CHAIN',
    ],
    [
      'Fleet Server has the right flags, and a setting of Fleet that wins over them is wrong',
      edit('kibana-kibana', 'settings/fleet-server-host.json', (text) =>
        JSON.stringify({ ...JSON.parse(text), ssl: { es_certificate_authorities: ['/etc/fleet-tls/fleet-ca.pem'] } }),
      ),
      'fleet-server-to-elasticsearch',
      'client: SELF_SIGNED_CERT_IN_CHAIN',
    ],
    [
      'Fleet Server shows Elasticsearch a certificate for servers',
      swap(FLEET, pair('fleet-es-cert', ES, 'es-cert')),
      'fleet-server-to-elasticsearch',
      'server: INVALID_PURPOSE',
    ],
    [
      'Elasticsearch shows a certificate for clients',
      swap(ES, pair('es-cert', FLEET, 'fleet-es-cert')),
      'fleet-server-to-elasticsearch',
      'client: INVALID_PURPOSE',
    ],
    [
      'Kibana dials a name that is not in the certificate',
      edit('kibana-kibana', 'settings/kibana.yml', (text) => text.replace('es.example.com', 'elastic.example.com')),
      'kibana-to-elasticsearch',
      'client: ERR_TLS_CERT_ALTNAME_INVALID',
    ],
  ];

  it.each(HANDSHAKES)('%s: the handshake that must work does not', async (_, mutate, link, reason) => {
    const proof = await prove({ mutate, overrides: PLAIN });
    expect(proof.ok).toBe(false);
    const broken = proof.cases.filter((one) => one.case === 'works' && !one.ok);
    expect(broken.map((one) => one.link)).toContain(link);
    expect(broken.filter((one) => one.link === link).map((one) => one.reason)).toContain(reason);
  });

  it('Fleet Server asks for no certificate although the agents have one: nothing is refused, and nothing claimed', async () => {
    const mutate = edit(FLEET, 'install.sh', (text) => text.replace(/--fleet-server-client-auth=\S+ \\\n\s*/, ''));
    const { cases } = await prove({ mutate });
    const atFleetServer = cases.filter((one) => one.link === 'agent-to-fleet-server').map((one) => one.case);
    expect(atFleetServer).not.toContain('no-client-certificate');
  });

  it('an authority that is trusted for too much: an impostor gets in and the case fails', async () => {
    const mutate = swap('agent-web-01', { 'certs/fleet-ca.pem': ['agent-web-01', 'certs/es-ca.pem'] });
    const { cases } = await prove({ mutate });
    const impostor = cases.filter((one) => one.case === 'server-of-es-ca' && one.client === 'agent-web-01');
    expect(impostor.map((one) => one.outcome)).toEqual(['accept', 'accept']);
    expect(impostor.every((one) => !one.ok)).toBe(true);
  });

  /** The mutation, whether the manifest knows of it, and the one rule that must then be broken. */
  const FINDINGS: readonly [string, Mutation, FixtureOptions, string][] = [
    [
      'a byte order mark in a passphrase file',
      edit('agent-web-01', 'certs/agent-cert-key-passphrase', (text) => `\ufeff${text}`),
      {},
      'passphrase-trailing-newline',
    ],
    [
      'a wrong passphrase',
      edit('agent-web-01', 'certs/agent-cert-key-passphrase', () => 'wrong'),
      {},
      'passphrase-wrong',
    ],
    [
      'a key of another certificate',
      swap('agent-pod-01', { 'certs/agent-cert-key.pem': [FLEET, 'certs/fleet-cert-key.pem'] }),
      {},
      'key-mismatch',
    ],
    [
      'a path outside the folder the bundle is installed to',
      edit('agent-web-01', 'install.sh', (text) => text.replace('/etc/fleet-tls/fleet-ca.pem', '/opt/fleet-ca.pem')),
      {},
      'file-not-in-bundle',
    ],
    [
      'a file that changed afterwards',
      edit(ES, 'certs/es-ca.pem', (text) => `${text}\n`),
      { manifestFirst: true },
      'manifest-mismatch',
    ],
    [
      'a file that others can read',
      (files) => {
        const key = files.get('certs/agent-cert-key.pem');
        if (key) files.set('certs/agent-cert-key.pem', { ...key, mode: 0o644 });
      },
      {},
      'private-file-mode',
    ],
    [
      'a command that no shell reads as plain words',
      edit(FLEET, 'install.sh', (text) => text.replace('--url=', '--url=$URL')),
      {},
      'bundle-settings-unreadable',
    ],
    [
      'a list where Elastic Agent reads one path',
      edit(FLEET, 'install.sh', (text) => text.replace(/(--fleet-server-es-ca=)(\S+)/, '$1$2,$2')),
      {},
      'fleet-server-es-ca-list',
    ],
    [
      'an authority that the server does not name',
      edit(FLEET, 'install.sh', (text) => text.replace(/,[^,]*agent-ca\.pem/, '')),
      {},
      'client-authority-not-requested',
    ],
    [
      'a fingerprint that nothing in the chain has',
      edit('kibana-kibana', 'settings/output.json', (text) =>
        JSON.stringify({ ...JSON.parse(text), ca_trusted_fingerprint: 'ab'.repeat(32) }),
      ),
      {},
      'trusted-fingerprint-not-in-chain',
    ],
    [
      'a Fleet setting that names a file Fleet Server has not',
      edit('kibana-kibana', 'settings/fleet-server-host.json', (text) =>
        JSON.stringify({ ...JSON.parse(text), ssl: { certificate: '/etc/fleet-tls/other.pem' } }),
      ),
      {},
      'file-not-in-bundle',
    ],
    [
      'an empty passphrase file',
      edit('agent-web-01', 'certs/agent-cert-key-passphrase', () => ''),
      {},
      'passphrase-empty',
    ],
    [
      'a passphrase that Java refuses',
      edit(ES, 'certs/es-cert-key-passphrase', () => 'p\u00e4ss'),
      { overrides: { esKeyPassphrase: 'generate' } },
      'passphrase-not-ascii',
    ],
    [
      "an authority's key in a bundle",
      (files, host) => {
        if (host.role === 'agent')
          files.set('certs/fleet-ca-key.pem', { content: '-----BEGIN PRIVATE KEY-----\n', mode: 0o600 });
      },
      {},
      'authority-key-in-bundle',
    ],
    [
      'a flag that turns verification off',
      edit('agent-web-01', 'install.sh', (text) => text.replace('--url', '--insecure --url')),
      {},
      'verification-off',
    ],
    [
      'a Fleet Server without a certificate',
      edit(FLEET, 'install.sh', (text) => text.replaceAll(/--fleet-server-cert\S+ \\\n\s*/g, '')),
      {},
      'server-certificate-missing',
    ],
  ];

  it.each(FINDINGS)('%s is found', async (_, mutate, options, rule) => {
    const proof = await prove({ ...options, mutate });
    expect(proof.findings.map((finding) => finding.rule)).toContain(rule);
    expect(proof.ok).toBe(false);
  });

  it('a line end in a passphrase file is an error before 9.5 alone, and the key opens with it from then on', async () => {
    const mutate = edit('agent-web-01', 'certs/agent-cert-key-passphrase', (text) => `${text}\n`);
    const paths = [await writeBundles({ mutate })];
    const old = await proveDeployment(paths, { now: new Date(), stackVersion: { major: 9, minor: 4 } });
    expect(old.findings.map(({ rule }) => rule)).toContain('passphrase-trailing-newline');
    expect(old.ok).toBe(false);
    const works = ({ cases }: typeof old) =>
      cases.filter(({ link, client, case: tried }) => {
        return link === 'agent-to-fleet-server' && client === 'agent-web-01' && tried === 'works';
      });
    expect(new Set(works(old).map(({ outcome }) => outcome))).toEqual(new Set(['refuse']));
    const current = await proveDeployment(paths, { now: new Date(), stackVersion: { major: 9, minor: 5 } });
    expect(current.findings.map(({ rule, severity }) => [rule, severity])).toEqual([
      ['passphrase-newline-for-defend', 'warning'],
    ]);
    expect(new Set(works(current).map(({ outcome }) => outcome))).toEqual(new Set(['accept']));
    expect(current.ok).toBe(true);
  });

  it('no finding and no case holds a secret', async () => {
    let secret = '';
    const mutate: Mutation = (files) => {
      const file = files.get('certs/agent-cert-key-passphrase');
      if (file) {
        secret = file.content;
        files.set('certs/agent-cert-key-passphrase', { ...file, content: `${file.content}\n` });
      }
    };
    const proof = await prove({ mutate });
    expect(secret).not.toBe('');
    expect(JSON.stringify(proof)).not.toContain(secret);
  });
});
