import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Deployment } from '../../src/deployment/types.js';
import { proveDeployment } from '../../src/proof/prove.js';
import { type FixtureOptions, writeBundles } from './fixture.js';

const prove = async (options: FixtureOptions = {}) =>
  proveDeployment([await writeBundles(options)], { now: new Date() });

const oneWay: Partial<Deployment> = {
  mode: 'one-way',
  clientAuth: 'none',
  esClientAuth: 'none',
  agentKeyPassphrase: 'none',
};

describe('a deployment as it was made', () => {
  const VARIANTS: readonly [string, Partial<Deployment>][] = [
    ['one-way', oneWay],
    ['mutual', {}],
    ['mutual without agents', { agents: [] }],
    ['one-way without agents', { ...oneWay, agents: [] }],
    ['optional', { clientAuth: 'optional', esClientAuth: 'optional' }],
    ['mutual at Fleet Server only', { esClientAuth: 'none' }],
    ['RSA', { keyTypes: { authority: 'rsa-2048', leaf: 'rsa-2048' } }],
    ['P-384', { keyTypes: { authority: 'ec-p384', leaf: 'ec-p384' } }],
    ['every key encrypted that can be', { fleetKeyPassphrase: 'generate', esKeyPassphrase: 'generate' }],
    [
      'several servers, one by its address',
      {
        fleetServers: ['fleet-a.example.com', 'fleet-b.example.com'].map((host) => ({
          url: `https://${host}:8220`,
          host,
          port: 8220,
        })),
        elasticsearch: [
          { url: 'https://es.example.com:9200', host: 'es.example.com', port: 9200 },
          { url: 'https://[2001:db8::7]:9200', host: '2001:db8::7', port: 9200 },
        ],
      },
    ],
  ];

  it.each(VARIANTS)('is proved without a finding: %s', async (_, overrides) => {
    const proof = await prove({ overrides });
    expect(proof.findings).toEqual([]);
    expect(proof.cases.filter((one) => !one.ok)).toEqual([]);
    expect(proof.ok).toBe(true);
  });
});

describe('the cases', () => {
  /** The Fleet Server host of these bundles has no SSL fields, so the output's certificate replaces that of the flags. */
  it('prove both certificates that Fleet Server presents to Elasticsearch', async () => {
    const { links, cases } = await prove();
    const own = links.filter(({ id }) => id === 'fleet-server-to-elasticsearch');
    expect(own.map(({ clientShows }) => clientShows)).toEqual(['fleet-es-cert', 'agent-cert']);
    const works = cases.filter((one) => one.link === 'fleet-server-to-elasticsearch' && one.case === 'works');
    expect(works.map(({ outcome }) => outcome)).toEqual(['accept', 'accept', 'accept', 'accept']);
  });

  it('find an Elasticsearch that trusts only the first of them', async () => {
    const mutate: FixtureOptions['mutate'] = (files, host) => {
      const settings = files.get('settings/elasticsearch.yml');
      if (host.role !== 'elasticsearch' || !settings) return;
      const content = settings.content.replace(',"certs/agent-ca.pem"', '');
      expect(content).not.toBe(settings.content);
      files.set('settings/elasticsearch.yml', { ...settings, content });
    };
    const { links, cases } = await prove({ mutate });
    expect(links.map(({ serverTrusts }) => serverTrusts)).toContainEqual(['es-ca']);
    const works = cases.filter((one) => one.link === 'fleet-server-to-elasticsearch' && one.case === 'works');
    expect(works.map(({ outcome }) => outcome).sort()).toEqual(['accept', 'accept', 'refuse', 'refuse']);
  });

  it('cover each link in both versions of TLS, by the name its client dials', async () => {
    const { cases } = await prove();
    const works = cases.filter((one) => one.case === 'works' && !one.client.startsWith('agent-win'));
    expect(works.map(({ link, client, serverName, tls }) => [link, client, serverName, tls].join(' ')).sort()).toEqual(
      [
        'agent-to-elasticsearch agent-pod-01 es.example.com',
        'agent-to-elasticsearch agent-web-01 es.example.com',
        'agent-to-fleet-server agent-pod-01 fleet.example.com',
        'agent-to-fleet-server agent-web-01 fleet.example.com',
        // Once with each of its certificates.
        'fleet-server-to-elasticsearch fleet-server-fleet.example.com es.example.com',
        'fleet-server-to-elasticsearch fleet-server-fleet.example.com es.example.com',
        'kibana-to-elasticsearch kibana-kibana es.example.com',
        'own-agent-to-fleet-server fleet-server-fleet.example.com localhost',
      ]
        .flatMap((row) => [`${row} TLSv1.2`, `${row} TLSv1.3`])
        .sort(),
    );
  });

  it('say which end refused and why', async () => {
    const { cases } = await prove();
    const reasons = (name: string, link: string) =>
      new Set(cases.filter((one) => one.case === name && one.link === link).map((one) => one.reason));
    const agent = 'agent-to-fleet-server';
    expect(reasons('no-client-certificate', agent)).toEqual(
      new Set(['server: ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE']),
    );
    expect(reasons('server-as-client', agent)).toEqual(new Set(['server: INVALID_PURPOSE']));
    expect(reasons('client-as-server', 'own-agent-to-fleet-server')).toEqual(new Set(['client: INVALID_PURPOSE']));
    expect(reasons('stranger-server', agent)).toEqual(new Set(['client: SELF_SIGNED_CERT_IN_CHAIN']));
    expect(reasons('wrong-name', agent)).toEqual(new Set(['client: ERR_TLS_CERT_ALTNAME_INVALID']));
  });

  it('let a client without a certificate in where it is optional, and nowhere else', async () => {
    const outcomes = async (overrides: Partial<Deployment>) => {
      const { cases } = await prove({ overrides });
      return new Set(cases.filter((one) => one.case === 'no-client-certificate').map((one) => one.outcome));
    };
    expect(await outcomes({ clientAuth: 'optional', esClientAuth: 'optional' })).toEqual(new Set(['accept']));
    expect(await outcomes({})).toEqual(new Set(['refuse']));
    expect(await outcomes(oneWay)).toEqual(new Set());
  });

  it('try what must be refused once for each kind of agent, and what must work with every agent', async () => {
    const agents = Array.from({ length: 6 }, (_, index) => ({
      name: `web-${index}`,
      platform: 'linux' as const,
      altNames: [],
    }));
    const { cases } = await prove({ overrides: { agents } });
    const clients = (name: string) =>
      new Set(
        cases.filter((one) => one.link === 'agent-to-fleet-server' && one.case === name).map((one) => one.client),
      );
    expect(clients('works').size).toBe(6);
    expect(clients('stranger-client').size).toBe(1);
  });

  it('are decided at the given moment where the clock matters', async () => {
    const folder = await writeBundles();
    const { cases, ok } = await proveDeployment([folder], { now: new Date('2050-01-01') });
    expect(ok).toBe(false);
    expect(new Set(cases.filter((one) => !one.ok).map((one) => one.case))).toEqual(new Set(['valid-now']));
  });

  it('stop when they are cancelled', async () => {
    const folder = await writeBundles();
    const controller = new AbortController();
    const onProgress = () => controller.abort(new Error('enough'));
    await expect(proveDeployment([folder], { now: new Date(), signal: controller.signal, onProgress })).rejects.toThrow(
      'enough',
    );
  });
});

describe('names that are dialled', () => {
  const endpoint = (host: string) => ({ url: `https://${host}:8220`, host, port: 8220 });
  const two = { fleetServers: [endpoint('fleet-a.example.com'), endpoint('fleet-b.example.com')] };
  const metBy = (name: string, { cases }: Awaited<ReturnType<typeof prove>>) =>
    new Set(cases.filter((one) => one.case === 'works' && one.serverName === name).map((one) => one.server));

  it('lead to the server of that name', async () => {
    const proof = await prove({ overrides: two });
    expect(metBy('fleet-b.example.com', proof)).toEqual(new Set(['fleet-server-fleet-b.example.com']));
  });

  it('lead to any server when none has the name: something stands in front of them', async () => {
    const proof = await prove({
      overrides: two,
      mutate: (files, host) => {
        const script = files.get('install.sh');
        if (host.role !== 'agent' || !script) return;
        files.set('install.sh', {
          ...script,
          content: script.content.replace('fleet-a.example.com', 'fleet.example.com'),
        });
      },
    });
    expect(metBy('fleet.example.com', proof).size).toBe(2);
    expect(proof.ok).toBe(false);
  });

  it('are found behind the shortened names of their bundles', async () => {
    const long = (letter: string) => `${`${letter.repeat(60)}.`.repeat(3)}example.com`;
    const elasticsearch = [endpoint(long('a')), endpoint(long('b'))];
    const proof = await prove({ overrides: { elasticsearch } });
    expect(metBy(long('b'), proof).size).toBe(1);
    expect(proof.ok).toBe(true);
  });
});

describe('a part of a deployment', () => {
  it('is proved as far as it goes, and what is missing is said', async () => {
    const folder = await writeBundles();
    const bundle = (id: string) => join(folder, 'bundles', `${id}.zip`);
    const paths = [bundle('agent-web-01'), bundle('fleet-server-fleet.example.com')];
    const { findings, links, ok } = await proveDeployment(paths, { now: new Date() });
    expect(new Set(links.map(({ id }) => id))).toEqual(new Set(['agent-to-fleet-server', 'own-agent-to-fleet-server']));
    expect(findings.map(({ rule, where }) => `${rule} ${where}`)).toEqual([
      'link-incomplete agent-web-01: agent-to-elasticsearch',
      'link-incomplete fleet-server-fleet.example.com: fleet-server-to-elasticsearch',
    ]);
    expect(ok).toBe(true);
  });

  it('without any peer is judged as far as it goes: pairs, chains, dates and passphrases', async () => {
    const zip = (folder: string) => [join(folder, 'bundles', 'agent-web-01.zip')];
    const alone = await proveDeployment(zip(await writeBundles()), { now: new Date() });
    expect([alone.cases, alone.ok]).toEqual([[], true]);
    const wrong = await writeBundles({
      mutate: (files, host) => {
        const file = files.get('certs/agent-cert-key-passphrase');
        if (host.id === 'agent-web-01' && file)
          files.set('certs/agent-cert-key-passphrase', { ...file, content: 'no' });
      },
    });
    const broken = await proveDeployment(zip(wrong), { now: new Date() });
    expect(broken.findings.map(({ rule }) => rule)).toContain('passphrase-wrong');
    expect(broken.ok).toBe(false);
  });
});
